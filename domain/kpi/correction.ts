import { engagementAccess, type Team } from '../engagement/access';
import type { Refusal } from '../errors';
import type { Person } from '../people/people';
import { isInsider } from '../people/people';
import type { Correction } from './correction-schema';

export const CORRECTION_ACTS = ['confirm', 'reject', 'withdraw'] as const;
export type CorrectionAct = (typeof CORRECTION_ACTS)[number];

interface Newest {
  readonly side?: Correction['side'];
}

/**
 * Whether a value needs a second person, and why: the period has been judged already, or the other side has reported
 * something else. Null: it simply counts.
 */
export function correctionKind(
  newest: Newest | undefined,
  { closed, side }: { readonly closed: boolean; readonly side: Correction['side'] },
): Correction['kind'] | null {
  if (closed) return 'closed-period';
  return newest && (newest.side ?? 'us') !== side ? 'override' : null;
}

interface Asked {
  readonly person: Pick<Person, 'id' | 'roles'>;
  readonly team: Team;
  readonly correction: Pick<Correction, 'proposedBy'>;
}

/** The one answer to "may this person decide on that correction", for every channel: an insider of it who did not propose it. */
export function correctionAccess(act: CorrectionAct, { person, team, correction }: Asked): Refusal | null {
  const isOwn = person.id === correction.proposedBy;
  if (act === 'withdraw') return isOwn ? null : forbidden('Whoever proposed the value withdraws it.');
  if (isOwn) return forbidden('A second person must decide: you have proposed this value.');
  return isInsider(person) && engagementAccess('edit', person, team) === null
    ? null
    : forbidden('Somebody of the engagement who did not propose the value decides on it.');
}

const forbidden = (message: string): Refusal => ({ code: 'FORBIDDEN', message });

/** Why a correction cannot be decided on, or null. */
export const correctionObjection = ({ state }: Pick<Correction, 'state'>): Refusal | null =>
  state === 'proposed' ? null : { code: 'STATE_CONFLICT', message: `The correction is ${state} already.` };
