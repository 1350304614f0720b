import type { Criticality } from '../planning/catalogue';

/** Running engagements of one vendor and one importance with what they cost in a year, in units of one currency. */
export interface Commitment {
  readonly vendorId: string;
  readonly vendorName: string;
  /** The uppermost parent; the vendor itself where it has none. */
  readonly groupId: string;
  readonly groupName: string;
  readonly country: string;
  readonly criticality: Criticality;
  readonly engagements: number;
  readonly annual: number;
}

export interface ConcentrationThresholds {
  readonly amberBp: number;
  readonly redBp: number;
}
export const DEFAULT_THRESHOLDS: ConcentrationThresholds = { amberBp: 3_000, redBp: 5_000 };

export type Level = 'green' | 'amber' | 'red';

export interface Share {
  readonly key: string;
  readonly name: string;
  readonly engagements: number;
  readonly annual: number;
  /** Share of all spend; null where nothing is spent. */
  readonly spendBp: number | null;
  readonly critical: number;
  /** Share of all critical engagements; null where there are none. */
  readonly criticalBp: number | null;
  /** By the larger of the two shares; a threshold itself belongs to the worse level. */
  readonly level: Level;
}

export interface Concentration {
  readonly vendors: readonly Share[];
  readonly groups: readonly Share[];
  readonly countries: readonly Share[];
}

/** Shares of spend and of critical engagements by vendor, by parent group and by country, largest first. */
export function concentrationOf(
  commitments: readonly Commitment[],
  thresholds: ConcentrationThresholds = DEFAULT_THRESHOLDS,
): Concentration {
  const by = (key: (one: Commitment) => string, name: (one: Commitment) => string): readonly Share[] =>
    sharesOf(commitments, { key, name, thresholds });
  return {
    vendors: by(
      ({ vendorId }) => vendorId,
      ({ vendorName }) => vendorName,
    ),
    groups: by(
      ({ groupId }) => groupId,
      ({ groupName }) => groupName,
    ),
    countries: by(
      ({ country }) => country,
      ({ country }) => country,
    ),
  };
}

interface Grouping {
  readonly key: (one: Commitment) => string;
  readonly name: (one: Commitment) => string;
  readonly thresholds: ConcentrationThresholds;
}

function sharesOf(commitments: readonly Commitment[], { key, name, thresholds }: Grouping): readonly Share[] {
  const groups = new Map<string, Commitment[]>();
  for (const one of commitments) {
    const known = groups.get(key(one));
    if (known) known.push(one);
    else groups.set(key(one), [one]);
  }
  const spend = total(commitments);
  const critical = count(commitments.filter(isCritical));
  const shares = Array.from(groups, ([groupKey, members]): Share => {
    const spendBp = share(total(members), spend);
    const criticalBp = share(count(members.filter(isCritical)), critical);
    const first = members[0];
    return {
      key: groupKey,
      name: first ? name(first) : groupKey,
      engagements: count(members),
      annual: total(members),
      spendBp,
      critical: count(members.filter(isCritical)),
      criticalBp,
      level: levelOf(Math.max(spendBp ?? 0, criticalBp ?? 0), thresholds),
    };
  });
  return shares.sort((a, b) => largest(b) - largest(a) || b.annual - a.annual || (a.key < b.key ? -1 : 1));
}

const largest = ({ spendBp, criticalBp }: Share): number => Math.max(spendBp ?? 0, criticalBp ?? 0);
const isCritical = ({ criticality }: Commitment): boolean => criticality === 'critical';
const count = (members: readonly Commitment[]): number =>
  members.reduce((sum, { engagements }) => sum + engagements, 0);
const total = (members: readonly Commitment[]): number => members.reduce((sum, { annual }) => sum + annual, 0);
const share = (part: number, whole: number): number | null => (whole > 0 ? Math.round((part / whole) * 10_000) : null);
const levelOf = (bp: number, { amberBp, redBp }: ConcentrationThresholds): Level =>
  bp >= redBp ? 'red' : bp >= amberBp ? 'amber' : 'green';
