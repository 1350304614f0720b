import { z } from 'zod';
import { StartFailure } from '../parts/failure';
import { examineVendor } from './diligence';
import { put, reachState, throughGate } from './engagement';
import { Created } from './http';
import { actor, holder, type Play } from './stage';

const Evaluation = z.looseObject({
  candidates: z.array(
    z.looseObject({
      id: z.string(),
      vendorId: z.string(),
      total: z.number().nullable(),
      rank: z.int().nullable(),
      quoteOnlyRank: z.int().nullable(),
    }),
  ),
});

/** G1: the needs, then the tender with quotes and score sheets, then G2: the award. */
export async function selectVendor(play: Play): Promise<void> {
  const { example, id } = play;
  await throughGate(play, { gate: 'needs', by: 'owner', comment: 'The case is sound.' });
  await reachState(play, 'VENDOR_SELECTION');
  await put(holder(play, 'owner'), `/engagements/${id}/evaluation-model`, example.evaluationModel);
  const candidates = await invite(play);
  await compare(play);
  await examineVendor(play);
  const candidateId = candidates.get(example.award.vendor) ?? '';
  const { justification } = example.award;
  await throughGate(play, {
    gate: 'award',
    by: 'owner',
    body: { candidateId, justification },
    comment: 'Price and capability fit.',
  });
  await reachState(play, 'CONTRACTING');
}

/** Every candidate with its quote, and the sheets that each evaluator fills in for themselves. */
async function invite(play: Play): Promise<ReadonlyMap<string, string>> {
  const { example, id, vendorIds } = play;
  const owner = holder(play, 'owner');
  const candidates = new Map<string, string>();
  for (const { vendor, quote, sheets } of example.candidates) {
    const request = {
      method: 'POST',
      path: `/engagements/${id}/candidates`,
      body: { vendorId: vendorIds[vendor] },
    } as const;
    const candidate = await owner.call({ ...request, key: `demo-${id}-${vendor}` }, Created);
    const path = `/engagements/${id}/candidates/${candidate.id}`;
    await put(owner, `${path}/quote`, quote);
    for (const [evaluator, sheet] of Object.entries(sheets)) await put(actor(play, evaluator), `${path}/scores`, sheet);
    candidates.set(vendor, candidate.id);
  }
  play.say(`${candidates.size} candidates have quoted and are scored`);
  return candidates;
}

async function compare({ admin, id, say, vendorIds, example }: Play): Promise<void> {
  const { candidates } = await admin({ method: 'GET', path: `/engagements/${id}/evaluation` }, Evaluation);
  const nameOf = (vendorId: string): string => {
    const key = Object.keys(vendorIds).find((one) => vendorIds[one] === vendorId) ?? '';
    return example.vendors[key]?.name ?? key;
  };
  const ranked = candidates.toSorted((a, b) => (a.rank ?? 99) - (b.rank ?? 99));
  if (ranked.some(({ total }) => total === null))
    throw new StartFailure('The evaluation could not rank every candidate.');
  say(
    `ranking: ${ranked.map((one) => `${nameOf(one.vendorId)} ${(one.total ?? 0).toFixed(1)} (by quote alone no. ${one.quoteOnlyRank})`).join(', ')}`,
  );
}
