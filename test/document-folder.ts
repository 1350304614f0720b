import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { until } from '../bin/parts/processes';
import { folderStore } from '../db/documents/folder';
import type { DocumentStore } from '../db/documents/store';

export interface DocumentFolder {
  readonly root: string;
  readonly store: DocumentStore;
  /** Names of what is on its way in. */
  readonly incoming: () => Promise<readonly string[]>;
  /** What is still on its way in once everything that was refused had time to go: it is dropped when an exchange has ended, which may be after its answer came. */
  readonly leftOver: () => Promise<readonly string[]>;
  readonly remove: () => Promise<void>;
}

/** A document store of its own for a test file, in a folder that is given or in a new one; removed in `afterAll`. */
export async function documentFolder(given?: string): Promise<DocumentFolder> {
  const root = given ?? (await mkdtemp(join(tmpdir(), 'tenure-documents-')));
  const incoming = (): Promise<readonly string[]> => readdir(join(root, 'incoming')).catch(() => []);
  const isEmpty = async (): Promise<boolean> => (await incoming()).length === 0;
  return {
    root,
    store: folderStore(root),
    incoming,
    leftOver: async () => {
      await until(isEmpty, { limitMs: 10_000, sentence: 'What was refused stays in the folder.' });
      return incoming();
    },
    remove: () => rm(root, { recursive: true, force: true }),
  };
}
