import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Intake } from '../api/document-upload';
import { folderStore } from '../db/documents/folder';

/** For worlds in which nobody stores a document: the folder is never made. */
export const noDocuments: Intake = {
  ...{ store: folderStore(join(tmpdir(), 'tenure-no-documents')), limit: 1_048_576, quota: 2_147_483_648 },
};
