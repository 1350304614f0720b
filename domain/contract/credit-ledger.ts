import Big from 'big.js';
import { lastMonth, type Period, previousPeriod } from '../calendar/periods';
import { takeBp } from '../decimal';
import { type Money, roundMinor } from '../money';
import { earnBack } from './earn-back';
import type { CreditRules } from './credit-rules-schema';
import type { CreditLineKind } from './credit-schema';

/** A line in whole minor units, seen from the credit: what we are owed is positive, what is given back negative. */
export interface LedgerLine {
  readonly period: Period;
  readonly kpi: string;
  readonly kind: CreditLineKind;
  readonly minor: number;
}

export interface Owed {
  readonly kpi: string;
  readonly minor: number;
}

/** What is still owed for a level that was missed: never less than nothing. */
export const netOf = (lines: readonly LedgerLine[], { period, kpi }: Pick<LedgerLine, 'period' | 'kpi'>): number =>
  lines.filter((line) => line.period === period && line.kpi === kpi).reduce((total, { minor }) => total + minor, 0);

/**
 * What is to be written so that a period says what its card says: a credit the first time, a correction afterwards. What
 * stands is never changed, and more than is still owed is never taken back.
 */
export function linesForCard(
  lines: readonly LedgerLine[],
  { period, credits }: { readonly period: Period; readonly credits: readonly Owed[] },
): readonly LedgerLine[] {
  const ofPeriod = lines.filter((line) => line.period === period);
  const kpis = new Set([...credits.map(({ kpi }) => kpi), ...ofPeriod.map(({ kpi }) => kpi)]);
  return [...kpis].flatMap((kpi): readonly LedgerLine[] => {
    const own = ofPeriod.filter((line) => line.kpi === kpi);
    const judged = own.filter(({ kind }) => kind === 'credit' || kind === 'correction');
    const said = judged.reduce((total, { minor }) => total + minor, 0);
    const wanted = credits.find((credit) => credit.kpi === kpi)?.minor ?? 0;
    const minor = Math.max(wanted - said, -netOf(lines, { period, kpi }));
    return minor === 0 ? [] : [{ period, kpi, kind: judged.length === 0 ? 'credit' : 'correction', minor }];
  });
}

/** Values of one KPI by period, oldest first; null where nothing was said. */
export interface Measured {
  readonly kpi: string;
  readonly direction: 'maximise' | 'minimise';
  readonly target: number;
  readonly points: readonly { readonly period: Period; readonly value: number | null }[];
}

/** Credits that months in a row on target have earned back, whole and once. A month without a value breaks the row. */
export function earnedBack(
  lines: readonly LedgerLine[],
  measured: readonly Measured[],
  { earnBack: { on, months } }: Pick<CreditRules, 'earnBack'>,
): readonly LedgerLine[] {
  if (!on) return [];
  return owedPeriods(lines).flatMap(({ period, kpi, minor }): readonly LedgerLine[] => {
    const one = measured.find((candidate) => candidate.kpi === kpi);
    if (!one || !isEarned(one, { period, months })) return [];
    return [{ period, kpi, kind: 'earn-back', minor: -minor }];
  });
}

function isEarned(
  { direction, target, points }: Measured,
  { period, months }: { readonly period: Period; readonly months: number },
): boolean {
  const later = points.filter((point) => lastMonth(point.period) > lastMonth(period));
  // Every stretch without a gap by itself: a row does not go on beyond a month that says nothing.
  return stretches(later).some(
    (values) => earnBack({ target, direction, values: [...values], window: months }).reversed,
  );
}

function stretches(points: Measured['points']): readonly (readonly number[])[] {
  const rows: number[][] = [];
  let before: string | null = null;
  for (const { period, value } of points.filter((point) => point.value !== null)) {
    if (previousPeriod(period) !== before) rows.push([]);
    rows.at(-1)?.push(value ?? 0);
    before = period;
  }
  return rows;
}

/** Levels that were missed and for which something is still owed. */
export function owedPeriods(lines: readonly LedgerLine[]): readonly (Owed & { readonly period: Period })[] {
  const keys = [...new Map(lines.map(({ period, kpi }) => [`${period} ${kpi}`, { period, kpi }])).values()];
  return keys.map((key) => ({ ...key, minor: netOf(lines, key) })).filter(({ minor }) => minor > 0);
}

/** Multipliers of levels that the months before have missed as well, without one missing between. */
export function repeatMultipliers(
  lines: readonly LedgerLine[],
  { period, kpis }: { readonly period: Period; readonly kpis: readonly string[] },
  { repeat: { on, months, multiplierBp } }: Pick<CreditRules, 'repeat'>,
): ReadonlyMap<string, number> {
  const before: string[] = [];
  for (let at = period; before.length < months - 1;) before.push((at = previousPeriod(at)));
  const repeated = kpis.filter((kpi) => before.every((earlier) => netOf(lines, { period: earlier, kpi }) > 0));
  return new Map(on ? repeated.map((kpi) => [kpi, multiplierBp]) : []);
}

export interface Cumulative {
  readonly creditedMinor: number;
  readonly atRiskMinor: number;
  readonly shareBp: number;
  readonly reached: boolean;
}

/**
 * What is owed for the last months against what was at risk in all of them at today's monthly amount, so that the first bad
 * month of a young contract does not reach the limit by itself. Null where nothing is at risk.
 */
export function cumulativeCredits(
  lines: readonly LedgerLine[],
  { period, monthlyAtRiskMinor }: { readonly period: Period; readonly monthlyAtRiskMinor: number },
  { termination: { months, shareBp: limitBp } }: Pick<CreditRules, 'termination'>,
): Cumulative | null {
  const atRiskMinor = monthlyAtRiskMinor * months;
  if (atRiskMinor === 0) return null;
  const newest = lastMonth(period);
  const recent = lines.filter((line) => lastMonth(line.period) <= newest && newest - lastMonth(line.period) < months);
  const creditedMinor = recent.reduce((total, { minor }) => total + minor, 0);
  const shareBp = Math.round((creditedMinor * 10_000) / atRiskMinor);
  return { creditedMinor, atRiskMinor, shareBp, reached: creditedMinor * 10_000 >= limitBp * atRiskMinor };
}

/** The share of a fee that is at risk, in whole minor units, half-up. */
export const atRiskOf = ({ minor, currency }: Money, atRiskBp: number): Money => ({
  minor: roundMinor(takeBp(new Big(minor), atRiskBp)),
  currency,
});
