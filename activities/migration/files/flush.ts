import { execFile } from 'node:child_process';
import { constants } from 'node:fs';
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Found } from './place';

const run = promisify(execFile);

/**
 * Makes all that was written below a directory survive a loss of power: at once where the system has a way to flush one file
 * system, otherwise file by file. Until then a loss of power costs what the verification finds missing and sends again.
 */
export async function flushTree(root: string, walk: () => AsyncGenerator<Found>): Promise<void> {
  const flushed = await run('sync', ['-f', root]).then(
    () => true,
    () => false,
  );
  if (flushed) return;
  for await (const { path } of walk()) await flushOne(join(root, path));
  await flushOne(root);
}

async function flushOne(path: string): Promise<void> {
  const handle = await open(path, constants.O_RDONLY | constants.O_NOFOLLOW);
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
