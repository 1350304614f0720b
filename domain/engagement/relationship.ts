import Big from 'big.js';
import { isOpenIssue, type IssueRecord } from '../issue/issue';
import { largestRemainder } from '../largest-remainder';
import { type Relationship, RELATIONSHIP_PARTS, type RelationshipPart } from './relationship-schema';

const WEIGHTS: Readonly<Record<RelationshipPart, number>> = {
  performance: 4000,
  issues: 2000,
  contact: 2000,
  satisfaction: 2000,
};

export interface RelationshipFacts extends Readonly<Record<Exclude<RelationshipPart, 'satisfaction'>, number | null>> {
  readonly satisfaction: Relationship['satisfaction'];
}

const rounded = (value: number | null): number | null => (value === null ? null : Math.round(value * 10_000) / 10_000);

function meanOf(values: readonly (number | null)[]): number | null {
  const known = values.filter((value) => value !== null);
  return known.length === 0 ? null : known.reduce((sum, value) => sum + value, 0) / known.length;
}

/** A part of which nothing is known is left out; the weights of the others are stretched to the whole. */
export function relationshipOf(facts: RelationshipFacts): Relationship {
  const { users, vendor } = facts.satisfaction;
  const values = { ...facts, satisfaction: meanOf([users, vendor]) };
  const weights = RELATIONSHIP_PARTS.map((part) => (values[part] === null ? 0 : WEIGHTS[part]));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const claims = RELATIONSHIP_PARTS.map((part, n) => ({ key: part, claim: new Big(weights[n] ?? 0) }));
  const shares = total === 0 ? [] : largestRemainder(new Big(10_000), claims);
  const sum = RELATIONSHIP_PARTS.reduce((score, part, n) => score + (values[part] ?? 0) * (weights[n] ?? 0), 0);
  return {
    score: total === 0 ? null : rounded(sum / total),
    parts: RELATIONSHIP_PARTS.map((part, n) => ({
      part,
      value: rounded(values[part]),
      weightBp: shares[n]?.toNumber() ?? 0,
    })),
    satisfaction: { users: rounded(users), vendor: rounded(vendor) },
  };
}

type Timed = Pick<IssueRecord, 'state' | 'clocks' | 'resolvedAt' | 'closedAt'>;

/** The share of issues that were put right in time, of those that were or should have been; null where none was due. */
export function issueTimeliness(issues: readonly Timed[], now: number): number | null {
  const due = issues.filter(({ state, clocks }) => !isOpenIssue(state) || clocks.resolveDueAt <= now);
  const inTime = due.filter((issue) => endOf(issue) <= issue.clocks.resolveDueAt);
  return due.length === 0 ? null : (inTime.length * 100) / due.length;
}

const endOf = ({ state, resolvedAt, closedAt }: Timed): number =>
  isOpenIssue(state) ? Infinity : (resolvedAt ?? closedAt ?? Infinity);

const DAY = 86_400_000;

/** Instants in epoch milliseconds. */
export interface ContactSpan {
  readonly contacts: readonly number[];
  /** Days without a contact that are silence. */
  readonly days: number;
  readonly from: number;
  readonly to: number;
}

/** The share of a span in which nobody had to wait for too long for the next contact; null for an empty one. */
export function contactRegularity({ contacts, days, from, to }: ContactSpan): number | null {
  if (to <= from) return null;
  let [covered, until] = [0, from];
  for (const at of contacts.toSorted((a, b) => a - b)) {
    const [begin, end] = [Math.max(at, until), Math.min(at + days * DAY, to)];
    covered += Math.max(0, end - begin);
    until = Math.max(until, end);
  }
  return (covered * 100) / (to - from);
}
