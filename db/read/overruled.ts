import type { PortfolioFilter } from '../../domain/portfolio/schema';
import type { Db } from '../knex';
import { whereOf } from './portfolio-filter';

/** What administrators have decided in place of the people asked. */
export interface Overruled {
  /** Requests that they have ended. */
  readonly ended: number;
  /** Decisions that they have annulled. */
  readonly annulled: number;
}

/** Counted since a moment, in epoch milliseconds. */
export async function overruledSince(db: Db, filter: PortfolioFilter, since: number): Promise<Overruled> {
  const { where, values } = whereOf(filter);
  const joined = `left join engagements e on e.id = r.engagement_id left join vendors v on v.id = e.vendor_id`;
  const { rows } = await db.raw<{ rows: Overruled[] }>(
    `select
       (select count(*)::int from requests r ${joined}
         where r.status = 'terminated' and r.closed_at >= :since and ${where}) as ended,
       (select count(*)::int from request_tasks t join requests r on r.id = t.request_id ${joined}
         where t.reason_code = 'ANNULLED' and t.decision is not null and t.decided_at >= :since and ${where}) as annulled`,
    { ...values, since: new Date(since) },
  );
  return rows[0] ?? { ended: 0, annulled: 0 };
}

export const yearBefore = (now: number): number => now - 365 * 86_400_000;
