import type { Db } from '../knex';
import { isGathering, once } from '../once';
import { PENDING } from '../stores/action-items';
import { UNSETTLED } from '../stores/alarms';

/** What dates may come from and most engagements have nothing of: which rows of a table, by its name. */
const SOURCES = {
  action_items: PENDING,
  alarms: UNSETTLED,
  award_notices: 'told_at is null',
  dataset_runs: 'true',
  exit_tasks: 'true',
  improvement_plans: 'true',
  issues: 'true',
  milestones: 'true',
  obligations: 'true',
  partial_terminations: 'true',
  rating_rounds: 'true',
  renewal_ledger: 'true',
  retrospectives: 'true',
  subcontractors: 'true',
  surveys: 'true',
  suspensions: 'true',
} as const;
export type AgendaSource = keyof typeof SOURCES;

const ASKING = Object.entries(SOURCES)
  .map(([table, which]) => `exists (select from ${table} where engagement_id = :id and ${which}) as ${table}`)
  .join(', ');

/**
 * Whether an engagement has nothing of a kind. Where much is gathered, one statement says so of all kinds, so that whoever plans
 * a date does not ask each table for nothing; elsewhere nothing is known beforehand.
 */
export async function hasNone(db: Db, source: AgendaSource, engagementId: string): Promise<boolean> {
  if (!isGathering(db)) return false;
  const found = await once(db, `agendaSources ${engagementId}`, async () => {
    const { rows } = await db.raw<{ rows: Record<AgendaSource, boolean>[] }>(`select ${ASKING}`, { id: engagementId });
    return rows[0];
  });
  return found?.[source] === false;
}

/** Rows of a kind, which are not asked for where there are none. */
export const ifAny = async <T>(
  db: Db,
  { source, engagementId }: { readonly source: AgendaSource; readonly engagementId: string },
  read: () => Promise<readonly T[]>,
): Promise<readonly T[]> => ((await hasNone(db, source, engagementId)) ? [] : read());
