import type { Refusal } from '../errors';

/** A resolved end of a migration: where bytes really come from or go to. */
export interface PostgresPlace {
  readonly kind: 'postgres';
  readonly host: string;
  readonly port: number;
  readonly database: string;
  readonly user: string;
  readonly password: string;
  readonly tls: 'off' | 'encrypt' | 'verify';
}
export interface DirectoryPlace {
  readonly kind: 'directory';
  readonly path: string;
}
export type Place = PostgresPlace | DirectoryPlace;

const TLS: Readonly<Record<string, PostgresPlace['tls']>> = {
  disable: 'off',
  require: 'encrypt',
  'verify-ca': 'verify',
  'verify-full': 'verify',
};

/**
 * Reads `postgres://user:password@host:port/database[?sslmode=…]`; null when it is something else.
 * Other parameters are refused, because some (`host`, `port`) would lead somewhere else than the address says.
 */
export function parsePostgresUrl(text: string): PostgresPlace | null {
  const url = urlOf(text);
  if (!url || !/^postgres(ql)?:$/.test(url.protocol) || url.hostname === '') return null;
  const database = decoded(url.pathname.slice(1));
  const names = [...url.searchParams.keys()];
  const tls = TLS[url.searchParams.get('sslmode') ?? 'disable'];
  const user = decoded(url.username);
  const password = decoded(url.password);
  if (!database || database.includes('/') || names.some((name) => name !== 'sslmode') || !tls) return null;
  if (user === null || password === null) return null;
  return { kind: 'postgres', ...hostOf(url), database, user: user || 'postgres', password, tls };
}

function urlOf(text: string): URL | null {
  return URL.canParse(text) ? new URL(text) : null;
}

const hostOf = ({ hostname, port }: URL): { host: string; port: number } => ({
  host: hostname.toLowerCase().replace(/^\[|\]$/g, ''),
  port: port === '' ? 5432 : Number(port),
});

function decoded(part: string): string | null {
  try {
    return decodeURIComponent(part);
  } catch {
    return null;
  }
}

/** Absolute, without `.`, `..` or empty segments: what it says is where it leads. */
export const isPlainPath = (path: string): boolean =>
  path.startsWith('/') &&
  !path.includes('\u0000') &&
  withoutSlash(path)
    .slice(1)
    .split('/')
    .every((segment) => segment !== '' && segment !== '.' && segment !== '..');

export const withoutSlash = (path: string): string => (path.length > 1 ? path.replace(/\/$/, '') : path);

export const isInside = (path: string, directory: string): boolean =>
  directory === '/' || path === directory || path.startsWith(`${directory}/`);

/** The one gate for places: nothing outside the configured list is read or written, and an empty list allows nothing. */
export function placeObjection(place: Place, allow: readonly string[]): Refusal | null {
  const allowed = allow.some((entry) =>
    place.kind === 'postgres' ? allowsDatabase(entry, place) : allowsPath(entry, place),
  );
  if (allowed) return null;
  const what = describePlace(place);
  const example = place.kind === 'postgres' ? `postgres://${place.host}:${place.port}/${place.database}` : place.path;
  const message = `${what} is not among the places that exits may use. Add ${example} to the setting TENURE_EXIT_ALLOW.`;
  return { code: 'LOCATION_NOT_ALLOWED', message };
}

function allowsDatabase(entry: string, place: PostgresPlace): boolean {
  const url = urlOf(entry);
  if (!url || !/^postgres(ql)?:$/.test(url.protocol)) return false;
  const { host, port } = hostOf(url);
  const database = decoded(url.pathname.slice(1));
  return host === place.host && port === place.port && (database === '' || database === place.database);
}

const allowsPath = (entry: string, { path }: DirectoryPlace): boolean =>
  isPlainPath(entry) && isPlainPath(path) && isInside(withoutSlash(path), withoutSlash(entry));

/** For people, logs and records: never the password. */
export const describePlace = (place: Place): string =>
  place.kind === 'postgres' ? `Database ${place.database} on ${place.host}:${place.port}` : `Directory ${place.path}`;

/** A URL as answers show it. */
export const maskUrl = (text: string): string => text.replace(/^(\w+:\/\/[^:/?#@]*):.*@/, '$1:***@');

/** Copying something into itself would never end, or destroy what it reads. */
export function overlapObjection(source: Place, target: Place): Refusal | null {
  if (source.kind !== 'directory' || target.kind !== 'directory') return null;
  const [from, to] = [withoutSlash(source.path), withoutSlash(target.path)];
  if (!isInside(from, to) && !isInside(to, from)) return null;
  return { code: 'INVALID_FIELDS', message: 'Source and target directory must not lie inside each other.' };
}
