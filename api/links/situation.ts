import type { LinkTask } from '../../db/read/link-task';
import type { TaskRow } from '../../db/read/requests';
import { type Links, type ParsedLink, parseLink } from '../../links';
import type { ClosedReason } from '../pages/decision-view';

/** A link that we made for the person of this task. */
export interface GenuineLink {
  readonly parsed: ParsedLink;
  readonly found: LinkTask;
  /** Mailed to the address that the person still has. */
  readonly sameAddress: boolean;
}

const NOBODY = {
  taskId: '00000000-0000-0000-0000-000000000000',
  round: 0,
  recipientId: '',
  address: '',
  subjectHash: '',
  expiresAt: 0,
};

/** Judges a token; an unknown task takes the same work as a wrong signature, and both get the same answer. */
export function genuineLink(links: Links, token: string, found: LinkTask | null): GenuineLink | null {
  const parsed = parseLink(token);
  if (!parsed) return null;
  if (!found) {
    links.isGenuine(parsed, NOBODY);
    return null;
  }
  const { task, recipient, earlierAddresses } = found;
  const target = {
    taskId: task.id,
    round: task.round,
    recipientId: recipient.id,
    subjectHash: task.subject_hash,
    expiresAt: parsed.expiresAt,
  };
  const signedFor = (address: string): boolean => links.isGenuine(parsed, { ...target, address });
  if (signedFor(recipient.email)) return { parsed, found, sameAddress: true };
  return earlierAddresses.some(signedFor) ? { parsed, found, sameAddress: false } : null;
}

/** Where a link stands when somebody uses it; the approval itself judges again when a decision is sent. */
export type Situation =
  | { readonly kind: 'expired' | 'own-decision' }
  | { readonly kind: 'closed'; readonly reason: ClosedReason }
  | { readonly kind: 'open'; readonly changed: boolean };

export function situationOf({ found, parsed, sameAddress }: GenuineLink, now: number): Situation {
  const { task, state, recipient } = found;
  if (task.decision !== null) return { kind: 'own-decision' };
  const reason = closedReason(found);
  if (reason) return { kind: 'closed', reason };
  if (!recipient.active || !sameAddress) return { kind: 'closed', reason: 'moved' };
  if (now >= parsed.expiresAt) return { kind: 'expired' };
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
};

function closedReason({ task, state }: LinkTask): ClosedReason | null {
  if (state.status === 'withdrawn') return 'withdrawn';
  if (isOpen(task) && state.status === 'pending') return null;
  if (task.status === 'transferred') return 'moved';
  const reason = BY_REASON[task.reason_code ?? ''];
  if (reason) return reason;
  return task.round < state.round || state.status === 'draft' ? 'superseded' : 'ended';
}

const isOpen = ({ status }: Pick<TaskRow, 'status'>): boolean => status === 'active';
