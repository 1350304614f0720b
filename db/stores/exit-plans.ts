import type { ExitPlan } from '../../domain/exit/plan-schema';
import type { Db } from '../knex';
import type { Trx } from '../transaction';

export interface StoredExitPlan {
  readonly plan: ExitPlan;
  readonly version: number;
  readonly updatedById: string;
  readonly updatedAt: string;
}

interface Row {
  readonly engagement_id: string;
  readonly plan: ExitPlan;
  readonly version: number;
  readonly updated_by: string;
  readonly updated_at: Date;
}

export async function saveExitPlan(
  trx: Trx,
  engagementId: string,
  { plan, updatedById, now }: { readonly plan: ExitPlan; readonly updatedById: string; readonly now: number },
): Promise<void> {
  const columns = { plan: JSON.stringify(plan), updated_by: updatedById, updated_at: new Date(now) };
  await trx('exit_plans')
    .insert({ engagement_id: engagementId, version: 1, ...columns })
    .onConflict('engagement_id')
    .merge({ ...columns, version: trx.raw('exit_plans.version + 1') });
}

export async function exitPlanOf(db: Db, engagementId: string): Promise<StoredExitPlan | null> {
  const row = await db<Row>('exit_plans').where({ engagement_id: engagementId }).first();
  if (!row) return null;
  const { plan, version, updated_by: updatedById, updated_at: at } = row;
  return { plan, version, updatedById, updatedAt: at.toISOString() };
}
