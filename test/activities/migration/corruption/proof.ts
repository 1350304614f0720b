import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Db } from '../../../../db/knex';
import { firstReadOf } from '../../../../db/stores/dataset-entries';
import type { DatasetDefinition } from '../../../../domain/exit/schema';
import { emptyDatabase, testDatabase } from '../../../database';
import { aDataset, aMigration, anEngagement, sql } from '../parts';
import { Trigger } from './during';
import { FILE_FAULTS, makeFiles, MAKE_TABLES, ROW_FAULTS, seeded } from './faults';

export interface Tally {
  /** Spoiled copies, and how many of them were found and were equal again once their chunks had been sent again. */
  readonly injected: number;
  readonly found: number;
  readonly mended: number;
  readonly missed: readonly string[];
  readonly controls: number;
  readonly falseAlarms: number;
}

type Migration = ReturnType<typeof aMigration>;

/** A copy that is spoiled again and again; `spoil` answers how to take back what sending again cannot. */
export interface Copy {
  readonly migration: Migration;
  readonly trigger: Trigger;
  /** Since when the record speaks of the copy. */
  readonly firstRead: () => Promise<string | null>;
  readonly forget: () => Promise<unknown>;
  readonly spoil: (index: number) => Promise<{ what: string; undo: () => Promise<void> }>;
}

export type Tallying<T> = (copy: Copy, count: number) => Promise<T>;
type Ends = Pick<DatasetDefinition, 'source' | 'target'>;

/** A copy whose inventory is made; `forget` has all of it read back again. */
async function aCopy(db: Db, ends: Ends, exitAllow: readonly string[]): Promise<Omit<Copy, 'spoil'>> {
  const trigger = new Trigger();
  const who = await anEngagement(db);
  await aDataset(db, who.engagementId, { key: 'copy', title: 'Copy', personalData: false, ...ends });
  const deps = { db, exitAllow, secrets: ['k'.repeat(32)], environment: {}, bandwidth: trigger };
  const migration = aMigration(deps, { ...who, key: 'copy' });
  await migration.open();
  await migration.inventory();
  return {
    migration,
    trigger,
    firstRead: () => firstReadOf(db, migration.runId),
    forget: () => db('dataset_chunks').where({ run_id: migration.runId }).update({ state: 'sent' }),
  };
}

const CONTROL_EVERY = 10;

async function tallyOf({ migration, forget, spoil }: Copy, count: number): Promise<Tally> {
  const missed: string[] = [];
  let [mended, controls, falseAlarms] = [0, 0, 0];
  await migration.transfer();
  for (let index = 0; index < count; index += 1) {
    if (index % CONTROL_EVERY === 0) {
      await forget();
      controls += 1;
      falseAlarms += (await migration.verify()).passed ? 0 : 1;
    }
    const { what, undo } = await spoil(index);
    await forget();
    if ((await migration.verify()).passed) missed.push(what);
    await undo();
    await migration.transfer();
    mended += (await migration.verify()).passed ? 1 : 0;
  }
  return { injected: count, found: count - missed.length, mended, missed, controls, falseAlarms };
}

const order = <T>(faults: Readonly<Record<string, T>>, index: number): readonly [string, T] => {
  const list = Object.entries(faults);
  const found = list[index % list.length];
  if (!found) throw new Error('there are no faults');
  return found;
};

export async function spoilTables(count: number, seed: number): Promise<Tally>;
export async function spoilTables<T>(count: number, seed: number, tally: Tallying<T>): Promise<T>;
export async function spoilTables(count: number, seed: number, tally: Tallying<unknown> = tallyOf): Promise<unknown> {
  const [own, source, target] = [await testDatabase(), await emptyDatabase(), await emptyDatabase()];
  try {
    await sql(source.url, ...MAKE_TABLES);
    const ends: Ends = {
      source: { kind: 'postgres', url: source.url, tables: ['people', 'lines'] },
      target: { kind: 'postgres', url: target.url },
    };
    const exitAllow = [source.url, target.url].map((url) => url.replace(/\/\/.*@/, '//'));
    const copy = await aCopy(own.db, ends, exitAllow);
    const pick = seeded(seed);
    return await tally(
      {
        ...copy,
        spoil: async (index) => {
          const [name, statement] = order(ROW_FAULTS, index);
          const text = statement(pick);
          const { rowCount } = await sql(target.url, text);
          if (rowCount === 0) throw new Error(`nothing was spoiled by ${text}`);
          return { what: `${name}: ${text}`, undo: () => Promise.resolve() };
        },
      },
      count,
    );
  } finally {
    for (const database of [own, source, target]) await database.drop();
  }
}

export async function spoilFiles(count: number, seed: number): Promise<Tally>;
export async function spoilFiles<T>(count: number, seed: number, tally: Tallying<T>): Promise<T>;
export async function spoilFiles(count: number, seed: number, tally: Tallying<unknown> = tallyOf): Promise<unknown> {
  const own = await testDatabase();
  const root = await mkdtemp(join(tmpdir(), 'tenure-corruption-'));
  try {
    const [from, to] = [join(root, 'from'), join(root, 'to')];
    await makeFiles(from, (path) => mkdir(path, { recursive: true }));
    const ends: Ends = { source: { kind: 'directory', path: from }, target: { kind: 'directory', path: to } };
    const copy = await aCopy(own.db, ends, [root]);
    const pick = seeded(seed);
    return await tally(
      {
        ...copy,
        spoil: async (index) => {
          const [what, spoil] = order(FILE_FAULTS, index);
          return { what: `${what}, number ${index}`, undo: await spoil({ root: to, pick }) };
        },
      },
      count,
    );
  } finally {
    await own.drop();
    await rm(root, { recursive: true, force: true });
  }
}
