import { execFileSync } from 'node:child_process';
import { chownSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Account } from './account';
import { StartFailure } from './failure';
import { commandLine } from './processes';

export interface ClusterOptions {
  readonly binaries: string;
  readonly directory: string;
  readonly account: Account;
  readonly password: string;
}

/** The same text rules on every machine, whatever locales it has; UTF-8 whatever its language. */
const FLAGS = [
  '--username=postgres',
  '--encoding=UTF8',
  '--locale=C',
  '--locale-provider=builtin',
  '--builtin-locale=C.UTF-8',
  '--auth=scram-sha-256',
];

/** Makes the cluster once; a half-made one (power cut during the first start) is made again. */
export function ensureCluster(options: ClusterOptions): void {
  const { directory, account } = options;
  if (existsSync(join(directory, 'PG_VERSION'))) return;
  const fresh = `${directory}.new`;
  const passwordFile = `${directory}.password`;
  mkdirSync(dirname(directory), { recursive: true });
  rmSync(fresh, { recursive: true, force: true });
  mkdirSync(fresh, { mode: 0o700 });
  writeFileSync(passwordFile, `${options.password}\n`, { mode: 0o600 });
  try {
    for (const path of [fresh, passwordFile]) giveTo(account, path);
    initialise(options, fresh, passwordFile);
    renameSync(fresh, directory);
  } finally {
    rmSync(passwordFile, { force: true });
  }
}

function giveTo({ ids }: Account, path: string): void {
  if (ids.uid !== undefined && ids.gid !== undefined) chownSync(path, ids.uid, ids.gid);
}

function initialise({ binaries, account }: ClusterOptions, fresh: string, passwordFile: string): void {
  const flags = [`--pgdata=${fresh}`, `--pwfile=${passwordFile}`, ...FLAGS];
  try {
    execFileSync(join(binaries, 'initdb'), flags, {
      ...account.ids,
      cwd: '/',
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
    });
  } catch (error) {
    const said =
      error instanceof Error && 'stderr' in error ? String(error.stderr).trim().split('\n')[0] : String(error);
    throw new StartFailure(`PostgreSQL could not make its data directory ${fresh}: ${said}`);
  }
}

/** After a reboot the process id in a stale lock file may belong to somebody else: PostgreSQL would then refuse to start. */
export function forgetStranger(directory: string): void {
  const lock = join(directory, 'postmaster.pid');
  if (!existsSync(lock)) return;
  const pid = Number(readFileSync(lock, 'utf8').split('\n')[0]);
  if (!commandLine(pid).includes(directory)) rmSync(lock);
}
