import { fileTypeFromStream } from 'file-type/node';
import type { StagedDocument } from '../db/documents/store';
import { DOCUMENT_TYPES } from '../domain/contract/document';
import { DomainError } from '../domain/errors';
import { archiveRefused, namesInFile } from './archive-links';

/** The media type of what has come in, by its content; the name and what the sender claims are not asked. Refuses links in it. */
export async function documentTypeOf(staged: StagedDocument): Promise<string> {
  const found = (await signedType(staged)) ?? ((await isText(staged)) ? 'text/plain' : null);
  if (found !== null && DOCUMENT_TYPES.includes(found)) {
    // Office files are archives.
    if (/officedocument|opendocument/.test(found) && (await namesInFile(staged)) === null)
      throw archiveRefused('is broken');
    return found;
  }
  const what = found ?? 'of an unknown type';
  throw new DomainError('UNSUPPORTED_MEDIA_TYPE', `The file is ${what}; kept are ${DOCUMENT_TYPES.join(', ')}.`);
}

async function signedType(staged: StagedDocument): Promise<string | null> {
  const content = staged.read();
  try {
    return (await fileTypeFromStream(content))?.mime ?? null;
  } catch {
    // Begins like a file of some type and is none: not more than unknown.
    return null;
  } finally {
    content.destroy();
  }
}

async function isText(staged: StagedDocument): Promise<boolean> {
  const content = staged.read();
  try {
    return await holdsText(content);
  } catch {
    // The decoder met bytes that are no UTF-8.
    return false;
  } finally {
    content.destroy();
  }
}

/** UTF-8 without control characters, read piece by piece. */
async function holdsText(content: AsyncIterable<Buffer>): Promise<boolean> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  for await (const chunk of content) if (/[^\P{Cc}\t\n\r]/u.test(decoder.decode(chunk, { stream: true }))) return false;
  decoder.decode();
  return true;
}
