import type { Refusal } from '../errors';
import {
  decoded,
  describePlace,
  type DirectoryPlace,
  hostOf,
  hostText,
  isInside,
  isPlainPath,
  type Place,
  type PostgresPlace,
  type S3Place,
  type SftpPlace,
  urlOf,
  withoutSlash,
} from './place';

/** The one gate for places: nothing outside the configured list is read or written, and an empty list allows nothing. */
export function placeObjection(place: Place, allow: readonly string[]): Refusal | null {
  if (isAllowed(place, allow)) return null;
  const message = `${describePlace(place)} is not among the places that exits may use. Add ${entryFor(place)} to the setting TENURE_EXIT_ALLOW.`;
  return { code: 'LOCATION_NOT_ALLOWED', message };
}

function isAllowed(place: Place, allow: readonly string[]): boolean {
  const some = (allows: (entry: string) => boolean): boolean => allow.some(allows);
  switch (place.kind) {
    case 'postgres':
      return some((entry) => allowsDatabase(entry, place));
    case 'directory':
      return some((entry) => allowsPath(entry, place));
    case 's3':
      return some((entry) => allowsBucket(entry, place));
    case 'sftp':
      return some((entry) => allowsRemotePath(entry, place));
    case 'https':
      return place.files.every(({ url }) => some((entry) => allowsUrl(entry, url)));
  }
}

function allowsDatabase(entry: string, place: PostgresPlace): boolean {
  const url = urlOf(entry);
  if (!url || !/^postgres(ql)?:$/.test(url.protocol)) return false;
  const { host, port } = hostOf(url, 5432);
  const database = decoded(url.pathname.slice(1));
  return host === place.host && port === place.port && (database === '' || database === place.database);
}

const allowsPath = (entry: string, { path }: DirectoryPlace): boolean =>
  isPlainPath(entry) && isPlainPath(path) && isInside(withoutSlash(path), withoutSlash(entry));

/** `s3://endpoint[:port]/bucket[/prefix]` */
function allowsBucket(entry: string, place: S3Place): boolean {
  const named = readEntry(entry, 's3:', 443);
  const path = withoutSlash(`/${place.bucket}/${place.prefix}`);
  return named !== null && isHost(named, place) && isPlainPath(path) && isInside(path, named.path);
}

/** `sftp://host[:port]/path` */
function allowsRemotePath(entry: string, place: SftpPlace): boolean {
  const named = readEntry(entry, 'sftp:', 22);
  const path = withoutSlash(place.path);
  return named !== null && isHost(named, place) && isPlainPath(path) && isInside(path, named.path);
}

/** `https://host[:port]/path`; a path that hides a slash could lead out of it, so it is nowhere. */
function allowsUrl(entry: string, text: string): boolean {
  const named = readEntry(entry, 'https:', 443);
  const url = readEntry(text, 'https:', 443);
  return named !== null && url !== null && isHost(named, url) && isInside(url.path, named.path);
}

interface Named {
  readonly host: string;
  readonly port: number;
  readonly path: string;
}

/** Protocol, host and path of an entry; null when it is of another kind or leads somewhere else than it says. */
function readEntry(text: string, protocol: string, usual: number): Named | null {
  const url = urlOf(text);
  if (url?.protocol !== protocol || url.hostname === '' || /%2f|%5c/i.test(url.pathname)) return null;
  const path = decoded(url.pathname);
  if (path === null || !isPlainPath(path === '' ? '/' : path)) return null;
  return { ...hostOf(url, usual), path: path === '' ? '/' : withoutSlash(path) };
}

const isHost = (a: Pick<Named, 'host' | 'port'>, b: Pick<Named, 'host' | 'port'>): boolean =>
  a.host === b.host && a.port === b.port;

/** The entry that would allow a place. */
function entryFor(place: Place): string {
  switch (place.kind) {
    case 'postgres':
      return `postgres://${hostText(place.host)}:${place.port}/${place.database}`;
    case 'directory':
      return place.path;
    case 's3':
      return `s3://${hostText(place.host)}:${place.port}/${place.bucket}${place.prefix && `/${place.prefix}`}`;
    case 'sftp':
      return `sftp://${hostText(place.host)}:${place.port}${place.path}`;
    case 'https':
      return `https://${urlOf(place.files[0]?.url ?? '')?.host ?? ''}/`;
  }
}
