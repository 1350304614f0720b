import { v7 as uuidv7 } from 'uuid';
import { planCommunications } from '../../activities/communications';
import { gateActivities } from '../../activities/gates';
import { kpisOf } from '../../db/stores/kpis';
import { inTransaction } from '../../db/transaction';
import { COMPLETE, codeOf, NeedsWorld, NOW, pathsOf } from './needs-world';
import { signedIn } from './world';

let world: NeedsWorld;

beforeAll(async () => {
  world = await NeedsWorld.open();
});
afterAll(() => world.close());

const call: NeedsWorld['call'] = (...args) => world.call(...args);
interface Item {
  readonly key: string;
  readonly gate: string;
  readonly origin: string;
}
const checklist = async (engagement: string): Promise<readonly Item[]> =>
  ((await call('get', `/engagements/${engagement}/checklist`).expect(200)).body as { items: readonly Item[] }).items;

describe('service types', () => {
  test('come with KPIs that an engagement takes over in the language it is read in', async () => {
    const engagement = await world.engage({ serviceType: 'logistics' });
    const path = `/engagements/${engagement}/kpis`;
    const taken = await call('post', `${path}/from-catalogue`).send({ locale: 'zh-CN' }).expect(200);
    expect(taken.body).toHaveLength(5);
    expect(taken.body[0]).toMatchObject({ key: 'on-time-in-full', name: '准时足量交付率', source: 'formula' });
    expect(await kpisOf(world.db, engagement)).toEqual(taken.body);
    expect(codeOf(await call('post', `${path}/from-catalogue`).send({}).expect(409))).toBe('CONFLICT');
    const replaced = await call('post', `${path}/from-catalogue`).send({ serviceType: 'other', replace: true });
    expect(replaced.body).toHaveLength(4);
    expect(replaced.body[0]).toMatchObject({ name: 'Work delivered on the agreed day' });
  });

  test('are listed, and replaced by administrators for the whole organisation', async () => {
    const all = await call('get', '/service-types').expect(200);
    expect((all.body.items as readonly Item[]).map(({ key }) => key)).toEqual(
      ['it', 'hr', 'finance', 'marketing', 'customer-service', 'logistics', 'other'], // prettier-ignore
    );
    await call('get', '/service-types/gardening').expect(404);
    const shipped = await call('get', '/service-types/marketing').expect(200);
    const { version: _version, origin: _origin, ...body } = shipped.body as Record<string, unknown>;
    const checks = [
      { key: 'logo', gate: 'needs', text: { en: 'The logo is final', 'zh-CN': '标志已定稿' }, required: true },
    ];
    await call('put', '/service-types/marketing').send(body).expect(403);
    await call('put', '/service-types/marketing', world.admin)
      .send({ ...body, checklist: checks })
      .expect(200);
    const engagement = await world.engage({ serviceType: 'marketing' });
    expect(await checklist(engagement)).toMatchObject([{ key: 'catalogue.logo', required: true, done: false }]);
  });

  test('of another name do not begin an engagement', async () => {
    const opening = { title: 'Garden', serviceType: 'gardening', ownerId: world.manager.person.id };
    expect(pathsOf(await call('post', '/engagements').send(opening).expect(422))).toEqual(['serviceType']);
  });
});

describe('lessons', () => {
  const LESSON = {
    gate: 'needs',
    text: 'Night calls were forgotten.',
    check: 'Night calls are counted',
    required: true,
  };

  test('reach later engagements of their kind as checks, keep the gate shut, and lead back to their source', async () => {
    const old = await world.engage({ serviceType: 'finance', title: 'Old ledger' });
    await world.db('engagements').where({ id: old }).update({ state: 'CLOSED' });
    const recorded = await call('post', `/engagements/${old}/lessons`).send(LESSON).expect(201);
    expect(recorded.body).toMatchObject({ serviceType: 'finance', source: { engagementId: old, title: 'Old ledger' } });
    const key = `lesson.${(recorded.body as { id: string }).id}`;
    const [next, foreign] = [await world.engage({ serviceType: 'finance' }), await world.engage({ serviceType: 'hr' })];
    expect((await checklist(next)).find((item) => item.key === key)).toMatchObject({
      gate: 'needs',
      lesson: LESSON.text,
      source: { engagementId: old },
    });
    expect((await checklist(foreign)).map((item) => item.key)).not.toContain(key);
    expect((await checklist(old)).map((item) => item.key)).not.toContain(key);

    await expect(world.submit(next)).rejects.toMatchObject({
      type: 'GATE_INCOMPLETE',
      details: [expect.arrayContaining([expect.objectContaining({ path: 'needs.statement' }), expect.objectContaining({ path: `checklist.${key}` })])], // prettier-ignore
    });
    await call('patch', `/engagements/${next}/needs`).send(COMPLETE).expect(200);
    await expect(world.submit(next)).rejects.toMatchObject({
      details: [[{ path: `checklist.${key}`, message: 'is not ticked: Night calls are counted' }]],
    });
    const ticked = await call('put', `/engagements/${next}/checklist/${key}`)
      .send({ done: true, comment: '140 a night' })
      .expect(200);
    expect(ticked.body).toMatchObject({ key, done: true, tickedBy: world.manager.person.id });
    const { request } = await world.submit(next);
    const subject = (await world.db('request_subjects').where({ request_id: request.requestId }).first()) as {
      data: { checklist: { done: unknown; open: readonly unknown[] } };
    };
    expect(subject.data.checklist.done).toEqual([
      { en: 'Night calls are counted (140 a night)', 'zh-CN': 'Night calls are counted（140 a night）' },
    ]);
    expect(subject.data.checklist.open).toHaveLength(2);
    await call('put', `/engagements/${next}/checklist/lesson.${uuidv7()}`).send({ done: true }).expect(404);
  });

  test('are advisory unless they say otherwise, and reach nobody once they are retired', async () => {
    const old = await world.engage({ serviceType: 'it' });
    const { required: _required, ...advisory } = LESSON;
    const { body } = await call('post', `/engagements/${old}/lessons`).send(advisory).expect(201);
    const { id } = body as { id: string };
    const next = await world.engage({ serviceType: 'it' });
    await call('patch', `/engagements/${next}/needs`).send(COMPLETE).expect(200);
    await expect(world.submit(next)).resolves.toBeDefined();
    await call('post', `/lessons/${id}/retire`).send({ reason: 'Built into the catalogue' }).expect(200);
    const later = await world.engage({ serviceType: 'it' });
    expect((await checklist(later)).map(({ key }) => key)).not.toContain(`lesson.${id}`);
    const listed = await call('get', '/lessons?serviceType=it').expect(200);
    expect(listed.body).toMatchObject({ items: [{ id, retiredAt: new Date(NOW).toISOString() }], next: null });
  });
});

describe('the pulse of the people concerned', () => {
  const pulse = (engagement: string, date: string, score: number) =>
    call('post', `/engagements/${engagement}/pulse`).send({ date, score, n: 20 });
  const alarms = async (engagement: string) =>
    (await call('get', `/alarms?engagementId=${engagement}`).expect(200)).body as { items: readonly object[] };

  test('opens one amber alarm per rule when it is low or falls, and lists every survey by day', async () => {
    const baseline = { headcountAffected: 3, pulse: [{ date: '2026-09-01', score: 3.6, n: 30 }] };
    const engagement = await world.engage({ needs: { employeeImpact: baseline } });
    expect((await pulse(engagement, '2026-10-01', 3.2).expect(201)).body).toMatchObject({ findings: [] });
    const low = await pulse(engagement, '2026-11-01', 2.6).expect(201);
    expect(low.body).toMatchObject({ findings: [{ rule: 'PULSE_LOW' }, { rule: 'PULSE_DROP' }] });
    await pulse(engagement, '2026-11-20', 2.5).expect(201);
    expect((await alarms(engagement)).items).toMatchObject([
      { rule: 'PULSE_LOW', subject: 'employees', severity: 'amber', state: 'open', evidence: { score: 2.6, limit: 3 } },
      { rule: 'PULSE_DROP', severity: 'amber', evidence: { before: 3.2, fall: 0.6 } },
    ]);
    const read = await call('get', `/engagements/${engagement}/pulse`).expect(200);
    expect((read.body as { items: readonly { date: string }[] }).items.map(({ date }) => date)).toEqual([
      '2026-09-01',
      '2026-10-01',
      '2026-11-01',
      '2026-11-20',
    ]);
  });

  test('is taken once a day, not ahead of time, and a late one sounds no alarm', async () => {
    const engagement = await world.engage();
    await pulse(engagement, '2026-11-20', 4).expect(201);
    expect(codeOf(await pulse(engagement, '2026-11-20', 3).expect(409))).toBe('CONFLICT');
    expect(pathsOf(await pulse(engagement, '2026-11-25', 3).expect(422))).toEqual(['date']);
    expect(pathsOf(await pulse(engagement, '2026-11-19', 6).expect(422))).toEqual(['score']);
    await pulse(engagement, '2026-11-01', 1).expect(201);
    expect((await alarms(engagement)).items).toEqual([]);
  });
});

describe('telling the people concerned', () => {
  const itemsOf = async (engagement: string) =>
    (await world
      .db('action_items')
      .where({ engagement_id: engagement, kind: 'communication' })
      .orderBy('due_at')) as readonly {
      id: string;
      title: string;
      state: string;
      assignee_id: string;
      due_at: Date;
      opens_at: Date;
    }[];
  const plan = (engagementId: string, on: string, now = NOW) =>
    inTransaction(world.db, (trx) => planCommunications(trx, { engagementId, on, now }));
  const days = (items: Awaited<ReturnType<typeof itemsOf>>) =>
    items.filter(({ state }) => state === 'open').map(({ due_at }) => due_at.toISOString().slice(0, 10));

  test('is work of HR before and after the transition, and moves with it', async () => {
    const hr = await signedIn(world.db, { roles: ['hr'], locale: 'zh-CN' });
    const engagement = await world.engage({
      needs: { employeeImpact: { headcountAffected: 3, hrOwner: hr.person.id }, startWanted: '2027-03-01' },
    });
    await plan(engagement, '2027-03-01');
    const first = await itemsOf(engagement);
    expect(days(first)).toEqual(['2027-01-30', '2027-02-22', '2027-03-31']);
    expect(first[0]).toMatchObject({ title: '变动前 30 天', assignee_id: hr.person.id });
    expect(first[0]?.opens_at.toISOString().slice(0, 10)).toBe('2027-01-23');
    await plan(engagement, '2027-03-01');
    expect(await itemsOf(engagement)).toHaveLength(3);

    await world.db('action_items').where({ id: first[0]?.id }).update({ state: 'done' });
    await plan(engagement, '2027-04-01');
    const moved = await itemsOf(engagement);
    expect(days(moved)).toEqual(['2027-03-25', '2027-05-01']);
    expect(moved.map(({ state }) => state).sort()).toEqual(['cancelled', 'cancelled', 'done', 'open', 'open']);
  });

  test('is not asked for where nobody is affected', async () => {
    const engagement = await world.engage({ needs: { startWanted: '2027-03-01' } });
    await plan(engagement, '2027-03-01');
    expect(await itemsOf(engagement)).toEqual([]);
  });

  test('begins with the approval of the needs', async () => {
    const needs = { employeeImpact: { headcountAffected: 3 }, startWanted: '2027-03-01' };
    const engagement = await world.engage({ needs });
    const gate = { gate: 'needs' as const, requestId: uuidv7(), choice: {} };
    const { applyGate } = gateActivities({ db: world.db });
    await applyGate({ engagementId: engagement, gate, outcome: 'rejected', now: NOW });
    expect(await itemsOf(engagement)).toEqual([]);
    await applyGate({ engagementId: engagement, gate, outcome: 'approved', now: NOW });
    expect(days(await itemsOf(engagement))).toHaveLength(3);
  });
});
