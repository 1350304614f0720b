import { periodValues } from '../../domain/kpi/period-values';
import type { KpiDefinition } from '../../domain/kpi/record-schema';
import type { Db } from '../knex';
import { latestValues } from '../stores/kpis';
import { fedInputs } from './fed-inputs';
import { definitionsFor } from './period-card';

/** KPIs of a period, as they were defined for it, of which there is nothing yet. */
export async function owedKpis(db: Db, engagementId: string, period: string): Promise<readonly KpiDefinition[]> {
  const { kpis } = await definitionsFor(db, engagementId, period);
  const fed = await fedInputs(db, engagementId, period);
  const found = periodValues(kpis, await latestValues(db, engagementId, period), fed);
  return kpis.filter(({ key }) => found.get(key)?.status === 'missing');
}

/** Sources that should have delivered by themselves. */
export const isAutomated = ({ source }: Pick<KpiDefinition, 'source'>): boolean =>
  source === 'push' || source === 'formula';

/** Identity of the task to report by hand what no automatic source has delivered. */
export const valueTaskKey = (engagementId: string, period: string): string => `kpi-value:${engagementId}:${period}`;
