import { DomainError, type ErrorCode } from '../domain/errors';
import type { Person } from '../domain/people/people';
import { sealObjection } from '../domain/tender/objections';
import { blindObjection } from '../domain/vendor/independence';
import type { Candidate } from '../domain/vendor/records';
import { awardFingerprint } from '../db/read/award-snapshot';
import { barredCandidates } from '../db/read/barred';
import { findCandidate } from '../db/read/candidates';
import { isReturned } from '../db/read/returned';
import type { Db } from '../db/knex';
import type { EngagementRow } from '../db/stores/engagements';
import { standingBids } from '../db/stores/bids';
import { evaluatorsOf } from '../db/stores/evaluation-records';
import { invitationsOf, tenderOf } from '../db/stores/tenders';
import { candidatesOf, modelOf, sheetsOf } from '../db/stores/vendors';
import { editableIn } from './engagement-scope';

/**
 * What the approvers of an award decide on stays as it is until they have decided: 409 until the request is withdrawn or
 * sent back to its requester.
 */
export async function notWhileDecided(db: Db, engagement: EngagementRow): Promise<void> {
  const { open_gate: gate, open_request_id: requestId } = engagement;
  if (gate !== 'award' || requestId === null || (await isReturned(db, requestId))) return;
  throw new DomainError(
    'GATE_PENDING',
    `The award is being decided on exactly these figures (request ${requestId}). Withdraw the request, or have it sent back, before you change them; then submit it again.`,
  );
}

/** A candidate of this engagement; of another one it does not exist. */
export async function candidateOf(
  db: Db,
  { id, cid }: { readonly id: string; readonly cid: string },
): Promise<Candidate> {
  const candidate = await findCandidate(db, cid);
  if (candidate?.engagementId !== id) throw new DomainError('NOT_FOUND', 'There is no such candidate.');
  return candidate;
}

/** Refuses with `BIDS_SEALED` from the publication of a tender until its bids are opened. */
export async function checkSeal(db: Db, engagementId: string): Promise<void> {
  const refusal = sealObjection(await tenderOf(db, engagementId));
  if (refusal) throw DomainError.from(refusal);
}

/** Quotes are entered by hand during the selection, while no award is decided on them and no tender keeps bids sealed. */
export async function checkQuotable(db: Db, engagement: EngagementRow): Promise<void> {
  editableIn(engagement, ['VENDOR_SELECTION']);
  await notWhileDecided(db, engagement);
  await checkSeal(db, engagement.id);
}

/** Candidates whose vendor has handed in a bid itself: nobody writes over it. */
export async function candidatesWithBid(db: Db, engagementId: string): Promise<ReadonlySet<string>> {
  return new Set((await standingBids(db, engagementId)).map(({ candidateId }) => candidateId));
}

/** Refuses who may not see results yet: nobody while bids are sealed, evaluators until their own sheets are in. */
export async function checkResultsOpen(db: Db, engagement: EngagementRow, person: Person): Promise<void> {
  const { id } = engagement;
  await checkSeal(db, id);
  const model = await modelOf(db, id);
  // An award that is made has no evaluators left to influence.
  if (!model || engagement.candidate_id !== null) return;
  const evaluators = await evaluatorsOf(db, id);
  const sheets = await sheetsOf(db, id);
  const candidates = await candidatesOf(db, id);
  const invitations = await invitationsOf(db, id);
  const declined = new Set(invitations.flatMap((one) => (one.declinedAt === null ? [] : [one.candidateId])));
  // Nobody is waited for where nobody can be judged any more.
  const barred = await barredCandidates(db, candidates);
  const judged = candidates.map((candidate) => candidate.id).filter((one) => !declined.has(one) && !barred.has(one));
  const refusal = blindObjection({ person, evaluators, sheets, model, candidates: judged });
  if (refusal) throw DomainError.from(refusal);
}

/** The code of the refusal that somebody meets who asks for results now. */
export async function withheldFrom(db: Db, engagement: EngagementRow, person: Person): Promise<ErrorCode | null> {
  try {
    await checkResultsOpen(db, engagement, person);
    return null;
  } catch (error) {
    if (error instanceof DomainError) return error.code;
    throw error;
  }
}

/**
 * What approvers of an award see is made from the records: a request that comes again does so unchanged, and only while
 * they are as they were. Throws `SUBJECT_CHANGED`.
 */
export async function checkAwardSnapshot(
  db: Db,
  { type, data }: { readonly type: string; readonly data: Readonly<Record<string, unknown>> },
  given: unknown,
): Promise<void> {
  const { engagementId, rankingHash } = data;
  if (type !== 'gate-award' || typeof engagementId !== 'string' || rankingHash === undefined) return;
  if (given !== undefined || (await awardFingerprint(db, engagementId)) !== rankingHash)
    throw new DomainError(
      'SUBJECT_CHANGED',
      'Scores, quotes or the model have changed since the award was proposed. Submit the gate again: its ranking is made anew.',
    );
}
