import { HOW_TO_VERIFY } from '../approval/export-schema';
import type { ArchiveFile, ArchiveIndex } from './archive-schema';

/** How a stranger checks an archive with nothing but the archive. */
const HOW = [
  '`content` of `index.json`, written as JSON without spaces and with the fields of every object sorted by name, is what `signature` (Ed25519, `publicKey` raw, both in base64) is over; its SHA-256 stands in the audit trail of the engagement (`archive.built`).',
  'Every file has the SHA-256 and the size that stand beside its path, and there is no file beside these and `index.json`.',
  'Each line of `audit.ndjson` is one entry of the trail, checked in this way:',
  ...HOW_TO_VERIFY.whole.map((step) => step.replace('`audit.entries`', '`audit.ndjson`')),
] as const;

/** The index of an archive; the order in which its files were made does not matter. */
export function archiveIndex(
  about: Pick<ArchiveIndex, 'engagement' | 'trail'>,
  files: readonly ArchiveFile[],
): ArchiveIndex {
  return {
    format: 'tenure-archive/1',
    ...about,
    files: [...files].sort((a, b) => (a.path < b.path ? -1 : 1)),
    howToVerify: [...HOW],
  };
}
