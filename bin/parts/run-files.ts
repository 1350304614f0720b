import { existsSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { readJson, writeJson } from './files';
import { StartFailure } from './failure';
import { commandLine, endLeftover } from './processes';

const Entry = z.object({ pid: z.number().int().positive(), mark: z.string().min(3) });
type Entry = z.infer<typeof Entry>;
const LAUNCHER = 'launcher';

const folder = (dataDir: string): string => join(dataDir, 'run');
const fileOf = (dataDir: string, name: string): string => join(folder(dataDir), `${name}.json`);

/** Notes which process runs a part, so that the next start can end what a killed launcher left behind. */
export const noteRunning = (dataDir: string, name: string, entry: Entry): void =>
  writeJson(fileOf(dataDir, name), entry);

export const forgetRunning = (dataDir: string, name: string): void => rmSync(fileOf(dataDir, name), { force: true });

function entryOf(dataDir: string, name: string): Entry | undefined {
  const parsed = Entry.safeParse(readJson<unknown>(fileOf(dataDir, name), undefined));
  return parsed.success ? parsed.data : undefined;
}

/** One launcher per data directory: two would fight over the same database files. */
export function claimDataDir(dataDir: string, mark: string): void {
  const other = entryOf(dataDir, LAUNCHER);
  if (other && other.pid !== process.pid && commandLine(other.pid).includes(other.mark))
    throw new StartFailure(`Tenure already runs with the data directory ${dataDir} (process ${other.pid}).`);
  noteRunning(dataDir, LAUNCHER, { pid: process.pid, mark });
}

export const releaseDataDir = (dataDir: string): void => forgetRunning(dataDir, LAUNCHER);

/** Ends processes that a killed launcher left; says their names. */
export async function endLeftovers(dataDir: string): Promise<readonly string[]> {
  const names = existsSync(folder(dataDir))
    ? readdirSync(folder(dataDir)).map((file) => file.replace(/\.json$/, ''))
    : [];
  const found: string[] = [];
  for (const name of names.filter((other) => other !== LAUNCHER)) {
    const entry = entryOf(dataDir, name);
    if (entry && (await endLeftover(entry.pid, entry.mark))) found.push(name);
    forgetRunning(dataDir, name);
  }
  return found;
}
