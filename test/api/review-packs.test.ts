import type { Response, Test } from 'supertest';
import { agendaActivities } from '../../activities/agenda';
import { XLSX_TYPE } from '../../api/sheets/sheet';
import { auditTrail } from '../../db/read/audit';
import { openActionItem } from '../../db/stores/action-items';
import { engagementStream } from '../../db/stores/audit';
import { saveLiveOn } from '../../db/stores/engagements';
import { insertValue, saveKpis } from '../../db/stores/kpis';
import { raiseAlarms } from '../../db/stores/raise-alarms';
import { reviewsOf, saveMeeting } from '../../db/stores/reviews';
import { insertScorecard } from '../../db/stores/scorecards';
import { inTransaction } from '../../db/transaction';
import type { AgendaItem } from '../../domain/engagement/agenda';
import type { KpiDefinition } from '../../domain/kpi/record-schema';
import { actionKey, actOnMeeting } from '../../domain/review/meeting';
import type { ReviewPack } from '../../domain/review/pack-schema';
import { pdfText } from '../pdf-text';
import { codeOf, NeedsWorld } from './needs-world';
import { type SignedIn, signedIn } from './world';

const PACKED = Date.parse('2026-10-21T01:00:00Z');
const UPTIME: KpiDefinition = {
  key: 'uptime',
  name: '可用率',
  unit: '%',
  direction: 'maximise',
  weightBp: 10_000,
  frequency: 'monthly',
  source: 'vendor',
  floor: 90,
  target: 99,
  red: 97,
};

let world: NeedsWorld;
let rep: SignedIn;
let stranger: SignedIn;
let id: string;
beforeAll(async () => {
  world = await NeedsWorld.open();
  rep = await signedIn(world.db, { roles: ['vendor'] });
  stranger = await signedIn(world.db, { roles: ['vendor'] });
});
afterAll(() => world.close());

const month = async (period: string, value: number, score: number): Promise<void> =>
  inTransaction(world.db, async (trx) => {
    const first = { key: 'uptime', period, revision: 1, value, status: null, inputs: null, evidence: null };
    await insertValue(trx, id, { ...first, recordedBy: null, recordedAt: PACKED });
    const kpis = [{ key: 'uptime', value, score, status: 'rated' as const }];
    const credits = value < 97 ? [{ kpi: 'uptime', money: { amount: '500.00', currency: 'CNY' } }] : [];
    const card = { period, score, coverageBp: 10_000, provisional: false, standing: 'average', kpis, credits };
    await insertScorecard(trx, id, { card, now: PACKED });
  });

const open = (facts: AgendaItem['facts']) =>
  agendaActivities({ db: world.db }).performAgenda({
    engagementId: id,
    items: [{ key: `review-open:${facts['period']}`, kind: 'review-open', at: PACKED, facts }],
    now: PACKED,
  });
const QUARTER = {
  kind: 'quarterly',
  period: '2026-Q3',
  inviteOn: '2026-10-28',
  meetingOn: '2026-11-04',
  minutesDue: '2026-11-09',
  approvalDue: '2026-11-11',
  missedOn: '2026-11-18',
};

/** An engagement with a bad September, and the pack of its quarter. */
beforeEach(async () => {
  id = await world.engage({ roles: { vendorRep: rep.person.id } });
  await inTransaction(world.db, async (trx) => {
    await saveLiveOn(trx, id, '2026-05-01');
    await saveKpis(trx, id, { kpis: [UPTIME], contractVersion: 1 });
  });
  await month('2026-08', 99.5, 100);
  await month('2026-09', 96, 66.67);
  await inTransaction(world.db, (trx) =>
    raiseAlarms({ trx, engagement: { id, time_zone: 'UTC' }, now: PACKED }, [
      { rule: 'R1', subject: 'uptime', severity: 'red', evidence: {} },
    ]),
  );
});

const reviewId = async (): Promise<string> => (await reviewsOf(world.db, id)).at(-1)?.id ?? '';
const get = (path: string, who = world.manager): Test => world.call('get', path, who);
const pack = async (who = world.manager, query = ''): Promise<Response> =>
  get(`/reviews/${await reviewId()}/pack${query}`, who).responseType('blob');
const json = ({ body }: Response): ReviewPack => JSON.parse(String(body)) as ReviewPack;

test('a pack is what was known on its day: KPIs with their trend, score, credits and alarms', async () => {
  await open(QUARTER);
  const known = json(await pack());

  expect(known).toMatchObject({
    kind: 'quarterly',
    from: '2026-07-01',
    to: '2026-10-01',
    builtAt: '2026-10-21T01:00:00.000Z',
  });
  expect(known.kpis).toMatchObject([
    { name: '可用率', value: 96, status: 'missed', trend: 'worse', period: '2026-09' },
  ]);
  expect(known.kpis[0]?.series).toEqual([
    { period: '2026-08', value: 99.5 },
    { period: '2026-09', value: 96 },
  ]);
  expect(known.score.cards.map(({ period, score }) => [period, score])).toEqual([
    ['2026-08', 100],
    ['2026-09', 66.67],
  ]);
  expect(known.credits).toMatchObject([{ period: '2026-09', name: '可用率', money: { amount: '500.00' } }]);
  expect(known.alarms).toMatchObject([{ rule: 'R1', severity: 'red' }]);

  await month('2026-07', 50, 0);
  expect(json(await pack())).toEqual(known);
});

test('what an earlier meeting agreed stands in the next pack with what became of it', async () => {
  await open({ ...QUARTER, kind: 'monthly', period: '2026-08' });
  const [earlier] = await reviewsOf(world.db, id);
  const by = { actorId: world.manager.person.id };
  const todo = { title: 'Add a second line', ownerId: null, due: '2026-10-01', party: 'vendor' as const };
  const met = actOnMeeting(actOnMeeting(earlier!.meeting, { ...by, type: 'held', at: 1, participants: [] }), {
    ...by,
    type: 'actions',
    actions: [todo],
  });
  await inTransaction(world.db, async (trx) => {
    await saveMeeting(trx, met, PACKED);
    await openActionItem(trx, {
      key: actionKey(earlier!.id, 0),
      engagementId: id,
      kind: 'review-action',
      title: todo.title,
      assigneeId: world.manager.person.id,
      opensAt: PACKED,
      dueAt: Date.parse('2026-10-01T18:00:00Z'),
      now: PACKED,
    });
  });
  await open({ ...QUARTER, meetingOn: '2026-12-04' });

  expect(json(await pack()).actions).toMatchObject([
    {
      title: 'Add a second line',
      party: 'vendor',
      state: 'open',
      overdue: true,
      from: { kind: 'monthly', period: '2026-08' },
    },
  ]);
});

test('the pack comes as page, PDF and workbook in the language of its reader', async () => {
  await open(QUARTER);
  const page = await get(`/reviews/${await reviewId()}/pack`)
    .set('accept', 'text/html')
    .expect(200);
  expect(page.headers['content-security-policy']).toContain("default-src 'none'");
  expect(page.text).toContain('Quarterly review 2026-Q3');
  expect(page.text).toContain('role="img" aria-label="可用率. From 99.5% (2026-08) to 96% (2026-09).');

  const pdf = await pack(world.manager, '?format=pdf&lang=zh-CN');
  expect(pdf.headers['content-type']).toBe('application/pdf');
  expect(pdfText(pdf.body as Buffer).join('')).toContain('季度评审 2026-Q3');
  const workbook = await pack(world.manager, '?format=xlsx');
  expect(workbook.headers['content-type']).toBe(XLSX_TYPE);
  expect((workbook.body as Buffer).subarray(0, 2).toString()).toBe('PK');
  expect((await pack(world.manager, '?format=doc')).status).toBe(400);
});

test('the representative of the vendor sees no alarms, other vendors see nothing', async () => {
  await open(QUARTER);

  expect(Object.keys(json(await pack(rep)))).not.toContain('alarms');
  expect(json(await pack(rep)).kpis).toHaveLength(1);
  expect((await pack(stranger)).status).toBe(404);
});

test('a pack is sealed: built anew it has another hash and is told, and once approved it stays', async () => {
  await open(QUARTER);
  const before = (await pack()).headers['etag'];
  await month('2026-07', 50, 0);
  const rebuilt = await world.call('post', `/reviews/${await reviewId()}/pack`).expect(200);
  expect(rebuilt.headers['etag']).not.toBe(before);
  expect((await pack()).headers['etag']).toBe(rebuilt.headers['etag']);
  expect((rebuilt.body as ReviewPack).score.cards).toHaveLength(3);
  const trail = await auditTrail(world.db, engagementStream(id), { after: 0, limit: 50 });
  expect(trail.map(({ type }) => type)).toContain('review.pack-built');
  const listed = await get(`/engagements/${id}/reviews`).expect(200);
  expect(listed.body).toMatchObject({ items: [{ packSha256: String(rebuilt.headers['etag']).replaceAll('"', '') }] });

  await world.db('reviews').where({ engagement_id: id }).update({ state: 'approved' });
  expect(codeOf(await world.call('post', `/reviews/${await reviewId()}/pack`).expect(409))).toBe('STATE_CONFLICT');
});

test('how often an engagement is reviewed is its own setting', async () => {
  const path = `/engagements/${id}/review-rhythm`;
  expect((await get(path).expect(200)).body).toEqual({ rhythm: 'monthly' });
  await world.call('put', path).send({ rhythm: 'quarterly' }).expect(200);
  expect((await get(path).expect(200)).body).toEqual({ rhythm: 'quarterly' });
  await world.call('put', path).send({ rhythm: 'yearly' }).expect(422);
});
