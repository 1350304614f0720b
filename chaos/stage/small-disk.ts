import { execFile } from 'node:child_process';
import { chownSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import pg from 'pg';
import { databaseAccount } from '../../bin/parts/account';
import type { Stage } from './stage';

const run = promisify(execFile);

/** What is written most, whatever is done. Their indexes stay where they are. */
const TABLES = ['audit_events', 'mail_log', 'request_tasks', 'requests', 'engagements', 'idempotency_keys'];
const SIZE_MB = 64;
const NAME = 'small_disk';

/** A file system of a size can be made by root alone. */
export const hasSmallDisks = process.platform === 'linux' && process.getuid?.() === 0;

/** Has these tables stand on a disk of their own that is full as long as one waits. The log of the database is elsewhere. */
export async function onFullDisk({ dataDir, ownerUrl, atEnd }: Stage, wait: () => Promise<void>): Promise<void> {
  const folder = join(dataDir, 'small-disk');
  const rest = join(folder, 'something-else');
  mkdirSync(folder, { recursive: true });
  await run('mount', ['-t', 'tmpfs', '-o', `size=${SIZE_MB}m,mode=700`, 'tmpfs', folder]);
  const unmount = (): Promise<unknown> => run('umount', ['-l', folder]).catch(() => undefined);
  atEnd(unmount);
  const { uid, gid } = databaseAccount().ids;
  if (uid !== undefined) chownSync(folder, uid, gid ?? uid);
  await asOwner(ownerUrl, async (client) => {
    await client.query(`create tablespace ${NAME} location '${folder}'`);
    for (const table of TABLES) await client.query(`alter table ${table} set tablespace ${NAME}`);
    fill(rest);
    await wait();
    rmSync(rest);
    for (const table of TABLES) await client.query(`alter table ${table} set tablespace pg_default`);
    await client.query(`drop tablespace ${NAME}`);
  });
  await unmount();
}

/** Until nothing more goes on it. */
function fill(file: string): void {
  for (let bytes = 1_048_576; bytes >= 512;) {
    try {
      writeFileSync(file, Buffer.alloc(bytes), { flag: 'a' });
    } catch {
      bytes /= 2;
    }
  }
}

async function asOwner(ownerUrl: string, work: (client: pg.Client) => Promise<void>): Promise<void> {
  const url = new URL(ownerUrl);
  url.pathname = '/tenure';
  const client = new pg.Client({ connectionString: url.toString() });
  client.on('error', () => undefined);
  await client.connect();
  try {
    await work(client);
  } finally {
    await client.end();
  }
}
