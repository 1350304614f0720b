import type { RequestState } from '../../domain/approval/state';
import type { RequestStatus } from '../../domain/approval/words';
import type { Db } from '../knex';

/** A request that has ended by a decision, with the document of its last round. */
export interface PastRequest {
  readonly state: RequestState;
  readonly title: string;
  readonly data: Readonly<Record<string, unknown>>;
  readonly roles: Readonly<Record<string, string>>;
}

export interface PastQuery {
  readonly policyKey: string;
  /** Epoch milliseconds, both inclusive. */
  readonly from: number;
  readonly to: number;
  readonly limit: number;
}

const DECIDED: readonly RequestStatus[] = ['approved', 'rejected'];

const within = (db: Db, { policyKey, from, to }: PastQuery) =>
  db('requests')
    .where('requests.policy_key', policyKey)
    .whereBetween('requests.started_at', [new Date(from), new Date(to)]);

/** Decided requests of a policy, newest first. */
export const decidedRequests = (db: Db, query: PastQuery): Promise<readonly PastRequest[]> =>
  within(db, query)
    .join('request_subjects', (on) => {
      on.on('request_subjects.request_id', 'requests.id').andOn('request_subjects.hash', 'requests.subject_hash');
    })
    .whereIn('requests.status', [...DECIDED])
    .orderBy('requests.id', 'desc')
    .limit(query.limit)
    .select<PastRequest[]>(
      'requests.state',
      'request_subjects.title',
      'request_subjects.data',
      'request_subjects.roles',
    );

/** How many requests of the same time have not ended by a decision, by status. */
export async function undecidedCounts(db: Db, query: PastQuery): Promise<Readonly<Record<string, number>>> {
  const rows = await within(db, query)
    .whereNotIn('requests.status', [...DECIDED])
    .groupBy('requests.status')
    .select<{ status: string; count: string }[]>('requests.status', db.raw('count(*) as count'));
  return Object.fromEntries(rows.map(({ status, count }) => [status, Number(count)]));
}
