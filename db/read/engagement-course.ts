import { type Gate, GATES, type State, STATES } from '../../domain/engagement/statuses';
import type { Db } from '../knex';
import { engagementStream } from '../stores/audit';

/** When an engagement first came to a state, and when each gate was last passed. */
export interface Trodden {
  readonly since: ReadonlyMap<State, number>;
  readonly passed: ReadonlyMap<Gate, number>;
}

interface Row {
  readonly state: string;
  readonly gate: string | null;
  readonly first: Date;
  readonly last: Date;
}

/** The way of an engagement as its trail tells it. */
export async function troddenOf(db: Db, engagementId: string): Promise<Trodden> {
  const { rows } = await db.raw<{ rows: readonly Row[] }>(
    `select payload ->> 'state' as state,
            case when type = 'engagement.gate-decided' and payload ->> 'outcome' = 'approved'
                 then payload ->> 'gate' end as gate,
            min(at) as first, max(at) as last
       from audit_events
      where stream = ? and type like 'engagement.%' and payload ->> 'state' is not null
      group by 1, 2`,
    [engagementStream(engagementId)],
  );
  const firsts = (state: State) => rows.filter((row) => row.state === state).map(({ first }) => first.getTime());
  const lasts = (gate: Gate) => rows.filter((row) => row.gate === gate).map(({ last }) => last.getTime());
  return {
    since: known(STATES, firsts, (times) => Math.min(...times)),
    passed: known(GATES, lasts, (times) => Math.max(...times)),
  };
}

const known = <K>(
  keys: readonly K[],
  timesOf: (key: K) => readonly number[],
  pick: (times: readonly number[]) => number,
): ReadonlyMap<K, number> =>
  new Map(
    keys
      .map((key) => [key, timesOf(key)] as const)
      .filter(([, times]) => times.length > 0)
      .map(([key, times]) => [key, pick(times)]),
  );
