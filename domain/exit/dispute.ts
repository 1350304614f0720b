import { engagementAccess, type Team } from '../engagement/access';
import type { Refusal } from '../errors';
import { type Person, worksHere } from '../people/people';
import type { DisputeOutcome } from './dispute-schema';
import { isCharge, type SettlementKind } from './settlement-kinds';

export type SettlementSide = 'us' | 'vendor';

/** A line of the settlement that one side does not agree to. Each line is disputed once: what is resolved is settled. */
export interface Dispute {
  readonly id: string;
  /** Counted from 1. */
  readonly line: number;
  readonly side: SettlementSide;
  readonly reason: string | null;
  /** Null for the vendor behind its link. */
  readonly raisedBy: string | null;
  readonly raisedAt: number;
  readonly outcome: DisputeOutcome | null;
  /** What the line came to; null while the dispute is open. */
  readonly minor: number | null;
  readonly resolution: string | null;
  readonly resolvedBy: string | null;
  readonly resolvedAt: number | null;
}

export interface AccountLine {
  readonly kind: SettlementKind;
  readonly minor: number;
}

/** The account as it stands, in minor units. */
export interface Standing {
  /** Charges minus deductions; lines in dispute at their face value. */
  readonly net: number;
  /** Charges that were never disputed minus all deductions. */
  readonly firstPayment: number;
  /** All that is in dispute. */
  readonly suspense: number;
  /** Paid on top because of each dispute that is resolved. */
  readonly adjustments: ReadonlyMap<string, number>;
}

/**
 * Disputed charges are left out of the first payment, deductions are taken although they are disputed. A resolution never
 * changes a line: it adds what the line came to (a charge), or gives back what was taken too much (a deduction).
 */
export function standingOf(lines: readonly AccountLine[], disputes: readonly Dispute[]): Standing {
  const disputed = new Map(disputes.map((dispute) => [dispute.line, dispute]));
  const all = lines.map((line, index) => ({ ...line, charge: isCharge(line.kind), dispute: disputed.get(index + 1) }));
  const total = (part: (line: (typeof all)[number]) => number): number =>
    all.reduce((sum, line) => sum + part(line), 0);
  return {
    net: total(({ charge, minor, dispute }) => (charge ? 1 : -1) * (dispute?.minor ?? minor)),
    firstPayment: total(({ charge, minor, dispute }) => (charge ? (dispute ? 0 : minor) : -minor)),
    suspense: total(({ minor, dispute }) => (dispute && dispute.minor === null ? minor : 0)),
    adjustments: new Map(
      all.flatMap(({ charge, minor, dispute }) =>
        dispute && dispute.minor !== null
          ? [[dispute.id, charge ? dispute.minor : minor - dispute.minor] as const]
          : [],
      ),
    ),
  };
}

/** What a line comes to when its dispute ends. */
export const settledMinor = (line: AccountLine, outcome: DisputeOutcome, agreedMinor: number | null): number =>
  outcome === 'upheld' ? 0 : outcome === 'withdrawn' ? line.minor : (agreedMinor ?? line.minor);

interface Disputed {
  readonly lines: number;
  readonly disputes: readonly Dispute[];
  /** Both sides have agreed to the account as it stands, and nothing of it is in dispute. */
  readonly agreed: boolean;
}

/** Why a line cannot be disputed now. */
export function disputeObjection(line: number, { lines, disputes, agreed }: Disputed): Refusal | null {
  if (line > lines)
    return { code: 'INVALID_FIELDS', message: 'There is no such line.', errors: [{ path: 'line', message: `must be at most ${lines}` }] }; // prettier-ignore
  if (disputes.some((dispute) => dispute.line === line))
    return { code: 'STATE_CONFLICT', message: 'The line has been disputed already; what is resolved is settled.' };
  return agreed ? { code: 'STATE_CONFLICT', message: 'Both sides have agreed to the account.' } : null;
}

type Who = Pick<Person, 'id' | 'roles' | 'grant'>;

interface Resolving {
  readonly team: Team;
  readonly dispute: Dispute;
  /** Who wrote the lines. */
  readonly writtenBy: string;
}

/** Money moves by it, so whoever resolves a dispute has neither raised it nor written the lines. */
export function resolveAccess(person: Who, { team, dispute, writtenBy }: Resolving): Refusal | null {
  const isFinance = worksHere(person) && person.id === team.roles.finance;
  const answers = isFinance || engagementAccess('close', person, team) === null;
  if (answers && person.id !== dispute.raisedBy && person.id !== writtenBy) return null;
  const message =
    'Owner, sponsor or finance of the engagement resolve a dispute, but not whoever raised it or wrote the lines.';
  return { code: 'FORBIDDEN', message };
}
