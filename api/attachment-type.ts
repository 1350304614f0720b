import { mediaTypeOf, nameOfAttachment, OFFICE_PARTS } from '../domain/approval/attachment';
import { packedKindOf } from '../domain/approval/packed';
import { archiveRefused, namesInBuffer } from './archive-links';

const ZIP = Buffer.from('504b0304', 'hex');
/** So begin also archives in several parts, and empty ones. */
const PK = ZIP.subarray(0, 2);
const begins = (content: Buffer, start: Buffer): boolean => content.subarray(0, start.length).equals(start);

export interface ToldFile {
  readonly fileName: string;
  readonly mediaType: string;
}

/**
 * What a file is by its content, under a name whose ending does not say otherwise. Refuses archives that hold links, and those of
 * kinds that are not looked into.
 */
export async function toldFile(content: Buffer, given: string): Promise<ToldFile> {
  const packed = packedKindOf(content);
  if (packed !== null) throw archiveRefused(`is of a kind that is not taken (${packed}): send a ZIP file`);
  const byBytes = mediaTypeOf(content, given);
  const mediaType = await typeBy(content, byBytes);
  return { fileName: nameOfAttachment(given, mediaType), mediaType };
}

/** An Office file is an archive with certain parts; without them it is an archive, and a broken archive is nothing known. */
async function typeBy(content: Buffer, claimed: string): Promise<string> {
  if (!begins(content, PK)) return claimed;
  const names = await namesInBuffer(content);
  if (names === null) return begins(content, ZIP) ? 'application/octet-stream' : claimed;
  const parts = OFFICE_PARTS[claimed];
  return parts?.every((part) => names.some((name) => name.startsWith(part))) ? claimed : 'application/zip';
}
