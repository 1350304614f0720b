import type { Knex } from 'knex';
import { type Db, openDatabase } from './knex';
import { migrations } from './migrations';
import { raiseWall } from './wall/raise';
import { keepYears } from './years';

interface Named {
  readonly name: string;
}

const sourceOf = (names: readonly string[]): Knex.MigrationSource<Named> => ({
  getMigrations: () => Promise.resolve([...names].sort().map((name) => ({ name }))),
  getMigrationName: ({ name }) => name,
  getMigration: ({ name }) => {
    const up = migrations[name];
    if (!up) throw new Error(`migration ${name} is not listed in db/migrations/index.ts`);
    return Promise.resolve({ up, down: () => Promise.reject(new Error('Migrations go forward only.')) });
  },
});

/** Brings the schema to the newest version; safe to call from several processes at once (knex locks). */
export async function migrate(url: string): Promise<readonly string[]> {
  const db = openDatabase(url, 2);
  try {
    const ran = await migrateWith(db, Object.keys(migrations));
    await keepYears(db, Date.now());
    await raiseWall(db);
    return ran;
  } finally {
    await db.destroy();
  }
}

/** Makes the schema of these migrations, for a backup that had no others. */
export async function migrateTo(url: string, names: readonly string[]): Promise<readonly string[]> {
  const db = openDatabase(url, 2);
  try {
    return await migrateWith(db, names);
  } finally {
    await db.destroy();
  }
}

async function migrateWith(db: Db, names: readonly string[]): Promise<readonly string[]> {
  const result: unknown = await db.migrate.latest({
    migrationSource: sourceOf(names),
    // Those of the release after this one: a way back prepares the schema again and leaves them as they are.
    disableMigrationsListValidation: true,
  });
  return Array.isArray(result) && Array.isArray(result[1]) ? result[1].map(String) : [];
}

/** Names of migrations that have not run yet. */
export async function pendingMigrations(db: Db): Promise<readonly string[]> {
  const done = await db.schema.hasTable('knex_migrations');
  const ran = done ? await db<Named>('knex_migrations').pluck('name') : [];
  return Object.keys(migrations).filter((name) => !ran.includes(name));
}

/** The newest schema that this release knows. */
export const newestMigration = (): string => Object.keys(migrations).sort().at(-1) ?? '';

/** Which of these migrations this release does not know. */
export const unknownMigrations = (names: readonly string[]): readonly string[] =>
  names.filter((name) => !(name in migrations));
