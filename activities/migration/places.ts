import { readFile, realpath } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { DomainError } from '../../domain/errors';
import { placeObjection } from '../../domain/exit/allowlist';
import { directoryOf } from '../../domain/exit/end-place';
import type { DirectoryEnd, PostgresEnd } from '../../domain/exit/end-schema';
import { type DirectoryPlace, parsePostgresUrl, type Place, type PostgresPlace } from '../../domain/exit/place';
import type { MigrationDeps } from './deps';

type Deps = Pick<MigrationDeps, 'exitAllow' | 'environment'>;

/** Finds out where an end really leads, secrets and links resolved, and refuses what the configuration does not allow. */
export async function resolveDatabase(end: PostgresEnd, { exitAllow, environment }: Deps): Promise<PostgresPlace> {
  const place = parsePostgresUrl(end.url ?? (await readSecret(end.secretRef ?? '', environment)));
  // The text itself may hold a password, so no message repeats it.
  if (!place)
    throw new DomainError('INVALID_FIELDS', `${end.secretRef ?? 'The url'} does not hold a PostgreSQL address.`);
  return allowed(place, exitAllow);
}

export async function readSecret(ref: string, environment: Deps['environment']): Promise<string> {
  const [scheme, name] = [ref.slice(0, ref.indexOf(':')), ref.slice(ref.indexOf(':') + 1)];
  const text = scheme === 'env' ? environment[name] : await readFile(name, 'utf8').catch(() => undefined);
  if (!text) throw new DomainError('INVALID_FIELDS', `${ref} cannot be read by the worker.`);
  return text.trim();
}

export async function resolveDirectory(
  end: DirectoryEnd,
  { exitAllow }: Pick<Deps, 'exitAllow'>,
): Promise<DirectoryPlace> {
  const place = allowed(directoryOf(end), exitAllow);
  const roots = await Promise.all(exitAllow.filter((entry) => entry.startsWith('/')).map((entry) => realOr(entry)));
  allowed({ kind: 'directory', path: await realOr(place.path) }, roots);
  return place;
}

export function allowed<T extends Place>(place: T, allow: readonly string[]): T {
  const refusal = placeObjection(place, allow);
  if (refusal) throw DomainError.from(refusal);
  return place;
}

/** The real path; of a path that does not exist yet, the real path of what exists of it and the rest as written. */
export async function realOr(path: string, find: (path: string) => Promise<string> = realpath): Promise<string> {
  try {
    return await find(path);
  } catch {
    const parent = dirname(path);
    if (parent === path) return path;
    return join(await realOr(parent, find), basename(path));
  }
}
