import type { ImprovementPlan } from '../../domain/improvement/plan';
import type { Db } from '../knex';
import type { Trx } from '../transaction';

type Contents = Pick<ImprovementPlan, 'rootCause' | 'measures' | 'milestones' | 'due'>;

interface Row {
  readonly id: string;
  readonly engagement_id: string;
  readonly number: number;
  readonly trigger: ImprovementPlan['trigger'];
  readonly kpis: string[];
  readonly contents: Contents;
  readonly state: ImprovementPlan['state'];
  readonly opened_at: Date;
  readonly opened_by: string | null;
  readonly agreed_at: Date | null;
  readonly agreed_by: string | null;
  readonly ended_at: Date | null;
  readonly cancelling: ImprovementPlan['cancelling'];
  readonly opening: ImprovementPlan['opening'];
  readonly closing: ImprovementPlan['closing'];
  readonly said: string[];
  readonly version: number;
}

const toPlan = (row: Row): ImprovementPlan => ({
  ...row.contents,
  id: row.id,
  engagementId: row.engagement_id,
  number: row.number,
  trigger: row.trigger,
  kpis: row.kpis,
  state: row.state,
  openedAt: row.opened_at.getTime(),
  openedBy: row.opened_by,
  agreedAt: row.agreed_at?.getTime() ?? null,
  agreedBy: row.agreed_by,
  endedAt: row.ended_at?.getTime() ?? null,
  cancelling: row.cancelling,
  opening: row.opening,
  closing: row.closing,
  said: row.said,
  version: row.version,
});

const instant = (at: number | null): Date | null => (at === null ? null : new Date(at));

const life = ({ rootCause, measures, milestones, due, ...plan }: ImprovementPlan) => ({
  contents: JSON.stringify({ rootCause, measures, milestones, due }),
  state: plan.state,
  agreed_at: instant(plan.agreedAt),
  agreed_by: plan.agreedBy,
  ended_at: instant(plan.endedAt),
  cancelling: plan.cancelling ? JSON.stringify(plan.cancelling) : null,
  closing: JSON.stringify(plan.closing),
  said: [...plan.said],
  version: plan.version,
});

/** The number of the next plan; the engagement is held by the caller. */
export async function nextPlanNumber(trx: Trx, engagementId: string): Promise<number> {
  const row = await trx<Row>('improvement_plans')
    .where({ engagement_id: engagementId })
    .max<{ max: number | null }>('number')
    .first();
  return (row?.max ?? 0) + 1;
}

/** Says whether it is new: of one trigger and the same KPIs one plan lives at a time. */
export async function insertPlan(trx: Trx, plan: ImprovementPlan): Promise<boolean> {
  const at = new Date(plan.openedAt);
  const rows: { id: string }[] = await trx('improvement_plans')
    .insert({
      id: plan.id,
      engagement_id: plan.engagementId,
      number: plan.number,
      trigger: plan.trigger,
      kpis: [...plan.kpis],
      opened_at: at,
      opened_by: plan.openedBy,
      opening: JSON.stringify(plan.opening),
      updated_at: at,
      ...life(plan),
    })
    .onConflict()
    .ignore()
    .returning('id');
  return rows.length > 0;
}

export async function savePlan(trx: Trx, plan: ImprovementPlan, now: number): Promise<void> {
  await trx('improvement_plans')
    .where({ id: plan.id })
    .update({ ...life(plan), updated_at: new Date(now) });
}

export async function findPlan(db: Db, id: string): Promise<ImprovementPlan | null> {
  const row = await db<Row>('improvement_plans').where({ id }).first();
  return row ? toPlan(row) : null;
}

/** The same, held against others who act on it. */
export async function lockPlan(trx: Trx, id: string): Promise<ImprovementPlan | null> {
  const row = await trx<Row>('improvement_plans').where({ id }).forUpdate().first();
  return row ? toPlan(row) : null;
}

/** Oldest first. */
export async function plansOf(db: Db, engagementId: string): Promise<readonly ImprovementPlan[]> {
  return (await db<Row>('improvement_plans').where({ engagement_id: engagementId }).orderBy('number')).map(toPlan);
}

const LIVE = "state in ('open', 'agreed', 'running')";

/** Those that have not ended, held. */
export async function lockLivePlans(trx: Trx, engagementId: string): Promise<readonly ImprovementPlan[]> {
  const rows = await trx<Row>('improvement_plans')
    .where({ engagement_id: engagementId })
    .whereRaw(LIVE)
    .orderBy('number')
    .forUpdate();
  return rows.map(toPlan);
}

/** Those of which something may still be said: those that live, and the end of others. */
export async function plansToSpeakOf(db: Db, engagementId: string): Promise<readonly ImprovementPlan[]> {
  const rows = await db<Row>('improvement_plans')
    .where({ engagement_id: engagementId })
    .whereRaw(`(${LIVE} or not state = any(said))`)
    .orderBy('number');
  return rows.map(toPlan);
}

export interface PlanFilter {
  readonly engagementId: string;
  readonly state: ImprovementPlan['state'] | undefined;
  /** Number of the last plan seen. */
  readonly after: number;
  readonly limit: number;
}

/** Oldest first. */
export async function listPlans(db: Db, filter: PlanFilter): Promise<readonly ImprovementPlan[]> {
  const query = db<Row>('improvement_plans')
    .where({ engagement_id: filter.engagementId })
    .andWhere('number', '>', filter.after)
    .orderBy('number')
    .limit(filter.limit);
  if (filter.state) void query.andWhere({ state: filter.state });
  return (await query).map(toPlan);
}
