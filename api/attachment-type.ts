import { fromBufferPromise, type Entry, type ZipFile } from 'yauzl';
import { mediaTypeOf, nameOfAttachment, OFFICE_PARTS } from '../domain/approval/attachment';
import { DomainError } from '../domain/errors';

/** More are not looked through. */
const MOST_ENTRIES = 20_000;
const ZIP = Buffer.from('504b0304', 'hex');
const FILE_KIND = 0o170000;
const LINK = 0o120000;

export interface ToldFile {
  readonly fileName: string;
  readonly mediaType: string;
}

/** What a file is by its content, under a name whose ending does not say otherwise. Refuses archives that hold links. */
export async function toldFile(content: Buffer, given: string): Promise<ToldFile> {
  const byBytes = mediaTypeOf(content, given);
  const mediaType = content.subarray(0, ZIP.length).equals(ZIP) ? await typeOfZip(content, byBytes) : byBytes;
  return { fileName: nameOfAttachment(given, mediaType), mediaType };
}

/** An Office file is an archive with certain parts; without them it is an archive, and a broken archive is nothing known. */
async function typeOfZip(content: Buffer, claimed: string): Promise<string> {
  const names = await namesIn(content);
  if (names === null) return 'application/octet-stream';
  const parts = OFFICE_PARTS[claimed] ?? [];
  return parts.every((part) => names.some((name) => name.startsWith(part))) ? claimed : 'application/zip';
}

async function namesIn(content: Buffer): Promise<readonly string[] | null> {
  try {
    return await readNames(await fromBufferPromise(content, { lazyEntries: true }));
  } catch (error) {
    if (error instanceof DomainError) throw error;
    return null;
  }
}

async function readNames(archive: ZipFile): Promise<readonly string[]> {
  if (archive.entryCount > MOST_ENTRIES) throw refused(`holds more than ${MOST_ENTRIES} files`);
  const names: string[] = [];
  for await (const entry of archive.eachEntry()) {
    if (isLink(entry)) throw refused('holds a link to another file');
    names.push(entry.fileName);
  }
  return names;
}

/** The upper half is the mode of Unix, whichever system the archive says that it comes from. */
const isLink = ({ externalFileAttributes }: Entry): boolean => ((externalFileAttributes >>> 16) & FILE_KIND) === LINK;

const refused = (why: string): DomainError => new DomainError('UNSUPPORTED_MEDIA_TYPE', `The archive ${why}.`);
