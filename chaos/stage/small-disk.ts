import { execFile } from 'node:child_process';
import { chownSync, existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import pg from 'pg';
import { databaseAccount } from '../../bin/parts/account';
import { StartFailure } from '../../bin/parts/failure';
import type { Stage } from './stage';

const run = promisify(execFile);

/** What is written most, whatever is done. Their indexes stay where they are. */
const TABLES = ['audit_events', 'mail_log', 'request_tasks', 'requests', 'engagements', 'idempotency_keys'];
const NAME = 'small_disk';

/** A file system of a size can be made by root alone. */
export const hasSmallDisks = process.platform === 'linux' && process.getuid?.() === 0;

/** What may be full: where the tables that are written most stand, the log of the database, Temporal's records. */
export const DISKS = ['tables', 'log', 'temporal'] as const;
export type Disk = (typeof DISKS)[number];

/** Has something stand on a disk of its own that is full as long as one waits. */
export const onFullDisk = (stage: Stage, disk: Disk, wait: () => Promise<void>): Promise<void> =>
  disk === 'tables' ? tablesOnFullDisk(stage, wait) : folderOnFullDisk(stage, disk, wait);

async function tablesOnFullDisk(stage: Stage, wait: () => Promise<void>): Promise<void> {
  const folder = join(stage.dataDir, 'small-disk');
  const rest = join(folder, 'something-else');
  mkdirSync(folder, { recursive: true });
  await mount(folder, 64);
  stage.atEnd(() => unmount(folder));
  await asOwner(stage.ownerUrl, async (client) => {
    await client.query(`create tablespace ${NAME} location '${folder}'`);
    for (const table of TABLES) await client.query(`alter table ${table} set tablespace ${NAME}`);
    fill(rest);
    await wait();
    rmSync(rest);
    for (const table of TABLES) await client.query(`alter table ${table} set tablespace pg_default`);
    await client.query(`drop tablespace ${NAME}`);
  });
  await unmount(folder);
}

/**
 * Whoever writes there may end by itself, as PostgreSQL does without room for its log, and begins again once there is some. The
 * disk stays, with room, until the stage is taken down.
 */
async function folderOnFullDisk(stage: Stage, disk: Exclude<Disk, 'tables'>, wait: () => Promise<void>): Promise<void> {
  const { folder, keeper } = stage.disks[disk];
  const [rest, before] = [join(folder, 'something-else'), `${folder}-before`];
  if (!existsSync(before)) await keeper.whileEnded(() => moveOnto(stage, folder, before));
  await keeper.ready();
  await keeper.whileItMayEnd(async () => {
    fill(rest);
    if (disk === 'log') await writeMuch(stage.ownerUrl);
    await wait();
    rmSync(rest);
    await keeper.ready();
  });
}

/** Files of the log are used again: only who writes more than those hold needs a new one, and the server ends for want of it. */
async function writeMuch(ownerUrl: string): Promise<void> {
  const message = `select pg_logical_emit_message(false, 'much', repeat('x', 16000000))`;
  const hadRoom = await asOwner(ownerUrl, async (client) => {
    for (let n = 0; n < 40; n += 1) await client.query(message);
  }).then(
    () => true,
    () => false,
  );
  // A fault that does not come about is no fault, and nobody would know.
  if (hadRoom) throw new StartFailure('The disk of the log was not full.');
}

async function moveOnto(stage: Stage, folder: string, before: string): Promise<void> {
  renameSync(folder, before);
  mkdirSync(folder);
  await mount(folder, 512);
  stage.atLast(() => unmount(folder));
  await run('cp', ['-a', `${before}/.`, folder]);
}

async function mount(folder: string, sizeMb: number): Promise<void> {
  await run('mount', ['-t', 'tmpfs', '-o', `size=${sizeMb}m,mode=700`, 'tmpfs', folder]);
  const { uid, gid } = databaseAccount().ids;
  if (uid !== undefined) chownSync(folder, uid, gid ?? uid);
}

const unmount = (folder: string): Promise<unknown> => run('umount', ['-l', folder]).catch(() => undefined);

/** Until nothing more goes on its disk. */
export function fill(file: string): void {
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
