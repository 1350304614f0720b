import { createHash, randomUUID } from 'node:crypto';
import { createReadStream, createWriteStream, existsSync } from 'node:fs';
import { mkdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import type pg from 'pg';
import { to as copyTo } from 'pg-copy-streams';
import { StartFailure } from '../parts/failure';
import { backupKeys, type BackupKeys, encrypting } from './cipher';
import { type Content, type Manifest, sealOf, type TableEntry } from './manifest';
import { columnList, migrationsOf, quoted, sequencesOf, tablesOf, type TableShape, withClient } from './schema';

export interface BackupOrder {
  readonly databaseUrl: string;
  /** Must not exist yet. */
  readonly folder: string;
  /** 32 characters or more; without one the files can be read by whoever has them. */
  readonly key: string | undefined;
  readonly now: number;
}

export const fileOf = (folder: string, table: string): string => join(folder, `${table}.copy.gz`);
export const manifestOf = (folder: string): string => join(folder, 'manifest.json');

/** Writes all rows as they are at one moment, while the product goes on. The folder has its name only when it is complete. */
export async function takeBackup({ databaseUrl, key, now, ...order }: BackupOrder): Promise<Content> {
  const folder = resolve(order.folder);
  if (existsSync(folder)) throw new StartFailure(`${folder} exists already: name a new folder.`);
  const partial = `${folder}.partial`;
  await rm(partial, { recursive: true, force: true });
  await mkdir(partial, { recursive: true, mode: 0o700 });
  const id = randomUUID();
  const keys = key === undefined ? undefined : backupKeys(key, id);
  const rows = await withClient(databaseUrl, (client) => writeTables(client, partial, keys));
  const content: Content = {
    format: 1,
    id,
    takenAt: new Date(now).toISOString(),
    encrypted: keys !== undefined,
    ...rows,
  };
  const manifest: Manifest = { content, seal: keys ? sealOf(content, keys.manifest) : null };
  await writeFile(manifestOf(partial), `${JSON.stringify(manifest, null, 2)}\n`, { mode: 0o600, flush: true });
  await rename(partial, folder);
  return content;
}

async function writeTables(
  client: pg.Client,
  folder: string,
  keys: BackupKeys | undefined,
): Promise<Pick<Content, 'schema' | 'tables' | 'sequences'>> {
  await client.query('begin isolation level repeatable read read only');
  const schema = [...(await migrationsOf(client))];
  const tables: TableEntry[] = [];
  for (const shape of await tablesOf(client)) tables.push(await writeTable(client, { shape, folder, keys }));
  // Read last: sequences are outside of the snapshot, and must not be behind it.
  const sequences = [...(await sequencesOf(client))];
  await client.query('commit');
  return { schema, tables, sequences };
}

interface Writing {
  readonly shape: TableShape;
  readonly folder: string;
  readonly keys: BackupKeys | undefined;
}

async function writeTable(client: pg.Client, { shape, folder, keys }: Writing): Promise<TableEntry> {
  const { name, columns } = shape;
  const path = fileOf(folder, name);
  const rows = client.query(copyTo(`copy (select ${columnList(columns)} from ${quoted(name)}) to stdout`));
  const target = createWriteStream(path, { mode: 0o600, flush: true });
  await (keys
    ? pipeline(rows, createGzip(), encrypting(keys.files, name), target)
    : pipeline(rows, createGzip(), target));
  return { name, columns: [...columns], rows: rows.rowCount, ...(await measured(path)) };
}

/** Size and hash of a file as it lies there. */
export async function measured(path: string): Promise<{ readonly bytes: number; readonly sha256: string }> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(path), hash);
  return { bytes: (await stat(path)).size, sha256: hash.digest('hex') };
}
