import { localDate } from '../../domain/calendar/zone';
import type { Preparation } from '../../domain/exit/preparation';
import type { Db } from '../knex';
import { listRuns } from '../stores/dataset-runs';
import { listDatasets } from '../stores/datasets';
import type { EngagementRow } from '../stores/engagements';
import { exitPlanOf } from '../stores/exit-plans';
import { returnsOf } from '../stores/exit-returns';
import { knowledgeOf } from '../stores/knowledge-transfers';
import { findSettlement } from '../stores/settlements';

type Engagement = Pick<EngagementRow, 'id' | 'time_zone' | 'live_on'>;

/** What the records say of how the exit of an engagement is prepared. */
export async function preparationOf(
  db: Db,
  { id, time_zone: zone, live_on: liveOn }: Engagement,
): Promise<Preparation> {
  // One after the other: this is also asked within a transaction, which has one connection.
  const plan = await exitPlanOf(db, id);
  const runs = await listRuns(db, id);
  const datasets = await listDatasets(db, id);
  const returns = await returnsOf(db, id);
  const knowledge = await knowledgeOf(db, id);
  const settlement = await findSettlement(db, id);
  const day = (at: number): string => localDate(zone, at);
  const dayOf = (instant: string): string => day(Date.parse(instant));
  return {
    plan: plan && { body: plan.plan, writtenOn: dayOf(plan.updatedAt) },
    liveOn,
    datasets: datasets.map(({ key }) => {
      const last = runs.findLast((run) => run.key === key && run.state === 'verified');
      return { key, provenOn: last ? day(last.startedAt) : null };
    }),
    reviewedOn: returns && day(returns.reviewedAt),
    knowledge: knowledge.map(({ state, answeredAt, handedOverAt }) => {
      const at = answeredAt ?? handedOverAt;
      return { state, on: at === null ? null : dayOf(at) };
    }),
    settlement: settlement && { approvedOn: settlement.approvedAt === null ? null : day(settlement.approvedAt) },
  };
}
