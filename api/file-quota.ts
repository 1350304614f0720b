import { DomainError } from '../domain/errors';
import { bytesOfFiles, lockFiles } from '../db/stores/engagement-files';
import type { Trx } from '../db/transaction';

interface NewFile {
  readonly id: string;
  readonly engagementId: string;
  readonly size: number;
  /** Bytes that all files of an engagement may have together. */
  readonly quota: number;
}

const MB = 1_048_576;

/** Refuses a file for which the engagement has no room left. Of two at once the second is counted after the first. */
export async function checkQuota(trx: Trx, { id, engagementId, size, quota }: NewFile): Promise<void> {
  await lockFiles(trx, engagementId);
  if ((await bytesOfFiles(trx, engagementId, id)) + size <= quota) return;
  throw new DomainError(
    'BODY_TOO_LARGE',
    `The files of an engagement may have at most ${Math.floor(quota / MB)} MB together.`,
  );
}
