import { zipSync } from 'fflate';
import { type Entry, fromBufferPromise, type ZipFile } from 'yauzl';
import { DomainError } from '../../domain/errors';
import { SHEET_LIMITS, unreadable } from './sheet';

/** The XML parts of a workbook by name. */
export type Parts = Readonly<Record<string, Uint8Array>>;

/**
 * Unpacks what a workbook is made of. Throws `SHEET_UNREADABLE` for a broken or encrypted archive, and for one that
 * grows past the limit: an entry that holds more than it declares breaks off while it is unpacked.
 */
export async function unpackParts(content: Buffer): Promise<Parts> {
  try {
    const archive = await fromBufferPromise(content, { lazyEntries: true, strictFileNames: true });
    return await readParts(archive);
  } catch (error) {
    if (error instanceof DomainError) throw error;
    throw unreadable('The workbook is broken: it cannot be unpacked.');
  }
}

async function readParts(archive: ZipFile): Promise<Parts> {
  if (archive.entryCount > SHEET_LIMITS.entries) throw unreadable('The workbook has too many parts.');
  const parts = new Map<string, Uint8Array>();
  let left: number = SHEET_LIMITS.unpackedBytes;
  for await (const entry of archive.eachEntry()) {
    if (!/\.(xml|rels)$/i.test(entry.fileName)) continue;
    if (entry.isEncrypted()) throw unreadable('The workbook is encrypted: save it without a password.');
    if (parts.has(entry.fileName)) throw unreadable('The workbook is broken: one of its parts comes twice.');
    left -= entry.uncompressedSize;
    if (left < 0) throw unreadable('The workbook is too large when unpacked.');
    parts.set(entry.fileName, await readPart(archive, entry));
  }
  return Object.fromEntries(parts);
}

async function readPart(archive: ZipFile, entry: Entry): Promise<Uint8Array> {
  const chunks: Buffer[] = [];
  // A zip stream yields bytes; its type does not say so.
  for await (const chunk of (await archive.openReadStreamPromise(entry)) as AsyncIterable<Buffer>) chunks.push(chunk);
  return Buffer.concat(chunks);
}

/** Packs parts again without compression: the reader then sees exactly what was checked. */
export const packParts = (parts: Parts): ArrayBuffer => new Uint8Array(zipSync({ ...parts }, { level: 0 })).buffer;
