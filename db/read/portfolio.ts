import type { Db } from '../knex';

export interface Portfolio {
  readonly byState: Readonly<Record<string, number>>;
  readonly byHealth: { readonly green: number; readonly amber: number; readonly red: number };
  readonly openAlarms: { readonly amber: number; readonly red: number };
  /** Engagements whose next date has passed. */
  readonly overdue: number;
}

interface Count {
  readonly key: string;
  readonly n: number;
}

export async function portfolio(db: Db, now: number): Promise<Portfolio> {
  const count = async (table: string, column: string, where = ''): Promise<Record<string, number>> => {
    const { rows } = await db.raw<{ rows: Count[] }>(
      `select ${column} as key, count(*)::int as n from ${table} ${where} group by ${column}`,
    );
    return Object.fromEntries(rows.map(({ key, n }) => [key, n]));
  };
  const [byState, health, alarms, overdue] = await Promise.all([
    count('engagements', 'state'),
    count('engagements', 'health', "where state in ('IN_SERVICE', 'SUSPENDED', 'EXITING')"),
    count('alarms', 'severity', "where state <> 'closed'"),
    db('engagements').where('next_due_at', '<', new Date(now)).count<{ count: number }[]>('id'),
  ]);
  return {
    byState,
    byHealth: { green: health['green'] ?? 0, amber: health['amber'] ?? 0, red: health['red'] ?? 0 },
    openAlarms: { amber: alarms['amber'] ?? 0, red: alarms['red'] ?? 0 },
    overdue: overdue[0]?.count ?? 0,
  };
}
