import { periodDates } from '../calendar/periods';
import type { KpiSetVersion } from './record-schema';

/** Before any service: what is defined until then holds from its first day. */
export const FROM_THE_START = '0001-01-01';

type Dated = Pick<KpiSetVersion, 'version' | 'effectiveOn'>;

/**
 * The set of definitions that judges a period: the newest one that had begun before the period ended, so that a later
 * change of a target never judges an old period anew. A period older than all of them goes by the first.
 */
export function setInForce<T extends Dated>(sets: readonly T[], period: string): T | null {
  const { end } = periodDates(period);
  const byVersion = [...sets].sort((a, b) => a.version - b.version);
  return byVersion.filter(({ effectiveOn }) => effectiveOn < end).at(-1) ?? byVersion[0] ?? null;
}
