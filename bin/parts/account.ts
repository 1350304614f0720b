import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, type Stats, statSync } from 'node:fs';
import { userInfo } from 'node:os';
import { dirname, join } from 'node:path';
import { cacheDir } from './files';
import { sentenceOf, StartFailure } from './failure';

/** The system account an embedded PostgreSQL runs under: our own, or `postgres` when we are root (it refuses root). */
export interface Account {
  /** What `spawn` needs to become that account; empty for our own. */
  readonly ids: { readonly uid?: number; readonly gid?: number };
  /** A directory this account can reach, for what it cannot reach elsewhere. */
  readonly storage: string;
  readonly mayReach: (path: string) => boolean;
}

const SYSTEM_USER = 'postgres';

export function databaseAccount(): Account {
  if (process.getuid?.() !== 0) return ownAccount();
  const uid = idOf('-u') ?? createSystemUser();
  const gid = idOf('-g') ?? uid;
  return { ids: { uid, gid }, storage: '/var/lib/tenure', mayReach: (path) => reaches(path, uid, gid) };
}

function ownAccount(): Account {
  try {
    userInfo();
  } catch {
    throw new StartFailure('PostgreSQL needs a user with a name: add this user id to /etc/passwd or set DATABASE_URL.');
  }
  return { ids: {}, storage: cacheDir(), mayReach: () => true };
}

function idOf(flag: '-u' | '-g'): number | undefined {
  try {
    return Number(execFileSync('id', [flag, SYSTEM_USER], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }));
  } catch {
    return undefined;
  }
}

function createSystemUser(): number {
  const options = ['--system', '--user-group', '--no-create-home', '--home-dir', '/nonexistent'];
  try {
    execFileSync('useradd', [...options, '--shell', '/usr/sbin/nologin', SYSTEM_USER], { stdio: 'ignore' });
  } catch {
    // The next line decides: another process may have made the user just now.
  }
  const uid = idOf('-u');
  if (uid !== undefined) return uid;
  throw new StartFailure(
    'PostgreSQL refuses to run as root and no user `postgres` could be made: start as an ordinary user or set DATABASE_URL.',
  );
}

/** Whether an account can pass through every parent of a path; supplementary groups are not counted. */
function reaches(path: string, uid: number, gid: number): boolean {
  for (let dir = dirname(path); ; dir = dirname(dir)) {
    if (!passes(statSync(dir), uid, gid)) return false;
    if (dir === dirname(dir)) return true;
  }
}

function passes(dir: Stats, uid: number, gid: number): boolean {
  if (dir.uid === uid) return (dir.mode & 0o100) !== 0;
  if (dir.gid === gid) return (dir.mode & 0o010) !== 0;
  return (dir.mode & 0o001) !== 0;
}

/** Where a directory of ours lives for this account: in place, or in its storage when it cannot get there. */
export const placeFor = (account: Account, path: string, name: string): string =>
  account.mayReach(path) ? path : join(openStorage(account), name);

/** The storage is made passable whatever the umask says. */
export function openStorage({ storage }: Account): string {
  if (existsSync(storage)) return storage;
  try {
    mkdirSync(storage, { recursive: true });
    chmodSync(storage, 0o755);
    return storage;
  } catch (error) {
    throw new StartFailure(`The directory ${storage} cannot be made: ${sentenceOf(error)}.`);
  }
}
