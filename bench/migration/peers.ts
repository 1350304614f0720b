import { execFileSync, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { TABLES } from './data';
import { programs } from './server';

/** Runs a shell command and answers the seconds it took. */
async function timed(command: string): Promise<number> {
  const from = performance.now();
  const child = spawn('bash', ['-o', 'pipefail', '-c', command], { stdio: ['ignore', 'ignore', 'inherit'] });
  const code = await new Promise<number | null>((resolve) => child.once('exit', resolve));
  if (code !== 0) throw new Error(`${command} ended with ${code ?? 'a signal'}`);
  return (performance.now() - from) / 1000;
}

const quoted = (text: string): string => `'${text.replaceAll("'", String.raw`'\''`)}'`;

export function dumpAndRestore(from: string, to: string): Promise<number> {
  const bin = programs();
  const tables = TABLES.map((table) => `-t ${table}`).join(' ');
  return timed(
    `${join(bin, 'pg_dump')} ${tables} ${quoted(from)} | ${join(bin, 'psql')} -qX -v ON_ERROR_STOP=1 ${quoted(to)}`,
  );
}

export const rsync = (from: string, to: string, flags: string): Promise<number> =>
  timed(`rsync ${flags} ${quoted(`${from}/`)} ${quoted(`${to}/`)}`);

export const flushDisks = (): void => void execFileSync('sync');

export function needRsync(): void {
  if (!existsSync('/usr/bin/rsync') && !existsSync('/usr/local/bin/rsync'))
    throw new Error('rsync is needed: apt install rsync');
}
