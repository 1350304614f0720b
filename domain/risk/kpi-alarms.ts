import type { KpiDefinition, Scorecard } from '../kpi/record-schema';
import type { FoundAlarm } from './alarm';

/** R1: a value is beyond its red (or amber) threshold. R6: a value the vendor owed never came. */
export function kpiAlarms({
  kpis,
  card,
}: {
  readonly kpis: readonly KpiDefinition[];
  readonly card: Scorecard;
}): readonly FoundAlarm[] {
  return card.kpis.flatMap(({ key, value, status }): readonly FoundAlarm[] => {
    const kpi = kpis.find((one) => one.key === key);
    if (!kpi) return [];
    const evidence = { period: card.period, kpi: key, value };
    if (value !== null) return breach(kpi, value).map((severity) => ({ rule: 'R1', subject: key, severity, evidence }));
    return status === 'missing' && kpi.source === 'vendor'
      ? [{ rule: 'R6', subject: key, severity: 'amber', evidence }]
      : [];
  });
}

function breach({ direction, red, amber }: KpiDefinition, value: number): readonly ('amber' | 'red')[] {
  const beyond = (threshold: number | undefined): boolean =>
    threshold !== undefined && (direction === 'maximise' ? value < threshold : value > threshold);
  if (beyond(red)) return ['red'];
  return beyond(amber) ? ['amber'] : [];
}
