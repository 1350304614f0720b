import type { SFTPWrapper, Stats } from 'ssh2';
import type { Listed } from './walk-tree';

const NO_SUCH_FILE = 2;
/** Bytes of one request: every server takes as much. */
const SLICE = 30 * 1024;
/** Bytes that are asked for at once, so that a long way to the server does not make a slow copy. */
export const BLOCK = 32 * SLICE;

type Answer<T> = (error: Error | null | undefined, value: T) => void;
const asked = <T>(ask: (answer: Answer<T>) => unknown): Promise<T> =>
  new Promise((resolve, reject) => {
    ask((error, value) => (error ? reject(error) : resolve(value)));
  });
/** A request that is answered with success or an error only. */
const did = (ask: (answer: (error?: Error | null) => void) => unknown): Promise<void> =>
  new Promise((resolve, reject) => {
    ask((error) => (error ? reject(error) : resolve()));
  });

export const isMissing = (error: unknown): boolean =>
  typeof error === 'object' && error !== null && 'code' in error && error.code === NO_SUCH_FILE;

export function ignoreMissing(error: unknown): void {
  if (!isMissing(error)) throw error;
}

async function missingOr<T>(work: Promise<T>): Promise<T | null> {
  try {
    return await work;
  } catch (error) {
    ignoreMissing(error);
    return null;
  }
}

/** What is done to files of a server, as promises. */
export const filesOf = (sftp: SFTPWrapper) => ({
  lstat: (path: string) => missingOr(asked<Stats>((answer) => sftp.lstat(path, answer))),
  realpath: (path: string) => asked<string>((answer) => sftp.realpath(path, answer)),
  open: (path: string, flags: number) =>
    missingOr(asked<Buffer>((answer) => sftp.open(path, flags, { mode: 0o600 }, answer))),
  close: (handle: Buffer) => did((answer) => sftp.close(handle, answer)),
  truncate: (handle: Buffer, size: number) => did((answer) => sftp.fsetstat(handle, { size }, answer)),
  unlink: (path: string) => did((answer) => sftp.unlink(path, answer)),
  rmdir: (path: string) => did((answer) => sftp.rmdir(path, answer)),
  mkdir: (path: string) => did((answer) => sftp.mkdir(path, { mode: 0o700 }, answer)),
  read: (handle: Buffer, at: number, length: number) => readSlices(sftp, handle, { at, length }),
  write: (handle: Buffer, chunk: Buffer, at: number) => writeSlices(sftp, handle, { chunk, at }),
  sync: (handle: Buffer) => offered((answer) => sftp.ext_openssh_fsync(handle, answer)),
  list: (path: string) => list(sftp, path),
  replace: (from: string, to: string) => replace(sftp, from, to),
});
export type SftpFiles = ReturnType<typeof filesOf>;

async function list(sftp: SFTPWrapper, path: string): Promise<readonly Listed[]> {
  const entries = await asked<readonly { filename: string; attrs: Stats }[]>((answer) => sftp.readdir(path, answer));
  return entries.filter(({ filename }) => filename !== '.' && filename !== '..').map(listed);
}

/** Replaces what is there in one step where the server can. */
async function replace(sftp: SFTPWrapper, from: string, to: string): Promise<void> {
  if (await offered((answer) => sftp.ext_openssh_rename(from, to, answer))) return;
  await missingOr(did((answer) => sftp.unlink(to, answer)));
  await did((answer) => sftp.rename(from, to, answer));
}

const listed = ({ filename, attrs }: { filename: string; attrs: Stats }): Listed => ({
  name: filename,
  kind: attrs.isDirectory() ? 'directory' : attrs.isFile() ? 'file' : 'other',
  size: attrs.size,
});

/** Asks for an extension; false when the server does not offer it, which the library tells by throwing at once. */
async function offered(ask: (answer: (error?: Error | null) => void) => void): Promise<boolean> {
  try {
    await did(ask);
    return true;
  } catch (error) {
    if (error instanceof Error && /does not support this extended request/.test(error.message)) return false;
    throw error;
  }
}

async function writeSlices(
  sftp: SFTPWrapper,
  handle: Buffer,
  { chunk, at }: { readonly chunk: Buffer; readonly at: number },
): Promise<void> {
  const starts = Array.from({ length: Math.ceil(chunk.length / SLICE) }, (_, index) => index * SLICE);
  await Promise.all(
    starts.map((start) => {
      const length = Math.min(SLICE, chunk.length - start);
      return did((answer) => sftp.write(handle, chunk, start, length, at + start, answer));
    }),
  );
}

/** What a file holds from an offset on; less than was asked for at its end only. */
async function readSlices(
  sftp: SFTPWrapper,
  handle: Buffer,
  { at, length }: { readonly at: number; readonly length: number },
): Promise<Buffer> {
  const buffer = Buffer.allocUnsafe(length);
  const starts = Array.from({ length: Math.ceil(length / SLICE) }, (_, index) => index * SLICE);
  const got = await Promise.all(
    starts.map((start) => readSlice(sftp, handle, { buffer, start, length: Math.min(SLICE, length - start), at })),
  );
  const short = got.findIndex((bytes, index) => bytes < Math.min(SLICE, length - index * SLICE));
  return short === -1 ? buffer : buffer.subarray(0, short * SLICE + (got[short] ?? 0));
}

interface Slice {
  readonly buffer: Buffer;
  readonly start: number;
  readonly length: number;
  readonly at: number;
}

const END_OF_FILE = 1;

/** Servers may answer with less than a request asks for. */
async function readSlice(sftp: SFTPWrapper, handle: Buffer, { buffer, start, length, at }: Slice): Promise<number> {
  let done = 0;
  while (done < length) {
    const from = start + done;
    const bytes = await asked<number>((answer) =>
      sftp.read(handle, buffer, from, length - done, at + from, (error, read) => answer(error, read)),
    ).catch((error: unknown) => {
      if (typeof error === 'object' && error !== null && 'code' in error && error.code === END_OF_FILE) return 0;
      throw error;
    });
    if (bytes === 0) return done;
    done += bytes;
  }
  return done;
}
