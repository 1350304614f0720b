import type { ZodType } from 'zod';
import { DomainError } from '../../domain/errors';
import { bucketOf, remoteOf } from '../../domain/exit/end-place';
import type { FileEnd, HttpsEnd, S3End, SftpEnd } from '../../domain/exit/end-schema';
import { decoded, type HttpsPlace, urlOf } from '../../domain/exit/place';
import { HttpsSecret, S3Secret, SftpSecret } from '../../domain/exit/secret-schema';
import type { MigrationDeps } from './deps';
import { directoryPlace } from './files/directory';
import { httpsSource } from './files/https';
import { openLine } from './files/https-line';
import type { FilePlace, FileSource } from './files/place';
import { s3Place } from './files/s3';
import { s3Client } from './files/s3-client';
import { filesOf } from './files/sftp-files';
import { sftpPlace } from './files/sftp';
import { sealedPlace } from './files/sealed';
import { encrypterFor } from './files/sealing';
import { openSftp } from './files/sftp-session';
import { allowed, readSecret, realOr, resolveDirectory } from './places';

/** Opens where files are read from, after the place has passed the allowlist once more. */
export const openSource = (end: FileEnd, deps: MigrationDeps): Promise<FileSource> =>
  end.kind === 'https' ? openHttps(end, deps) : openPlace(end, deps);

/** Opens where files are written to; `below` is a directory in it that takes its place. */
export async function openPlace(
  end: Exclude<FileEnd, HttpsEnd>,
  deps: MigrationDeps,
  below?: string,
): Promise<FilePlace> {
  const inside = (path: string): string =>
    [...(path === '' ? [] : [path]), ...(below === undefined ? [] : [below])].join('/');
  switch (end.kind) {
    case 'directory':
      return directoryPlace(inside((await resolveDirectory(end, deps)).path));
    case 's3':
      return openS3(end, deps, inside(end.prefix ?? ''));
    case 'sftp':
      return openRemote(end, deps, inside);
  }
}

/** Opens a target, whose files are encrypted where it names for whom. */
export async function openTarget(
  end: Exclude<FileEnd, HttpsEnd>,
  deps: MigrationDeps,
  below?: string,
): Promise<FilePlace> {
  if (end.recipient === undefined) return openPlace(end, deps, below);
  const encrypter = encrypterFor(end.recipient);
  return sealedPlace({ clear: await openPlace(end, deps, below), recipient: end.recipient, encrypter });
}

async function openS3(end: S3End, deps: MigrationDeps, prefix: string): Promise<FilePlace> {
  const place = allowed(bucketOf(end), deps.exitAllow);
  const key = await secretOf(end.secretRef, S3Secret, deps);
  const line = openLine(trustOf(deps));
  const account = { region: end.region ?? 'us-east-1', addressing: end.addressing ?? 'path', key } as const;
  return s3Place(s3Client(place, account, line), prefix, line.close);
}

async function openRemote(end: SftpEnd, deps: MigrationDeps, inside: (path: string) => string): Promise<FilePlace> {
  const place = allowed(remoteOf(end), deps.exitAllow);
  const text = await readSecret(end.secretRef, deps.environment);
  const key = text.startsWith('-----BEGIN') ? { privateKey: text } : parseSecret(text, SftpSecret, end.secretRef);
  const session = await openSftp(place, { user: end.user, hostKey: end.hostKey, key }, trustOf(deps).road);
  try {
    const { realpath, lstat } = filesOf(session.sftp);
    const find = async (path: string): Promise<string> => {
      if (!(await lstat(path))) throw new Error(`${path} is missing`);
      return realpath(path);
    };
    const ownRoots = deps.exitAllow.filter((entry) => urlOf(entry)?.protocol === 'sftp:');
    const real = { ...place, path: await realOr(place.path, find) };
    const roots = await Promise.all(ownRoots.map(async (entry) => realEntry(entry, find)));
    allowed(real, [...deps.exitAllow, ...roots]);
    return sftpPlace(inside(place.path), session);
  } catch (error) {
    session.close();
    throw error;
  }
}

/** An entry of the allowlist with the real path of what it names on this server. */
async function realEntry(entry: string, find: (path: string) => Promise<string>): Promise<string> {
  const url = new URL(entry);
  const path = decoded(url.pathname || '/');
  if (path === null) return entry;
  return `sftp://${url.host}${(await realOr(path, find)).split('/').map(encodeURIComponent).join('/')}`;
}

async function openHttps({ files, secretRef }: HttpsEnd, deps: MigrationDeps): Promise<FileSource> {
  const found = files.map(async ({ name, url, secretRef: ref }) => ({
    name,
    url: url ?? (await readAddress(ref ?? '', deps)),
  }));
  const place: HttpsPlace = { kind: 'https', files: await Promise.all(found) };
  allowed(place, deps.exitAllow);
  const secret = secretRef === undefined ? {} : await secretOf(secretRef, HttpsSecret, deps);
  return httpsSource(place, openLine(trustOf(deps)), secret);
}

async function readAddress(ref: string, { environment }: MigrationDeps): Promise<string> {
  const text = await readSecret(ref, environment);
  const url = urlOf(text);
  if (url?.protocol !== 'https:') throw new DomainError('INVALID_FIELDS', `${ref} does not hold an https address.`);
  return text;
}

const secretOf = async <T>(ref: string, shape: ZodType<T>, { environment }: MigrationDeps): Promise<T> =>
  parseSecret(await readSecret(ref, environment), shape, ref);

/** Reads a credential; what has another form is some other secret, which must not leave, so no message repeats it. */
function parseSecret<T>(text: string, shape: ZodType<T>, ref: string): T {
  const parsed = shape.safeParse(jsonOf(text));
  if (!parsed.success)
    throw new DomainError('INVALID_FIELDS', `${ref} does not hold a credential of this kind of place.`);
  return parsed.data;
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

const trustOf = ({ road, authority }: MigrationDeps) => ({ road: road ?? NO_PRIVATE_ADDRESS, authority });
const NO_PRIVATE_ADDRESS = { reach: { allow: [], tlsOnly: true } };
