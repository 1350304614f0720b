import { createReadStream, existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import type pg from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import { migrate, migrateTo, unknownMigrations } from '../../db/migrate';
import { StartFailure } from '../parts/failure';
import { backupKeys, decrypted } from './cipher';
import { type Content, isSealedBy, Manifest, type TableEntry } from './manifest';
import { columnList, quoted, tablesOf, withClient } from './schema';
import { fileOf, manifestOf, measured } from './take';

export interface RestoreOrder {
  readonly databaseUrl: string;
  readonly folder: string;
  readonly key: string | undefined;
  /** What the database holds is kept beside, in a schema of this name; without one the database must be empty. */
  readonly aside?: string | undefined;
}

/** Checks every file, makes the schema that the backup had, fills it in one transaction, and brings it up to date. */
export async function restoreBackup(order: RestoreOrder): Promise<Content> {
  const { databaseUrl, folder } = order;
  const content = await checkedContent(order);
  await withClient(databaseUrl, (client) => makeRoom(client, order.aside));
  await migrateTo(databaseUrl, content.schema);
  await withClient(databaseUrl, (client) =>
    fill(client, content, (table) => rowsOf(folder, table, fileKey(order, content))),
  );
  await migrate(databaseUrl);
  return content;
}

const fileKey = ({ key }: RestoreOrder, { encrypted, id }: Content): Buffer | undefined =>
  encrypted && key !== undefined ? backupKeys(key, id).files : undefined;

/** Nothing is touched before all of the backup is known to be whole. */
async function checkedContent({ folder, key }: Pick<RestoreOrder, 'folder' | 'key'>): Promise<Content> {
  if (!existsSync(manifestOf(folder))) throw new StartFailure(`${folder} holds no backup: manifest.json is missing.`);
  const manifest = Manifest.parse(JSON.parse(await readFile(manifestOf(folder), 'utf8')));
  const { content } = manifest;
  if (content.encrypted && key === undefined)
    throw new StartFailure('The backup is encrypted: set TENURE_BACKUP_KEY to the key it was made with.');
  // Whoever can write to the folder could say so of one that was encrypted.
  if (!content.encrypted && key !== undefined)
    throw new StartFailure('The backup is not encrypted: unset TENURE_BACKUP_KEY if that is meant.');
  if (content.encrypted && key !== undefined && !isSealedBy(manifest, backupKeys(key, content.id).manifest))
    throw new StartFailure('TENURE_BACKUP_KEY is not the key of this backup, or its manifest was changed.');
  const newer = unknownMigrations(content.schema);
  if (newer.length > 0)
    throw new StartFailure(`The backup is of a newer release (${newer.join(', ')}): restore it with that one.`);
  for (const table of content.tables) await checkFile(folder, table);
  return content;
}

async function checkFile(folder: string, { name, bytes, sha256 }: TableEntry): Promise<void> {
  const path = fileOf(folder, name);
  if (!existsSync(path)) throw new StartFailure(`${path} is missing.`);
  const found = await measured(path);
  if (found.bytes !== bytes || found.sha256 !== sha256)
    throw new StartFailure(`${path} is not as it was written: its SHA-256 differs from the manifest.`);
}

/** What is there is never overwritten. */
async function makeRoom(client: pg.Client, aside: string | undefined): Promise<void> {
  const others = await client.query(
    `select 1 from pg_stat_activity where datname = current_database() and application_name = 'tenure'`,
  );
  if (others.rowCount !== 0) throw new StartFailure('API or worker use this database: stop them first.');
  const isEmpty = (await tablesOf(client)).length === 0;
  if (isEmpty) return;
  if (aside === undefined)
    throw new StartFailure(
      'The database is not empty: name an empty one, or say --aside to keep what it holds beside.',
    );
  await client.query(`alter schema public rename to ${quoted(aside)}; create schema public`);
}

type RowsOf = (table: string) => Promise<Readable>;

async function rowsOf(folder: string, table: string, key: Buffer | undefined): Promise<Readable> {
  const path = fileOf(folder, table);
  return key ? decrypted(path, key, table) : createReadStream(path);
}

/** References are taken off and put on again, which checks them all; so the order of tables does not matter. */
async function fill(client: pg.Client, { tables, sequences }: Content, rows: RowsOf): Promise<void> {
  await client.query('begin');
  const references = await referencesOf(client);
  for (const { table, name } of references) await client.query(`alter table ${table} drop constraint ${quoted(name)}`);
  const all = (await tablesOf(client)).map(({ name }) => quoted(name));
  for (const table of all) await client.query(`alter table ${table} disable trigger user`);
  // Migrations write rows as well, which the backup has as they were then.
  await client.query(`truncate ${all.join(', ')}`);
  for (const table of tables) await fillTable(client, table, await rows(table.name));
  for (const { name, last, isCalled } of sequences)
    await client.query('select setval($1::regclass, $2, $3)', [quoted(name), last, isCalled]);
  for (const table of all) await client.query(`alter table ${table} enable trigger user`);
  for (const { table, name, definition } of references)
    await client.query(`alter table ${table} add constraint ${quoted(name)} ${definition}`);
  await client.query('commit');
}

interface Reference {
  readonly table: string;
  readonly name: string;
  readonly definition: string;
}

async function referencesOf(client: pg.Client): Promise<readonly Reference[]> {
  const { rows } = await client.query<Reference>(
    `select conrelid::regclass::text as table, conname as name, pg_get_constraintdef(oid) as definition
     from pg_constraint where contype = 'f' and conparentid = 0 and connamespace = current_schema()::regnamespace order by 1, 2`,
  );
  return rows;
}

async function fillTable(client: pg.Client, { name, columns, rows }: TableEntry, source: Readable): Promise<void> {
  const target = client.query(copyFrom(`copy ${quoted(name)} (${columnList(columns)}) from stdin`));
  await pipeline(source, createGunzip(), target);
  if (target.rowCount !== rows)
    throw new StartFailure(`${name} has ${target.rowCount} rows in place of ${rows}: nothing was restored.`);
}
