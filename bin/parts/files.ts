import { createHash, randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';

/** Downloads are kept per user, outside the repository, so that a second clone fetches nothing. */
export const cacheDir = (): string => join(process.env['XDG_CACHE_HOME'] || join(homedir(), '.cache'), 'tenure');

export const sha256 = (path: string): string => createHash('sha256').update(readFileSync(path)).digest('hex');

export function readJson<T>(path: string, empty: T): T {
  // Our own file with our own shape; a damaged one is reported by JSON.parse.
  return existsSync(path) ? (JSON.parse(readFileSync(path, 'utf8')) as T) : empty;
}

/** Writes a private file whole or not at all. */
export function writeJson(path: string, value: unknown): void {
  mkdirSync(dirname(path), { recursive: true });
  const temporary = `${path}.${randomBytes(4).toString('hex')}`;
  writeFileSync(temporary, `${JSON.stringify(value, null, 2)}\n`, { mode: 0o600 });
  renameSync(temporary, path);
}
