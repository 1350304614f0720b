import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { historyToJSON } from '@temporalio/common/lib/proto-utils';
import type { WorkflowHandle } from '@temporalio/client';

/** Who ran a task says nothing here and would name a machine. */
const IDENTITY = /("identity": ")([^"]*)(")/g;

/**
 * Keeps the history of an execution for `test/replay` under a name that is not taken yet; only where
 * `TENURE_SAVE_HISTORIES` names a folder.
 */
export async function keepHistory(handle: WorkflowHandle, name: string): Promise<void> {
  const folder = process.env['TENURE_SAVE_HISTORIES'];
  if (!folder) return;
  mkdirSync(folder, { recursive: true });
  writeFileSync(
    join(folder, `${name}.json`),
    historyToJSON(await handle.fetchHistory()).replace(IDENTITY, '$1worker$3'),
  );
}
