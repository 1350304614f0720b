import { agendaActivities } from '../../activities/agenda';
import { engagementMail } from '../../activities/mail-content';
import { pendingItems } from '../../db/stores/action-items';
import { insertPerson } from '../../db/stores/people';
import { seedRisks } from '../../db/stores/risks';
import { inTransaction } from '../../db/transaction';
import type { MailOrder } from '../../domain/mail/order';
import { seedRisksFor } from '../../domain/risk/seed';
import { aPerson } from '../builders';
import { type AlarmLine, alarmsOf } from './alarm-list';
import { codeOf, NeedsWorld, NOW, pathsOf } from './needs-world';
import { signedIn } from './world';

let world: NeedsWorld;
let id: string;
beforeAll(async () => (world = await NeedsWorld.open()));
afterAll(() => world.close());
beforeEach(async () => (id = await world.engage()));

const HOUR = 3_600_000;
const call = (...args: Parameters<NeedsWorld['call']>) => world.call(...args);
const at = (path: string): string => `/engagements/${id}/${path}`;
/** Mails that the monitoring would have sent by now. */
async function mails(): Promise<readonly MailOrder[]> {
  const agenda = agendaActivities({ db: world.db });
  const planned = await agenda.planAgenda({ engagementId: id, cursor: { at: 0, key: '' }, limit: 50 });
  const due = planned.filter((one) => one.at <= NOW);
  return (await agenda.performAgenda({ engagementId: id, items: due, now: NOW })).mails;
}
const alarms = (query = '') => alarmsOf(world, id, query);
describe('the risk register', () => {
  interface Item {
    readonly id: string;
    readonly cause: string;
    readonly exposure: number;
  }
  const risks = async (who = world.manager) =>
    ((await call('get', at('risks'), who).expect(200)).body as { items: readonly Item[] }).items;
  const add = (part: object = {}) =>
    call('post', at('risks')).send({
      type: 'communication',
      cause: 'No shared language',
      likelihood: 4,
      impact: 4,
      ...part,
    });

  test('begins with four risks in the language of whoever reads, most exposed first', async () => {
    await inTransaction(world.db, (trx) => seedRisks(trx, seedRisksFor(id), NOW));
    await add().expect(201);
    const chinese = await signedIn(world.db, { locale: 'zh-CN' });
    expect((await risks()).map(({ exposure }) => exposure)).toEqual([16, 9, 9, 9, 9]);
    expect((await risks()).map(({ cause }) => cause)).toContain('Breach of law or regulation');
    expect((await risks(chinese)).map(({ cause }) => cause)).toEqual(
      expect.arrayContaining([
        '服务质量不达标',
        '信息泄露或数据安全问题',
        '供应商履约能力下降',
        '法律合规风险',
        'No shared language',
      ]),
    );
  });

  test('a change keeps the rest, takes a field away by null, and is told with what was before', async () => {
    const { body } = await add({ residual: 8, controls: ['Weekly call'] }).expect(201);
    const path = at(`risks/${(body as Item).id}`);
    expect(codeOf(await call('patch', path).set('if-match', '"v9"').send({ impact: 2 }).expect(412))).toBe(
      'PRECONDITION_FAILED',
    );
    const changed = await call('patch', path).set('if-match', '"v1"').send({ impact: 2, residual: null }).expect(200);
    expect(changed.body).toEqual({
      id: (body as Item).id,
      type: 'communication',
      cause: 'No shared language',
      likelihood: 4,
      impact: 2,
      controls: ['Weekly call'],
      exposure: 8,
      band: 'amber',
      version: 2,
    });
    const [entry] = await world.db('audit_events').where({ stream: `engagement:${id}`, type: 'risk.changed' });
    expect((entry as { payload: object }).payload).toMatchObject({
      before: { impact: 4, residual: 8 },
      after: { impact: 2, residual: null },
    });
  });

  test('refuses in one answer a residual above the inherent risk, an owner nobody knows and a review in the past', async () => {
    const nobody = aPerson({ active: false });
    await insertPerson(world.db, nobody, NOW);
    const wrong = await add({ residual: 17, ownerId: nobody.id, reviewAt: '2026-11-23' }).expect(422);
    expect(pathsOf(wrong)).toEqual(['residual', 'ownerId', 'reviewAt']);
    const { body } = await add({ residual: 16 }).expect(201);
    expect(
      pathsOf(
        await call('patch', at(`risks/${(body as Item).id}`))
          .send({ likelihood: 3 })
          .expect(422),
      ),
    ).toEqual(['residual']);
    expect(await risks()).toHaveLength(1);
  });

  test('a review date is work for the owner of the risk, and moves with it', async () => {
    const owner = aPerson();
    await insertPerson(world.db, owner, NOW);
    const { body } = await add({ ownerId: owner.id, reviewAt: '2026-12-15' }).expect(201);
    const items = async () =>
      (await pendingItems(world.db, id)).map(({ kind, assigneeId, dueAt }) => [kind, assigneeId, dueAt]);
    expect(await items()).toEqual([['risk-review', owner.id, '2026-12-15T18:00:00.000Z']]);
    const patch = (change: object) =>
      call('patch', at(`risks/${(body as Item).id}`))
        .send(change)
        .expect(200);
    await patch({ reviewAt: '2027-01-15' });
    await patch({ impact: 3 });
    expect(await items()).toEqual([['risk-review', owner.id, '2027-01-15T18:00:00.000Z']]);
    await patch({ reviewAt: null });
    expect(await items()).toEqual([]);
  });
});

describe('incidents', () => {
  const DETECTED = NOW - 2 * HOUR;
  const record = (part: object = {}) =>
    call('post', at('incidents')).send({
      type: 'leak',
      severity: 'major',
      detectedAt: new Date(DETECTED).toISOString(),
      personalData: true,
      records: 1200,
      ...part,
    });
  const items = () => pendingItems(world.db, id);

  test('a major one opens the report in plain hours, containment, notification and the vendor’s report', async () => {
    await record().expect(201);
    const found = (await items()).map(({ kind, dueAt }) => [kind, (Date.parse(dueAt) - DETECTED) / HOUR]);
    expect(found).toEqual([
      ['incident-containment', 4],
      ['incident-containment', 8],
      ['incident-report', 24],
      ['incident-containment', 24],
      ['incident-containment', 24],
      ['incident-notification', 24],
      ['incident-containment', 72],
      ['incident-vendor-report', 7 * 24 + 12],
    ]);
    const report = (await items()).find(({ kind }) => kind === 'incident-report');
    expect(report?.marks.map((mark) => (mark - Date.parse(report.dueAt)) / HOUR)).toEqual([-12, -4, -1, 0, 4, 24, 72]);
    expect(report?.alarm).toEqual({ rule: 'INCIDENT_REPORT_OVERDUE', severity: 'red' });
    expect(await alarms()).toMatchObject([{ rule: 'EVENT_RISK', subject: 'data', severity: 'red' }]);
  });

  test('tells each person of all its work in one mail, and of what it adds later in another', async () => {
    const { body } = await record({ severity: 'minor' }).expect(201);
    const owner = world.manager.person;
    const first = await mails();
    expect(first.filter(({ kind }) => kind.startsWith('action-item'))).toMatchObject([{ kind: 'action-item' }]);
    await call('patch', at(`incidents/${(body as AlarmLine).id}`))
      .send({ severity: 'major' })
      .expect(200);
    const told = (await mails()).filter(({ kind }) => kind.startsWith('action-item'));
    const open = await items();
    expect(told.map(({ kind, recipientId }) => [kind, recipientId])).toEqual([['action-items', owner.id]]);
    const listed = told[0]?.facts['items']?.split(' ') ?? [];
    expect([...listed].sort()).toEqual(
      open
        .filter(({ kind }) => kind !== 'incident-notification')
        .map((one) => one.id)
        .sort(),
    );
    expect((await mails()).filter(({ kind }) => kind.startsWith('action-item'))).toEqual([]);
    expect(open.map(({ toldVersion, version }) => toldVersion === version)).not.toContain(false);

    const reader = { person: owner, url: '', insider: { person: owner, publicUrl: 'http://localhost' } };
    const mail = await engagementMail(world.db, told[0]!, reader);
    expect(mail?.text.match(/http:\/\/localhost\/action-items\/[0-9a-f-]{36}/g)).toHaveLength(listed.length);
  });

  test('a small one with personal data asks for the notification only, and one that grows for the rest', async () => {
    const { body } = await record({ severity: 'minor' }).expect(201);
    expect((await items()).map(({ kind }) => kind)).toEqual(['incident-notification']);
    const path = at(`incidents/${(body as AlarmLine).id}`);
    await call('patch', path).set('if-match', '"v1"').send({ severity: 'major' }).expect(200);
    await call('patch', path).send({ records: 5 }).expect(200);
    expect(await items()).toHaveLength(8);
    expect(await alarms()).toMatchObject([{ subject: 'data', severity: 'red' }]);
  });

  test('is closed with its root cause once nothing is left to do, and counts as put right', async () => {
    const { body } = await record({ severity: 'moderate', personalData: false }).expect(201);
    const path = at(`incidents/${(body as AlarmLine).id}`);
    expect(pathsOf(await call('post', `${path}/close`).send({}).expect(422))).toEqual(['rootCause']);
    await call('post', `${path}/close`).send({ rootCause: 'Wrong rule in the firewall' }).expect(200);
    expect((await call('get', at('incidents'))).body.items).toMatchObject([
      { state: 'closed', closing: { rootCause: 'Wrong rule in the firewall', by: world.manager.person.id } },
    ]);
    expect((await call('get', at('event-risk'))).body).toMatchObject({ score: 0.85 });
    for (const again of [
      call('post', `${path}/close`).send({ rootCause: 'again' }),
      call('patch', path).send({ records: 1 }),
    ])
      expect(codeOf(await again.expect(409))).toBe('STATE_CONFLICT');
  });

  test('stays open while its work is, and names that work', async () => {
    const { body } = await record({ severity: 'minor' }).expect(201);
    const refused = await call('post', at(`incidents/${(body as AlarmLine).id}/close`))
      .send({ rootCause: 'Unknown' })
      .expect(409);
    const [item] = await items();
    expect([codeOf(refused), pathsOf(refused)]).toEqual(['STATE_CONFLICT', [`action-items.${item!.id}`]]);
    expect(pathsOf(await record({ detectedAt: new Date(NOW + 1).toISOString() }).expect(422))).toEqual(['detectedAt']);
  });
});
