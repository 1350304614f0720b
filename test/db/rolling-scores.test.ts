import fc from 'fast-check';
import { v7 as uuidv7 } from 'uuid';
import { insertEngagement } from '../../db/stores/engagements';
import { insertPerson } from '../../db/stores/people';
import { computedScores, keepMissingScores, rollingScores } from '../../db/stores/rolling-scores';
import { insertCardRevision, insertScorecard } from '../../db/stores/scorecards';
import { inTransaction, type Trx } from '../../db/transaction';
import { rollingNow, type ScoredPeriod } from '../../domain/review/period-view';
import { Decay } from '../../domain/review/schema';
import { anOpening, aPerson } from '../builders';
import { testDatabase, type TestDatabase } from '../database';

const NOW = Date.parse('2027-02-20T09:00:00Z');
const owner = aPerson();

let database: TestDatabase;
const db = () => database.db;
beforeAll(async () => {
  database = await testDatabase();
  await insertPerson(db(), owner, NOW);
});
afterAll(() => database.drop());

const engage = async (): Promise<string> => {
  const id = uuidv7();
  const opening = { id, body: anOpening({ ownerId: owner.id }), criticality: 'general', now: NOW } as const;
  await inTransaction(db(), (trx) => insertEngagement(trx, opening));
  await db()('kpis').insert({ engagement_id: id, key: 'uptime', position: 1, definition: '{}', contract_version: 1 });
  return id;
};

const cardOf = ({ period, score }: ScoredPeriod) => ({ ...{ period, score, coverageBp: 10_000, provisional: false }, standing: 'average', kpis: [], credits: [] }); // prettier-ignore
const close = (trx: Trx, id: string, one: ScoredPeriod) => insertScorecard(trx, id, { card: cardOf(one), now: NOW });

async function correct(trx: Trx, id: string, one: ScoredPeriod): Promise<void> {
  const correctionId = uuidv7();
  await trx('kpi_corrections').insert({ id: correctionId, engagement_id: id, key: 'uptime', period: one.period, kind: 'closed-period', side: 'us', proposed_at: new Date(NOW), state: 'confirmed' }); // prettier-ignore
  await insertCardRevision(trx, id, { card: cardOf(one), correctionId, reason: null, now: NOW });
}

/** As a program does that knows nothing of kept scores. */
const closeAsBefore = (id: string, { period, score }: ScoredPeriod) =>
  db()('scorecards').insert({ engagement_id: id, period, score, standing: 'average', card: '{}', closed_at: new Date(NOW) }); // prettier-ignore

const kept = async (id: string) =>
  db()('rolling_scores')
    .where({ engagement_id: id })
    .orderBy('decay')
    .select<{ decay: string; score: string | null; previous: string | null }[]>('decay', 'score', 'previous');

const number = (text: string | null) => (text === null ? null : Number(text));

/** What is kept, and what readers are told, is what the calculator makes of the periods, whatever the rule. */
async function expectKept(id: string, cards: readonly ScoredPeriod[]): Promise<void> {
  const rows = (await kept(id)).map(({ decay, score, previous }) => ({ decay, score: number(score), previous: number(previous) })); // prettier-ignore
  expect(rows).toEqual(Decay.options.toSorted().map((decay) => ({ decay, ...rollingNow(cards, { rolling: decay }) })));
  for (const decay of Decay.options) {
    const expected = rollingNow(cards, { rolling: decay });
    expect((await rollingScores(db(), [id], decay))(id)).toEqual(expected);
    expect((await computedScores(db(), [id], decay))(id)).toEqual(expected);
  }
}

const period = fc.oneof(
  fc.integer({ min: 0, max: 29 }).map((m) => `${2025 + Math.floor(m / 12)}-${String((m % 12) + 1).padStart(2, '0')}`),
  fc.integer({ min: 0, max: 7 }).map((q) => `${2025 + Math.floor(q / 4)}-Q${(q % 4) + 1}`),
);
const score = fc.option(fc.integer({ min: 0, max: 1_000_000 }).map((whole) => whole / 10_000));
/** Months and quarters with gaps, some without activity, some corrected once or more. */
const history = fc.array(fc.record({ period, score }), { minLength: 1, maxLength: 24 });

test('what is kept is what is computed, whatever was closed, skipped and corrected', () =>
  fc.assert(
    fc.asyncProperty(history, async (steps) => {
      const id = await engage();
      const cards = new Map<string, number | null>();
      for (const one of steps) {
        const isKnown = cards.has(one.period);
        await inTransaction(db(), (trx) => (isKnown ? correct(trx, id, one) : close(trx, id, one)));
        cards.set(one.period, one.score);
      }
      await expectKept(
        id,
        [...cards].map(([known, last]) => ({ period: known, score: last })),
      );
    }),
    { numRuns: 25 },
  ));

test('closing a period again changes nothing', async () => {
  const id = await engage();
  await inTransaction(db(), (trx) => close(trx, id, { period: '2026-10', score: 80 }));
  await inTransaction(db(), (trx) => close(trx, id, { period: '2026-10', score: 20 }));
  await expectKept(id, [{ period: '2026-10', score: 80 }]);
});

test('what comes to nothing keeps nothing', async () => {
  const id = await engage();
  await inTransaction(db(), (trx) => close(trx, id, { period: '2026-10', score: 80 }));
  const undone = inTransaction(db(), async (trx) => {
    await close(trx, id, { period: '2026-11', score: 20 });
    throw new Error('undone');
  });
  await expect(undone).rejects.toThrow('undone');
  await expectKept(id, [{ period: '2026-10', score: 80 }]);
});

test('periods that are closed at the same moment are both in it', async () => {
  const id = await engage();
  const cards = Array.from({ length: 8 }, (_none, n) => ({ period: `2026-0${n + 1}`, score: 10 * n }));
  await Promise.all(cards.map((one) => inTransaction(db(), (trx) => close(trx, id, one))));
  await expectKept(id, cards);
});

test('what a program closes that keeps no scores is computed, and kept later on', async () => {
  await keepMissingScores(db());
  const [before, between] = [await engage(), await engage()];
  const cards = [
    { period: '2026-10', score: 80 },
    { period: '2026-11', score: 50 },
  ];
  for (const one of cards) await closeAsBefore(before, one);
  await inTransaction(db(), (trx) => close(trx, between, cards[0]!));
  await closeAsBefore(between, cards[1]!);

  const told = await rollingScores(db(), [before, between], 'flat');
  expect([told(before), told(between), told(uuidv7())]).toEqual([
    { score: 65, previous: 80 },
    { score: 65, previous: 80 },
    { score: null, previous: null },
  ]);
  expect([await kept(before), await kept(between)]).toEqual([[], []]);
  expect(await keepMissingScores(db())).toBe(2);
  expect(await keepMissingScores(db())).toBe(0);
  for (const id of [before, between]) await expectKept(id, cards);
});

test('what an older formula made is computed, and kept anew', async () => {
  const id = await engage();
  const cards = [{ period: '2026-10', score: 80 }];
  await inTransaction(db(), (trx) => close(trx, id, cards[0]!));
  await db()('rolling_scores').where({ engagement_id: id }).update({ formula: 0, score: 1 });
  expect((await rollingScores(db(), [id], 'flat'))(id).score).toBe(80);
  expect(await keepMissingScores(db())).toBe(1);
  await expectKept(id, cards);
});
