import { hasReason, refuse } from '../approval/refusal';
import type { Refusal } from '../errors';
import { countsAs, type Standing } from '../people/role-changes';
import type { Proposal, ProposalAct } from './proposal-schema';

/** Somebody who settles a proposal; `standing` where roles of theirs have changed lately and such changes wait. */
export interface Settler {
  readonly id: string;
  readonly admin: boolean;
  readonly standing: Standing | null;
  /** Every account of whoever asked. */
  readonly askerIds: readonly string[];
  /** Who made the token by which they speak; null where they speak for themselves. */
  readonly tokenById: string | null;
}

/** The one place that says whether somebody may settle a proposal; null is yes. */
export function proposalObjection(
  proposal: Pick<Proposal, 'state' | 'proposedById'>,
  { action, comment }: ProposalAct,
  { by, now }: { readonly by: Settler; readonly now: number },
): Refusal | null {
  const { state, proposedById } = proposal;
  if (state !== 'open') return refuse('STATE_CONFLICT', 'It has been settled already.');
  const own = by.id === proposedById;
  if (action === 'withdraw') return own ? null : refuse('FORBIDDEN', 'Only whoever asked for it takes it back.');
  if (own || by.askerIds.includes(by.id))
    return refuse('FORBIDDEN', 'Another administrator has to settle what you have asked for.');
  if (by.tokenById !== null && by.askerIds.includes(by.tokenById))
    return refuse('FORBIDDEN', 'A token that was made by whoever asked settles nothing for somebody else.');
  if (!isAdmin(by, now)) return refuse('FORBIDDEN', 'An administrator has to settle this.');
  return action === 'reject' && !hasReason(comment)
    ? refuse('COMMENT_REQUIRED', 'Please write at least two characters.', [{ path: 'comment', message: 'is required' }])
    : null;
}

/** Whoever was made an administrator by the one who asks is none here until that counts. */
const isAdmin = ({ admin, standing, askerIds: partyIds }: Settler, now: number): boolean =>
  admin && (standing === null || countsAs('admin', standing, { partyIds, now }));
