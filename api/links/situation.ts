import { isFrozen } from '../../domain/approval/state';
import type { LinkTask } from '../../db/read/link-task';
import { usesOf, USES_PER_HOUR } from '../../db/stores/link-uses';
import type { ParsedLink } from '../../links';
import type { ClosedReason } from '../pages/decision-view';
import type { Services } from '../services';

/** A link that we made for the person of this task. */
export interface GenuineLink {
  readonly parsed: ParsedLink;
  readonly found: LinkTask;
  /** Mailed to the address that the person still has. */
  readonly sameAddress: boolean;
}

/** Where a link stands when somebody uses it; the approval itself judges again when a decision is sent. */
export type Situation =
  /** Paused: people who were asked to sign come first. Frozen: an administrator settles a report first. */
  | { readonly kind: 'expired' | 'own-decision' | 'revoked' | 'paused' | 'frozen' }
  | { readonly kind: 'closed'; readonly reason: ClosedReason }
  | { readonly kind: 'open'; readonly changed: boolean }
  /** Too many attempts were refused within the hour. */
  | { readonly kind: 'locked'; readonly until: number };

export interface Visitor {
  /** Signed in as the person who was asked: neither a code nor the lock is for them. */
  readonly signedIn: boolean;
  readonly link: GenuineLink;
}

/** The situation of a link with what several processes count together. */
export const judge = (deps: Pick<Services, 'db'>, visitor: Visitor, now: number): Promise<Situation> =>
  judgeAt(deps, visitor, { now, isExpired: now >= visitor.link.parsed.expiresAt });

/**
 * The same for a decision that is sent: whether the link has run out is left to the approval, whose time is one for all
 * processes. The clock of this one may be wrong.
 */
export const judgeSent = (deps: Pick<Services, 'db'>, visitor: Visitor, now: number): Promise<Situation> =>
  judgeAt(deps, visitor, { now, isExpired: false });

interface Moment {
  readonly now: number;
  readonly isExpired: boolean;
}

async function judgeAt({ db }: Pick<Services, 'db'>, visitor: Visitor, { now, isExpired }: Moment): Promise<Situation> {
  const situation = situationOf(visitor.link, isExpired);
  if (situation.kind !== 'open' || visitor.signedIn) return situation;
  const refused = await usesOf(db, { taskId: visitor.link.found.task.id, kind: 'refused', now });
  const isLocked = refused !== null && refused.uses >= USES_PER_HOUR.refused;
  return isLocked ? { kind: 'locked', until: refused.until } : situation;
}

function situationOf({ found, sameAddress }: GenuineLink, isExpired: boolean): Situation {
  const { task, state, recipient } = found;
  if (!recipient.active || !sameAddress) return { kind: 'revoked' };
  if (task.decision !== null && task.reason_code !== 'TAKEN_BACK' && task.reason_code !== 'ANNULLED')
    return { kind: 'own-decision' };
  const reason = closedReason(found);
  if (reason) return { kind: 'closed', reason };
  if (isFrozen(state)) return { kind: 'frozen' };
  if (task.status === 'waiting' && task.waits_for !== 'substitute') return { kind: 'paused' };
  if (isExpired) return { kind: 'expired' };
  return { kind: 'open', changed: state.subjectHash !== task.subject_hash };
}

const BY_REASON: Readonly<Record<string, ClosedReason>> = {
  ANY_DECIDED: 'decided-by-other',
  QUORUM_REACHED: 'decided-by-other',
  QUORUM_IMPOSSIBLE: 'decided-by-other',
  REJECTED: 'decided-by-other',
  TRANSFERRED: 'moved',
  TIMEOUT_TRANSFER: 'moved',
  HANDOVER: 'moved',
  SENT_BACK: 'superseded',
  SUPERSEDED: 'superseded',
  WITHDRAWN: 'withdrawn',
  SIGNER_REJECTED: 'decided-by-other',
  ABSENCE_ENDED: 'owner-back',
  NOT_NEEDED: 'not-needed',
  SIGNER_REMOVED: 'not-needed',
  TAKEN_BACK: 'taken-back',
  ANNULLED: 'annulled',
};

const OPEN: readonly string[] = ['active', 'delegated', 'waiting'];

function closedReason({ task, state }: LinkTask): ClosedReason | null {
  if (state.status === 'withdrawn') return 'withdrawn';
  if (OPEN.includes(task.status) && state.status === 'pending') return null;
  if (task.status === 'transferred') return 'moved';
  const reason = BY_REASON[task.reason_code ?? ''];
  if (reason) return reason;
  return task.round < state.round || state.status === 'draft' ? 'superseded' : 'ended';
}
