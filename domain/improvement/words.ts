/** What gave rise to a plan: a person, a period that was rated below 50, a KPI that was red twice in a row. */
export const PLAN_TRIGGERS = ['manual', 'standing', 'kpi'] as const;
export type PlanTrigger = (typeof PLAN_TRIGGERS)[number];

export const PLAN_STATES = ['open', 'agreed', 'running', 'closed', 'failed', 'cancelled'] as const;
export type PlanState = (typeof PLAN_STATES)[number];

/** What people do about a plan. Nobody closes one: its KPIs do. */
export const PLAN_STEPS = ['agree', 'update', 'cancel'] as const;
export type PlanStep = (typeof PLAN_STEPS)[number];

const LIVE: ReadonlySet<PlanState> = new Set(['open', 'agreed', 'running']);
export const isLivePlan = (state: PlanState): boolean => LIVE.has(state);
