import type { Readable } from 'node:stream';
import {
  type Entry,
  fromBufferPromise,
  fromRandomAccessReaderPromise,
  RandomAccessReader,
  validateFileName,
  type ZipFile,
} from 'yauzl';
import { DomainError } from '../domain/errors';

/** More are not looked through. */
const MOST_ENTRIES = 20_000;
const FILE_KIND = 0o170000;
const LINK = 0o120000;
/** Names are looked at here, so that a wrong one hides nothing behind it. */
const OPTIONS = { lazyEntries: true, autoClose: true, decodeStrings: false } as const;

/** Names of what a ZIP holds; null for what is no ZIP. Refuses one that holds links, names of other places, or more than can be looked through. */
export const namesInBuffer = (content: Buffer): Promise<readonly string[] | null> =>
  namesIn(() => fromBufferPromise(content, OPTIONS));

export interface StoredFile {
  readonly size: number;
  readonly readRange: (start: number, end: number) => Readable;
}

/** The same of a file on the disk, of which no more is read than its list of entries. */
export const namesInFile = (file: StoredFile): Promise<readonly string[] | null> =>
  namesIn(() => fromRandomAccessReaderPromise(new Ranges(file), file.size, OPTIONS));

class Ranges extends RandomAccessReader {
  constructor(private readonly file: StoredFile) {
    super();
  }

  override _readStreamForRange(start: number, end: number): Readable {
    return this.file.readRange(start, end);
  }
}

async function namesIn(open: () => Promise<ZipFile>): Promise<readonly string[] | null> {
  try {
    return await readNames(await open());
  } catch (error) {
    if (error instanceof DomainError) throw error;
    return null;
  }
}

async function readNames(archive: ZipFile): Promise<readonly string[]> {
  if (archive.entryCount > MOST_ENTRIES) throw archiveRefused(`holds more than ${MOST_ENTRIES} files`);
  const names: string[] = [];
  for await (const entry of archive.eachEntry()) {
    if (isLink(entry)) throw archiveRefused('holds a link to another file');
    const name = entry.fileNameRaw.toString('utf8').replaceAll('\\', '/');
    if (validateFileName(name) !== null) throw archiveRefused('holds a file that would lie outside of it');
    names.push(name);
  }
  return names;
}

/** The upper half is the mode of Unix, whichever system the archive says that it comes from. */
const isLink = ({ externalFileAttributes }: Entry): boolean => ((externalFileAttributes >>> 16) & FILE_KIND) === LINK;

export const archiveRefused = (why: string): DomainError =>
  new DomainError('UNSUPPORTED_MEDIA_TYPE', `The archive ${why}.`);
