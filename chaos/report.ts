import { groupBy } from './checker/count';
import type { Op, Outcome, Violation } from './evidence';

/** What a run of one schedule came to. */
export interface Figures {
  readonly ok: number;
  readonly fail: number;
  readonly info: number;
  /** The longest time between two successful answers, in seconds. */
  readonly longestGap: number;
  /** From the end of each trouble to the first success of a call that was made after it, in seconds. */
  readonly recoveries: readonly number[];
}

export function figuresOf(ops: readonly Op[], over: readonly number[]): Figures {
  const count = (wanted: Outcome): number => ops.filter(({ outcome }) => outcome === wanted).length;
  const successes = ops.filter(({ outcome }) => outcome === 'ok').toSorted((a, b) => a.returnTs - b.returnTs);
  const gaps = successes.map(({ returnTs }, index) => returnTs - (successes[index - 1]?.returnTs ?? returnTs));
  const recoveries = over.flatMap((moment) => {
    const next = successes.find(({ invokeTs }) => invokeTs >= moment);
    return next ? [(next.returnTs - moment) / 1_000] : [];
  });
  return {
    ok: count('ok'),
    fail: count('fail'),
    info: count('info'),
    longestGap: Math.max(0, ...gaps) / 1_000,
    recoveries,
  };
}

/** Why calls did not succeed and how long they waited for it, most frequent first: where all had one reason, little was tried. */
export function reasonsOf(ops: readonly Op[]): readonly string[] {
  const failed = ops.filter(({ outcome }) => outcome !== 'ok');
  const groups = groupBy(failed, ({ op, status, code }) => `${op} ${status ?? 'no answer'} ${code ?? ''}`.trim());
  const longest = (some: readonly Op[]): number =>
    Math.max(...some.map(({ invokeTs, returnTs }) => (returnTs - invokeTs) / 1_000));
  return [...groups]
    .toSorted(([, some], [, others]) => others.length - some.length)
    .map(([reason, some]) => `${some.length} × ${reason} (${longest(some).toFixed(1)} s)`);
}

/** How much was started with success; a repetition under its key counts once. */
export function startsOf(ops: readonly Op[]): string {
  const keys = (wanted: Op['op']): number =>
    new Set(ops.filter(({ op, outcome }) => op === wanted && outcome === 'ok').map(({ key }) => key)).size;
  return `started with success: ${keys('start')} requests, ${keys('engage')} engagements`;
}

/** How many calls a second were done before a moment and since, and what share of the first the second is. */
export function throughputOf(ops: readonly Op[], moment: number): string {
  const done = ops.filter(({ outcome }) => outcome === 'ok').map(({ returnTs }) => returnTs);
  const [from, to] = [Math.min(...ops.map(({ invokeTs }) => invokeTs)), Math.max(...done)];
  const before = done.filter((at) => at < moment).length / ((moment - from) / 1_000);
  const since = done.filter((at) => at >= moment).length / ((to - moment) / 1_000);
  return `done in a second: ${before.toFixed(1)} before the first fault, ${since.toFixed(1)} since (${((since / before) * 100).toFixed(0)} %)`;
}

/** The value below which this share of all lies. */
export function quantile(values: readonly number[], share: number): number | null {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? null;
}

const seconds = (value: number | null): string => (value === null ? '–' : value.toFixed(1));

export const TABLE_HEAD = [
  '| schedule | seed | ok | fail | info | longest time without success, s | recovery p50, p95, s | at rest after, s | violations |',
  '|---|---|---|---|---|---|---|---|---|',
];

export interface Line {
  readonly schedule: string;
  readonly seed: number;
  readonly figures: Figures;
  readonly settledMs: number;
  readonly violations: readonly Violation[];
}

export function tableLine({ schedule, seed, figures, settledMs, violations }: Line): string {
  const { ok, fail, info, longestGap, recoveries } = figures;
  const recovery = `${seconds(quantile(recoveries, 0.5))}, ${seconds(quantile(recoveries, 0.95))}`;
  const cells = [schedule, seed, ok, fail, info, seconds(longestGap), recovery, seconds(settledMs / 1_000)];
  return `| ${[...cells, violations.length].join(' | ')} |`;
}
