import type pg from 'pg';
import type { Db } from '../../db/knex';

interface Sent {
  readonly sql: string;
  readonly bindings: readonly unknown[];
  readonly from: number;
}

export interface Statement {
  readonly sql: string;
  readonly bindings: readonly unknown[];
  readonly runs: number;
  /** Mean and longest time until the answer, waiting for a connection of the pool included. */
  readonly mean: number;
  readonly longest: number;
}

/** Notes every statement that is sent, and how long its answer takes. */
export class Recorder {
  private readonly sent = new Map<string, Sent>();
  private readonly statements = new Map<string, Statement>();

  constructor(db: Db) {
    db.on(
      'query',
      ({ __knexQueryUid: uid, sql, bindings }: { __knexQueryUid: string; sql: string; bindings: unknown[] }) => {
        this.sent.set(uid, { sql, bindings, from: performance.now() });
      },
    );
    db.on('query-response', (_rows: unknown, { __knexQueryUid: uid }: { __knexQueryUid: string }) =>
      this.answered(uid),
    );
  }

  private answered(uid: string): void {
    const sent = this.sent.get(uid);
    if (!sent) return;
    this.sent.delete(uid);
    const ms = performance.now() - sent.from;
    const before = this.statements.get(sent.sql);
    const runs = (before?.runs ?? 0) + 1;
    const isLongest = ms > (before?.longest ?? 0);
    this.statements.set(sent.sql, {
      sql: sent.sql,
      bindings: isLongest ? sent.bindings : (before?.bindings ?? []),
      runs,
      mean: ((before?.mean ?? 0) * (runs - 1) + ms) / runs,
      longest: Math.max(ms, before?.longest ?? 0),
    });
  }

  /** Statements that took most time in all. */
  heaviest(count: number): readonly Statement[] {
    return [...this.statements.values()].toSorted((a, b) => b.mean * b.runs - a.mean * a.runs).slice(0, count);
  }
}

/** How PostgreSQL carries a statement out, as it says itself. */
export async function planOf(client: pg.Client, { sql, bindings }: Statement): Promise<string> {
  const { rows } = await client.query<{ 'QUERY PLAN': string }>(`explain (analyze, buffers, costs off) ${sql}`, [
    ...bindings,
  ]);
  return rows.map((row) => row['QUERY PLAN']).join('\n');
}
