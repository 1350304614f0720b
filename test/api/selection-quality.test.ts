import { v7 as uuidv7 } from 'uuid';
import { insertScorecard } from '../../db/stores/scorecards';
import { insertVendor } from '../../db/stores/vendor-master';
import { insertCandidate, saveModel, saveSheet } from '../../db/stores/vendors';
import { inTransaction } from '../../db/transaction';
import type { SelectionQuality } from '../../domain/vendor/selection-quality-schema';
import { aVendor } from '../builders';
import { NeedsWorld, NOW } from './needs-world';
import { signedIn, type SignedIn } from './world';

let world: NeedsWorld;
let ann: SignedIn;
beforeAll(async () => {
  world = await NeedsWorld.open();
  ann = await signedIn(world.db, { roles: ['evaluator'] });
});
afterAll(() => world.close());

const model = {
  method: 'weighted-sum',
  dimensions: [
    {
      key: 'capability',
      weightBp: 10_000,
      criteria: [{ key: 'team', weightBp: 10_000, type: 'scale', min: 0, max: 10, direction: 'maximise' }],
    },
  ],
} as const;

/** An award with what Ann said of the team, and the scores that followed from a go-live on. */
const awarded = (team: number, liveOn: string, scores: Readonly<Record<string, number>>) =>
  inTransaction(world.db, async (trx) => {
    const id = await world.engage({ serviceType: 'finance' });
    const vendor = aVendor({ ownerId: world.manager.person.id });
    await insertVendor(trx, vendor, NOW);
    const candidateId = await insertCandidate(trx, { id: uuidv7(), engagementId: id, vendorId: vendor.id }, NOW);
    await saveModel(trx, id, { model: { ...model, dimensions: [...model.dimensions].map((d) => ({ ...d, criteria: [...d.criteria] })) }, now: NOW }); // prettier-ignore
    await saveSheet(trx, { candidateId, evaluatorId: ann.person.id, scores: { team }, conflictOfInterest: false, comment: null }, NOW); // prettier-ignore
    await trx('engagements').where({ id }).update({ vendor_id: vendor.id, candidate_id: candidateId, live_on: liveOn });
    for (const [period, score] of Object.entries(scores)) {
      const card = {
        period,
        score,
        coverageBp: 10_000,
        provisional: false,
        standing: 'average',
        kpis: [],
        credits: [],
      };
      await insertScorecard(trx, id, { card, now: NOW });
    }
  });

const read = async (query: string, who = world.manager): Promise<SelectionQuality> =>
  (await world.call('get', `/selection-quality?${query}`, who).expect(200)).body as SelectionQuality;

test('looks back on awards of a category once there are eight with enough service', async () => {
  // The first months went the way the team was scored; later ones, the other way round.
  for (let n = 1; n <= 7; n += 1) await awarded(n, '2025-10-01', { '2025-12': 10 * n, '2026-09': 1000 / (10 * n) });
  expect(await read('category=finance')).toMatchObject({
    months: 12,
    engagements: 7,
    status: 'not-enough',
    minimum: 8,
  });
  await awarded(8, '2026-04-10', { '2026-06': 80 });
  expect(await read('category=finance')).toMatchObject({ engagements: 7, status: 'not-enough' });
  const half = await read('category=finance&months=6');
  expect(half).toMatchObject({
    status: 'given',
    engagements: 8,
    criteria: [{ dimension: 'capability', key: 'team', n: 8, rho: 1, method: 'exact', reason: 'predicted' }],
    evaluators: [{ userId: ann.person.id, name: ann.person.name, n: 8, rho: 1 }],
  });
  expect(half.dimensions[0]?.proposedBp).toBe(10_000);
});

test('is had as a sheet, which holds no formula', async () => {
  await world.db('users').where({ id: ann.person.id }).update({ name: '=HYPERLINK("x")' });
  const path = '/selection-quality/export?category=finance&months=6&format=csv';
  const file = await world.call('get', path).buffer(true).expect(200);
  expect(file.headers['content-disposition']).toBe('attachment; filename="selection-quality-finance-6.csv"');
  const [head, ...lines] = file.text.trim().split(/\r?\n/);
  expect(head).toMatch(/Kind,Name,Dimension,Awards,Rank correlation ρ,Chance p,Weight,Proposed weight,Finding$/);
  expect(lines).toHaveLength(3);
  expect(lines[0]).toMatch(/^Dimension,[^,]+,,8,1,.+,foretold the service$/);
  expect(lines[1]).toMatch(/^Criterion,team,[^,]+,8,1,/);
  expect(lines[2]).toMatch(/^Evaluator,"'=HYPERLINK\(""x""\)",,8,1,/);
  await world.call('get', path, ann).expect(403);
  await world.db('users').where({ id: ann.person.id }).update({ name: ann.person.name });
});

test('changes no weight by itself', async () => {
  await read('category=finance&months=6');
  const models = await world.db('evaluation_models').select<{ model: object }[]>('model');
  for (const stored of models) expect(stored.model).toMatchObject(model);
});

test('is read by those who answer for selections, not by whom it judges', async () => {
  await world.call('get', '/selection-quality?category=finance', ann).expect(403);
  await world.call('get', '/selection-quality?category=finance&months=7').expect(400);
  expect((await read('category=it')).engagements).toBe(0);
});
