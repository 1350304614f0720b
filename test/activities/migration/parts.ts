import { until } from '../../../bin/parts/processes';
import { emptyDatabase, type TestDatabase } from '../../database';
import { MockActivityEnvironment } from '@temporalio/testing';
import pg from 'pg';
import { v7 as uuidv7 } from 'uuid';
import { movingActivities } from '../../../activities/migration/moving';
import type { MigrationDeps } from '../../../activities/migration/deps';
import type { Db } from '../../../db/knex';
import { saveDefinition } from '../../../db/stores/datasets';
import { inTransaction } from '../../../db/transaction';
import type { DatasetDefinition } from '../../../domain/exit/schema';

export const NOW = Date.UTC(2026, 9, 1);

/** An engagement with one person, and nothing else of it. */
export async function anEngagement(db: Db): Promise<{ engagementId: string; personId: string }> {
  const [engagementId, personId] = [uuidv7(), uuidv7()];
  const at = new Date(NOW);
  await db('users').insert({
    id: personId,
    email: `${personId}@example.org`,
    name: 'Runner',
    locale: 'en',
    time_zone: 'UTC',
    roles: ['manager'],
    created_at: at,
    updated_at: at,
  });
  await db('engagements').insert({
    id: engagementId,
    number: engagementId,
    title: 'Hotline',
    service_type: 'it',
    state: 'EXITING',
    owner_id: personId,
    time_zone: 'UTC',
    currency: 'CNY',
    roles: '{}',
    needs: '{}',
    criticality: 'general',
    version: 1,
    created_at: at,
    updated_at: at,
  });
  return { engagementId, personId };
}

export async function aDataset(db: Db, engagementId: string, definition: DatasetDefinition): Promise<void> {
  await inTransaction(db, (trx) =>
    saveDefinition(trx, { engagementId, key: definition.key }, { definition, now: NOW }),
  );
}

/** The activities of a migration one by one, each in an attempt that can be cancelled. */
export function aMigration(
  deps: MigrationDeps,
  order: { engagementId: string; key: string; personId: string; drillBp?: number; maxBytesPerSecond?: number },
) {
  const runId = uuidv7();
  const activities = movingActivities(deps);
  const step = { runId, now: NOW };
  const run = <T>(work: () => Promise<T>, environment = new MockActivityEnvironment()): Promise<T> =>
    environment.run(work);
  return {
    runId,
    open: () =>
      run(() =>
        activities.openRun({
          ...step,
          engagementId: order.engagementId,
          key: order.key,
          mode: order.drillBp ? 'drill' : 'real',
          sampleBp: order.drillBp ?? 10_000,
          runnerId: order.personId,
          ...(order.maxBytesPerSecond !== undefined && { maxBytesPerSecond: order.maxBytesPerSecond }),
        }),
      ),
    inventory: () => run(() => activities.inventoryDataset(step)),
    transfer: (environment?: MockActivityEnvironment) => run(() => activities.transferDataset(step), environment),
    verify: () => run(() => activities.verifyDataset(step)),
    record: (verdict: Awaited<ReturnType<typeof activities.verifyDataset>>) =>
      run(() => activities.recordRun({ ...step, ...verdict, rounds: 1 })),
  };
}

export async function sql(url: string, ...statements: string[]): Promise<pg.QueryResult> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    let result = await client.query('select 1');
    for (const statement of statements) result = await client.query(statement);
    return result;
  } finally {
    await client.end();
  }
}

export async function emptySource(...statements: string[]): Promise<TestDatabase> {
  const database = await emptyDatabase();
  await sql(database.url, ...statements);
  return database;
}

export async function aPerson(db: Db): Promise<string> {
  const id = uuidv7();
  const at = new Date(NOW);
  await db('users').insert({
    id,
    email: `${id}@example.org`,
    name: 'Person',
    locale: 'en',
    time_zone: 'UTC',
    roles: ['manager'],
    created_at: at,
    updated_at: at,
  });
  return id;
}

/** A deletion whose conditions all hold. */
export const OPEN_GATE = {
  checkGate: () => Promise.resolve(),
  unlessHeld: <T>(work: () => Promise<T>) => work(),
};

/**
 * Waits until all that was under way on the server has ended, also what tests beside this one do: what a snapshot cannot tell from
 * work that is older than it counts as changed.
 */
export async function atRest(url: string): Promise<void> {
  const now = String((await sql(url, 'select pg_current_xact_id() as now')).rows[0].now);
  const over = `select pg_snapshot_xmin(pg_current_snapshot())::text::bigint > ${now} as over`;
  const isOver = async () => Boolean((await sql(url, over)).rows[0].over);
  await until(isOver, { limitMs: 60_000, sentence: 'A transaction on the server does not end.' });
}
