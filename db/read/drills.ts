import { localDate } from '../../domain/calendar/zone';
import { type Drill, drillReport, noticeDays } from '../../domain/exit/drill';
import type { Db } from '../knex';
import type { Run } from '../stores/dataset-runs';
import type { EngagementRow } from '../stores/engagements';
import { contractInForce } from './contract-in-force';

/** Days from notice to the end, by the contract in force at an instant. */
export async function noticeDaysOf(
  db: Db,
  { id, time_zone: zone }: Pick<EngagementRow, 'id' | 'time_zone'>,
  now: number,
): Promise<number> {
  const today = localDate(zone, now);
  return noticeDays((await contractInForce(db, id, today))?.terms.notice ?? null, today);
}

export const drillsOf = (runs: readonly Run[], notice: number): readonly Drill[] =>
  runs.filter(({ mode }) => mode === 'drill').map((run) => drillReport(run, notice));
