import { suspensions } from '../../db/migrations/0657-suspensions';
import { appendAudit, engagementStream } from '../../db/stores/audit';
import { suspensionsOf } from '../../db/stores/suspensions';
import { inTransaction } from '../../db/transaction';
import type { State } from '../../domain/engagement/statuses';
import { noDocuments } from '../documents';
import { ServiceWorld } from './service-world';

const said: { update: string; arg: unknown }[] = [];
const update = <T>({ update: name, arg }: { update: string; arg: unknown }): Promise<T> => {
  said.push({ update: name, arg });
  return Promise.resolve({} as T);
};
let world: ServiceWorld;
beforeAll(async () => {
  world = await ServiceWorld.open(noDocuments.store, { update });
});
afterAll(() => world.close());

const begin = async (part: Readonly<Record<string, unknown>>) => {
  said.length = 0;
  await world.begin();
  await world.database.db('engagements').where({ id: world.id }).update(part);
};
const offered = async () => {
  const { page } = await world.browse('owner', `/engagements/${world.id}?part=all`);
  return ['suspend', 'resume'].filter((form) => page.text.includes(`/engagements/${world.id}/forms/${form}"`));
};
const LEAVING = { state: 'EXITING', exit_cause: 'convenience' };

test.each([
  ['in service', { state: 'IN_SERVICE' }, ['suspend']],
  ['suspended', { state: 'SUSPENDED', suspended_from: 'IN_SERVICE' }, ['resume']],
  ['leaving', { ...LEAVING, exit_effective_date: '2099-01-01' }, ['suspend']],
  ['leaving and suspended', { ...LEAVING, exit_effective_date: '2099-01-01', suspended_from: 'EXITING' }, ['resume']],
  ['behind its end', { ...LEAVING, exit_effective_date: '2020-01-01' }, []],
  ['not there yet', { state: 'TRANSITION_IN' }, []],
])('the page of an engagement that is %s offers what may be done', async (_, part, forms) => {
  await begin(part);
  expect(await offered()).toEqual(forms);
});

test('the form says why; without a reason nothing is suspended', async () => {
  await begin({ state: 'IN_SERVICE' });
  const { page, send } = await world.browse('owner', `/engagements/${world.id}/forms/suspend`);
  expect(page.text).toContain('Suspend the service');
  await send({ reason: '' }).expect(422);
  expect(said).toEqual([]);
  await send({ reason: 'An audit.' }).expect(303);
  expect(said).toEqual([
    {
      update: 'suspend',
      arg: expect.objectContaining({ reason: 'An audit.', channel: 'page', on: expect.stringMatching(/^\d{4}-/) }),
    },
  ]);
});

test('what was suspended before its days were kept is read from the trail', async () => {
  await world.begin();
  const steps: readonly [string, string, State][] = [
    ['2026-03-01T23:30:00Z', 'v5:engagement.suspended', 'SUSPENDED'],
    ['2026-03-05T12:00:00Z', 'v6:engagement.gate-submitted', 'SUSPENDED'],
    ['2026-03-09T23:30:00Z', 'v7:engagement.gate-decided', 'EXITING'],
    ['2026-04-02T12:00:00Z', 'v8:engagement.suspended', 'SUSPENDED'],
  ];
  await inTransaction(world.database.db, async (trx) => {
    const entries = steps.map(([at, key, state]) => ({
      ...{ key, at: Date.parse(at), type: key.slice(3), channel: 'api' as const },
      payload: { state, ...(key.endsWith('suspended') && { reason: key }) },
    }));
    await appendAudit(trx, engagementStream(world.id), entries);
    await trx('engagements').where({ id: world.id }).update({ state: 'SUSPENDED', time_zone: 'Asia/Shanghai' });
    await trx.raw('drop table suspensions; alter table engagements drop column suspended_from');
    await suspensions(trx);
    expect(await suspensionsOf(trx, world.id)).toMatchObject([
      { since: '2026-03-02', until: '2026-03-10', reason: 'v5:engagement.suspended' },
      { since: '2026-04-02', until: null, resumedAt: null },
    ]);
    expect(await trx('engagements').where({ id: world.id }).first('suspended_from')).toEqual({ suspended_from: 'IN_SERVICE' }); // prettier-ignore
  });
});
