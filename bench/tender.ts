import { v7 as uuidv7 } from 'uuid';
import type { SheetTable } from '../api/sheets/sheet';
import type { Db } from '../db/knex';
import { insertEngagement } from '../db/stores/engagements';
import { candidatesOf, saveModel, saveSheet } from '../db/stores/vendors';
import { inTransaction } from '../db/transaction';
import { HIDDEN_COSTS } from '../domain/tender/schema';
import type { EvaluationModel } from '../domain/vendor/record-schema';
import { anOpening } from '../test/builders';
import type { SignedIn } from '../test/api/world';
import { usccOf } from './vendor-sheet';

/** Bids of the first vendors; every ninth has left something open. */
export const bidSheet = (count: number, shift: number): SheetTable => ({
  name: 'bids',
  columns: ['vendor', 'currency', 'oneOff', 'annual', 'years', ...HIDDEN_COSTS, 'validUntil', 'assumptions'].map(
    (title) => ({ title }),
  ),
  rows: Array.from({ length: count }, (_, n) => [
    usccOf(n),
    'CNY',
    `${50_000 + ((n * 7919 + shift) % 20_000)}.50`,
    `${400_000 + ((n * 104_729 + shift) % 200_000)}.00`,
    '3',
    ...HIDDEN_COSTS.map((_cost, at) => (n % 9 === 0 && at === 6 ? '' : String(((n + at) * 613) % 9_000))),
    '2027-12-31',
    'Prices hold for one service centre; travel is charged at cost.',
  ]),
});

const criterion = (key: string) => ({
  key,
  weightBp: 5_000,
  type: 'scale' as const,
  min: 0,
  max: 5,
  direction: 'maximise' as const,
});
const MODEL: EvaluationModel = {
  method: 'weighted-sum',
  dimensions: [
    { key: 'qualification', weightBp: 2_000, criteria: [criterion('references'), criterion('certificates')] },
    { key: 'capability', weightBp: 3_000, criteria: [criterion('team'), criterion('method')] },
    { key: 'price', weightBp: 3_500, criteria: [] },
    { key: 'culture', weightBp: 1_500, criteria: [criterion('language'), criterion('manners')] },
  ],
};
const CRITERIA = MODEL.dimensions.flatMap(({ criteria }) => criteria.map(({ key }) => key));

/** An engagement in the selection. */
export async function openSelection(db: Db, owner: SignedIn, now: number): Promise<string> {
  const id = uuidv7();
  await inTransaction(db, async (trx) => {
    const body = anOpening({ ownerId: owner.person.id, timeZone: 'Asia/Shanghai' });
    await insertEngagement(trx, { id, body, criticality: 'general', now });
    await trx('engagements').where({ id }).update({ state: 'VENDOR_SELECTION' });
    await saveModel(trx, id, { model: MODEL, now });
  });
  return id;
}

/** Whole sheets of three evaluators for every candidate. */
export async function scoreAll(
  db: Db,
  engagementId: string,
  { judges, now }: { readonly judges: readonly SignedIn[]; readonly now: number },
): Promise<void> {
  const candidates = await candidatesOf(db, engagementId);
  await inTransaction(db, async (trx) => {
    for (const [n, { id: candidateId }] of candidates.entries())
      for (const [j, { person }] of judges.entries()) {
        const scores = Object.fromEntries(CRITERIA.map((key, at) => [key, ((n * 3 + j + at * 7) % 41) / 10 + 1]));
        const sheet = { candidateId, evaluatorId: person.id, scores, conflictOfInterest: false, comment: null };
        await saveSheet(trx, sheet, now);
      }
  });
}

/** Engagements that were awarded, each to another vendor. */
export async function awardMany(
  db: Db,
  count: number,
  { owner, now }: { readonly owner: SignedIn; readonly now: number },
): Promise<void> {
  const vendors = await db<{ id: string }>('vendors').orderBy('id').limit(count).select('id');
  for (const { id: vendorId } of vendors) {
    const id = await openSelection(db, owner, now);
    await db('engagements').where({ id }).update({ vendor_id: vendorId, state: 'CONTRACTING' });
  }
}
