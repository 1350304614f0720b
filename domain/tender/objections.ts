import type { Refusal } from '../errors';
import { type Bid, isSealed, type Stage, stageOf, type Tender } from './tender';

const refuse = (code: Refusal['code'], message: string): Refusal => ({ code, message });

/** Why amounts may not be seen yet; null when they may. */
export const sealObjection = (tender: Tender | null): Refusal | null =>
  isSealed(tender)
    ? refuse('BIDS_SEALED', `The bids are sealed until they are opened, after ${tender?.body.closeAt ?? ''}.`)
    : null;

/** Why the bids may not be opened now. */
export function openObjection(tender: Tender, now: number): Refusal | null {
  const stage = stageOf(tender, now);
  if (stage === 'closed') return null;
  if (stage === 'questions' || stage === 'bidding') return sealObjection(tender);
  return refuse('STATE_CONFLICT', `The bids of a tender that is ${stage} cannot be opened.`);
}

interface Bidding {
  readonly tender: Tender;
  /** The bid that the vendor has handed in and not taken back. */
  readonly standing: Pick<Bid, 'late'> | null;
  /** An award is proposed or made. */
  readonly decided: boolean;
}

/** Why a vendor may not hand in a bid now. A first bid after the deadline is late, and taken where the tender says so. */
export function bidObjection({ tender, standing, decided }: Bidding, now: number): Refusal | null {
  const stage = stageOf(tender, now);
  if (stage === 'draft' || stage === 'cancelled') return refuse('STATE_CONFLICT', `The tender is ${stage}.`);
  if (decided) return refuse('STATE_CONFLICT', 'The award is being decided or made already.');
  if (!isOver(stage)) return null;
  if (tender.body.lateBids === 'refuse') return refuse('BID_LATE', 'The deadline has passed; late bids are not taken.');
  return standing && !standing.late
    ? refuse('BID_LATE', 'The deadline has passed; a bid that came in time stays as it is.')
    : null;
}

/** Why a vendor may not take a bid back, or decline to bid: after the deadline everything stands. */
export function withdrawObjection(tender: Tender, now: number): Refusal | null {
  const stage = stageOf(tender, now);
  if (stage === 'draft' || stage === 'cancelled') return refuse('STATE_CONFLICT', `The tender is ${stage}.`);
  return isOver(stage) ? refuse('BID_LATE', 'The deadline has passed; what was handed in stands.') : null;
}

/** Why a vendor may not ask now. */
export function questionObjection(tender: Tender, now: number): Refusal | null {
  const stage = stageOf(tender, now);
  return stage === 'questions'
    ? null
    : refuse('STATE_CONFLICT', 'Questions can be asked from the publication until their deadline.');
}

/** Why a tender may not be changed like this: what vendors were told is only ever extended. */
export function amendObjection(
  before: Tender | null,
  after: Pick<Tender, 'body' | 'closeAt' | 'questionsUntil'>,
  now: number,
): Refusal | null {
  if (before?.state === 'cancelled') return refuse('STATE_CONFLICT', 'The tender is cancelled.');
  if (after.closeAt <= now) return field('closeAt', 'must lie ahead');
  if (after.questionsUntil > after.closeAt) return field('questionsUntil', 'must not lie after closeAt');
  if (before?.state !== 'published') return null;
  if (isOver(stageOf(before, now)))
    return refuse('STATE_CONFLICT', 'The deadline has passed; the tender cannot be changed.');
  if (after.closeAt < before.closeAt) return field('closeAt', 'can only be extended: vendors rely on it');
  const left = before.body.invited.filter((id) => !after.body.invited.includes(id));
  return left.length > 0 ? field('invited', 'vendors can be added, none can be uninvited') : null;
}

const field = (path: string, message: string): Refusal => ({
  code: 'INVALID_FIELDS',
  message: `${path}: ${message}`,
  errors: [{ path, message }],
});

const isOver = (stage: Stage): boolean => stage === 'closed' || stage === 'opened';
