import Big from 'big.js';
import type { PlanningRules } from './settings-schema';

/** One survey of the people concerned: mean score from 1 to 5 of `n` answers. */
export interface PulseEntry {
  readonly date: string;
  readonly score: number;
  readonly n: number;
}

export interface PulseFinding {
  readonly rule: 'PULSE_LOW' | 'PULSE_DROP';
  readonly severity: 'amber';
  readonly evidence: Readonly<Record<string, string | number>>;
}

/** What the newest survey says: too low, or fallen too far since the one before it. A survey that nobody answered says nothing. */
export function pulseFindings(
  entries: readonly PulseEntry[],
  { pulseLow, pulseDrop }: Pick<PlanningRules, 'pulseLow' | 'pulseDrop'>,
): readonly PulseFinding[] {
  const answered = entries.filter(({ n }) => n > 0).toSorted((a, b) => (a.date < b.date ? -1 : 1));
  const [newest, before] = [answered.at(-1), answered.at(-2)];
  if (!newest) return [];
  const { date, score, n } = newest;
  const fall = before ? new Big(before.score).minus(score) : null;
  return [
    ...(score < pulseLow
      ? [{ rule: 'PULSE_LOW', severity: 'amber', evidence: { date, score, n, limit: pulseLow } } as const]
      : []),
    ...(before && fall?.gte(pulseDrop)
      ? [
          {
            rule: 'PULSE_DROP',
            severity: 'amber',
            evidence: { date, score, n, before: before.score, fall: fall.toNumber(), limit: pulseDrop },
          } as const,
        ]
      : []),
  ];
}
