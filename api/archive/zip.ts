import { PassThrough, type Readable } from 'node:stream';
import { ZipFile } from 'yazl';
import type { DocumentStore } from '../../db/documents/store';
import { canonicalJson } from '../../db/stores/audit';
import type { ArchiveFile, ArchiveIndex } from '../../domain/exit/archive-schema';
import type { Signed } from '../../domain/exit/manifest';

/**
 * Nothing that differs from day to day or from one machine to the next: no compression, whose bytes depend on the library,
 * and the first time that a zip can name, in the clock of whoever reads it.
 */
const PLAIN = { mtime: new Date(1980, 0, 1), mode: 0o100_644, compress: false, forceDosTimestamp: true } as const;

/** An archive as one zip, file by file out of the store. It breaks off at a content that is not what the index names. */
export function zipOf(index: Signed<ArchiveIndex>, store: DocumentStore): Readable {
  const zip = new ZipFile();
  const body = new PassThrough();
  let open: Readable | null = null;
  zip.on('error', (error: Error) => body.destroy(error));
  zip.addBuffer(Buffer.from(`${canonicalJson(index)}\n`), 'index.json', PLAIN);
  for (const file of index.content.files)
    zip.addReadStreamLazy(file.path, { ...PLAIN, size: file.size }, (done) => {
      opened(store, file).then(
        (content) => {
          if (body.destroyed) return void content.destroy();
          done(null, (open = content));
        },
        (error: unknown) => body.destroy(error instanceof Error ? error : new Error(String(error))),
      );
    });
  zip.end();
  zip.outputStream.pipe(body);
  // Whoever goes away in the middle leaves no file open behind them.
  body.once('close', () => open?.destroy());
  return body;
}

async function opened(store: DocumentStore, { path, sha256 }: ArchiveFile): Promise<Readable> {
  const content = await store.open(sha256);
  if (!content) throw new Error(`the document store does not have ${path} of an archive`);
  return content;
}
