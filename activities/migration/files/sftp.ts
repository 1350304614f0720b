import { posix } from 'node:path';
import { Readable } from 'node:stream';
import { utils } from 'ssh2';
import { isInside, withoutSlash } from '../../../domain/exit/place';
import { unfit } from '../catalogue';
import { type FilePlace, type Found, isOwnName, type Range, STAGING } from './place';
import { BLOCK, filesOf, ignoreMissing, type SftpFiles } from './sftp-files';
import type { SftpSession } from './sftp-session';
import { type StagedFile, type StagingTree, writeStaged } from './staged';
import { tally, walkTree } from './walk-tree';

const { OPEN_MODE } = utils.sftp;
const join = (...parts: readonly string[]): string => posix.join(...parts);
const dirname = (path: string): string => posix.dirname(path);

interface Remote {
  readonly root: string;
  readonly files: SftpFiles;
}

/** A directory of a server that speaks SFTP. */
export function sftpPlace(root: string, { sftp, close }: SftpSession): FilePlace {
  const remote: Remote = { root, files: filesOf(sftp) };
  const { files } = remote;
  return {
    walk: () => walk(remote),
    read: (path, range) => readFile(remote, path, range),
    remove: (path) => files.unlink(join(root, path)),
    sweep: async () => {
      if (!(await files.lstat(root))) return 0;
      const found = await tally(walk(remote));
      for (const path of [...found.directories].reverse()) await files.rmdir(join(root, path)).catch(() => undefined);
      return found.files;
    },
    close: () => Promise.resolve(close()),
    prepare: (options) => prepare(remote, options),
    write: async (piece, writing) => {
      await makeAll(files, join(root, STAGING));
      return writeStaged(treeOf(remote), piece, writing);
    },
    makeDirectory: (path) => makeInside(remote, path),
    clearStage: () => removeAll(files, join(root, STAGING)),
    discard: () => removeAll(files, root),
  };
}

async function* walk({ root, files }: Remote): AsyncGenerator<Found> {
  try {
    yield* walkTree((path) => files.list(join(root, path)));
  } catch (error) {
    ignoreMissing(error);
    throw unfit(`Directory ${root} cannot be read: a part of it is missing.`);
  }
}

async function readFile(remote: Remote, path: string, range: Range): Promise<Readable | null> {
  const { root, files } = remote;
  if (!(await isFileInside(remote, path))) return null;
  const handle = await files.open(join(root, path), OPEN_MODE.READ);
  return handle && readerOf(files, handle, range);
}

function readerOf(files: SftpFiles, handle: Buffer, { at: start, end }: Range): Readable {
  let at = start;
  const next = async (): Promise<Buffer | null> => {
    if (at >= end) return null;
    const block = await files.read(handle, at, Math.min(BLOCK, end - at));
    at += block.length;
    return block.length === 0 ? null : block;
  };
  return new Readable({
    highWaterMark: BLOCK,
    read() {
      next().then(
        (block) => this.push(block),
        (error: unknown) => this.destroy(error instanceof Error ? error : new Error(String(error))),
      );
    },
    destroy: (error, done) => {
      files.close(handle).then(
        () => done(error),
        (fault: unknown) => done(error ?? (fault instanceof Error ? fault : null)),
      );
    },
  });
}

const treeOf = (remote: Remote): StagingTree => ({
  open: async (staged, { empty }) => {
    const { root, files } = remote;
    const flags = OPEN_MODE.READ | OPEN_MODE.WRITE | OPEN_MODE.CREAT | (empty ? OPEN_MODE.TRUNC : 0);
    const known = await files.lstat(join(root, staged));
    if (known && !known.isFile()) throw unfit(`${staged} is no file.`);
    const handle = await files.open(join(root, staged), flags);
    if (!handle) throw new Error(`${STAGING} has vanished`);
    return stagedFile(files, handle);
  },
  isStaged: async (staged) => (await remote.files.lstat(join(remote.root, staged))) !== null,
  takeBack: async (path, staged) => {
    const { root, files } = remote;
    if (await isFileInside(remote, path)) await files.replace(join(root, path), join(root, staged));
  },
  moveIntoPlace: async (staged, path) => {
    const { root, files } = remote;
    await makeInside(remote, dirname(path));
    await files.replace(join(root, staged), join(root, path));
  },
});

const stagedFile = (files: SftpFiles, handle: Buffer): StagedFile => ({
  write: (chunk, at) => files.write(handle, chunk, at),
  truncate: (size) => files.truncate(handle, size),
  sync: () => files.sync(handle).then(() => undefined),
  close: () => files.close(handle),
});

/** Links are not followed, neither as the file nor out of the root on the way to it. */
async function isFileInside({ root, files }: Remote, path: string): Promise<boolean> {
  const known = await files.lstat(join(root, path));
  if (!known) return false;
  if (!known.isFile()) throw unfit(`${path} is no file.`);
  await checkInside({ root, files }, dirname(join(root, path)));
  return true;
}

async function checkInside({ root, files }: Remote, directory: string): Promise<void> {
  const [realRoot, real] = [await files.realpath(root), await files.realpath(directory)];
  if (!isInside(withoutSlash(real), withoutSlash(realRoot))) throw unfit(`${directory} leads out of ${root}.`);
}

async function makeInside(remote: Remote, directory: string): Promise<void> {
  const { root, files } = remote;
  await checkInside(remote, await existing(files, join(root, directory)));
  await makeAll(files, join(root, directory));
  await checkInside(remote, join(root, directory));
}

export async function existing(files: Pick<SftpFiles, 'lstat'>, path: string): Promise<string> {
  return path === '/' || (await files.lstat(path)) ? path : existing(files, dirname(path));
}

async function makeAll(files: SftpFiles, path: string): Promise<void> {
  if (await files.lstat(path)) return;
  await makeAll(files, dirname(path));
  // Somebody else of this attempt may have been faster.
  await files.mkdir(path).catch(async (error: unknown) => {
    if (!(await files.lstat(path))?.isDirectory()) throw error;
  });
}

async function prepare({ root, files }: Remote, { mayHoldData }: { mayHoldData: boolean }): Promise<void> {
  await makeAll(files, withoutSlash(root));
  if (mayHoldData) return;
  const foreign = (await files.list(root)).find(({ name }) => !isOwnName(name));
  if (foreign) throw unfit(`Directory ${root} already holds ${foreign.name}: empty it or name another one.`);
}

async function removeAll(files: SftpFiles, path: string): Promise<void> {
  const known = await files.lstat(path);
  if (!known) return;
  if (!known.isDirectory()) return files.unlink(path);
  for (const { name } of await files.list(path)) await removeAll(files, join(path, name));
  await files.rmdir(path);
}
