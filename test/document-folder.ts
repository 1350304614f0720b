import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { folderStore } from '../db/documents/folder';
import type { DocumentStore } from '../db/documents/store';

export interface DocumentFolder {
  readonly root: string;
  readonly store: DocumentStore;
  /** Names of what is on its way in. */
  readonly incoming: () => Promise<readonly string[]>;
  readonly remove: () => Promise<void>;
}

/** A document store of its own for a test file; removed in `afterAll`. */
export async function documentFolder(): Promise<DocumentFolder> {
  const root = await mkdtemp(join(tmpdir(), 'tenure-documents-'));
  return {
    root,
    store: folderStore(root),
    incoming: () => readdir(join(root, 'incoming')).catch(() => []),
    remove: () => rm(root, { recursive: true, force: true }),
  };
}
