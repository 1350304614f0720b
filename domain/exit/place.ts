import type { Refusal } from '../errors';

/** A resolved end of a migration: where bytes really come from or go to. Credentials are no part of it but of a database. */
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
export interface S3Place {
  readonly kind: 's3';
  readonly host: string;
  readonly port: number;
  readonly bucket: string;
  /** Keys begin with it and a slash; empty for the whole bucket. */
  readonly prefix: string;
}
export interface SftpPlace {
  readonly kind: 'sftp';
  readonly host: string;
  readonly port: number;
  readonly path: string;
}
/** Files that lie ready at addresses of their own. */
export interface HttpsPlace {
  readonly kind: 'https';
  readonly files: readonly { readonly name: string; readonly url: string }[];
}
export type Place = PostgresPlace | DirectoryPlace | S3Place | SftpPlace | HttpsPlace;

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
  return { kind: 'postgres', ...hostOf(url, 5432), database, user: user || 'postgres', password, tls };
}

export function urlOf(text: string): URL | null {
  return URL.canParse(text) ? new URL(text) : null;
}

export const hostOf = ({ hostname, port }: URL, usual: number): { host: string; port: number } => ({
  host: hostname.toLowerCase().replace(/^\[|\]$/g, ''),
  port: port === '' ? usual : Number(port),
});

export function decoded(part: string): string | null {
  try {
    return decodeURIComponent(part);
  } catch {
    return null;
  }
}

/** Absolute, without `.`, `..` or empty segments: what it says is where it leads. */
export const isPlainPath = (path: string): boolean =>
  path.startsWith('/') && (path === '/' || isPlainName(withoutSlash(path).slice(1)));

/** A path relative to something: what it says is where it leads. */
export const isPlainName = (name: string): boolean =>
  !name.includes('\u0000') && name.split('/').every((segment) => segment !== '' && segment !== '.' && segment !== '..');

export const withoutSlash = (path: string): string => (path.length > 1 ? path.replace(/\/$/, '') : path);

export const isInside = (path: string, directory: string): boolean =>
  directory === '/' || path === directory || path.startsWith(`${directory}/`);

/** A host as URLs write it. */
export const hostText = (host: string): string => (host.includes(':') ? `[${host}]` : host);

/** For people, logs and records: never a password. */
export function describePlace(place: Place): string {
  switch (place.kind) {
    case 'postgres':
      return `Database ${place.database} on ${place.host}:${place.port}`;
    case 'directory':
      return `Directory ${place.path}`;
    case 's3':
      return `Bucket ${place.bucket}${place.prefix && `/${place.prefix}`} on ${place.host}:${place.port}`;
    case 'sftp':
      return `Directory ${place.path} on ${place.host}:${place.port}`;
    case 'https':
      return `Files on ${[...new Set(place.files.map(({ url }) => urlOf(url)?.host ?? ''))].join(', ')}`;
  }
}

/** A URL as answers show it. */
export const maskUrl = (text: string): string => text.replace(/^(\w+:\/\/[^:/?#@]*):.*@/, '$1:***@');

/** Copying something into itself would never end, or destroy what it reads. */
export function overlapObjection(source: Place, target: Place): Refusal | null {
  const [from, to] = [treeOf(source), treeOf(target)];
  if (!from || !to || from.on !== to.on) return null;
  if (!isInside(from.path, to.path) && !isInside(to.path, from.path)) return null;
  return { code: 'INVALID_FIELDS', message: 'Source and target directory must not lie inside each other.' };
}

/** Where a tree of files hangs, so that two of them can be compared. */
function treeOf(place: Place): { readonly on: string; readonly path: string } | null {
  if (place.kind === 'directory') return { on: '', path: withoutSlash(place.path) };
  if (place.kind === 'sftp') return { on: `${place.host}:${place.port}`, path: withoutSlash(place.path) };
  if (place.kind !== 's3') return null;
  return { on: `${place.host}:${place.port}/${place.bucket}`, path: `/${place.prefix}` };
}
