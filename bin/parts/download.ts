import { spawn } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import { Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { z } from 'zod';
import type { Report } from './progress';

/** Where nothing answers we want to know soon: other ways are tried next. */
const CONNECT_MS = 4_000;
const MEGABYTE = 1_048_576;

const Info = z.object({ archiveUrl: z.url(), fileToExtract: z.string() });
export type ArchiveInfo = z.infer<typeof Info>;

/** Where the official distribution keeps an executable for this machine; the same service the SDK itself asks. */
export async function officialArchive(artifact: string, version: string, base: string): Promise<ArchiveInfo> {
  const arch = process.arch === 'x64' ? 'amd64' : process.arch;
  const sdk = { 'sdk-name': 'sdk-typescript', 'sdk-version': '1.24.0' };
  const query = new URLSearchParams({ arch, platform: process.platform, format: 'tar.gz', ...sdk });
  const response = await fetch(`${base}/${artifact}/${version}?${query.toString()}`, {
    signal: AbortSignal.timeout(CONNECT_MS),
  });
  if (!response.ok) throw new Error(`${base} answered ${response.status}`);
  return Info.parse(await response.json());
}

/** Downloads to a file and tells how far it is. */
export async function download(url: string, path: string, report: Report): Promise<void> {
  const connecting = new AbortController();
  const timer = setTimeout(() => connecting.abort(), CONNECT_MS);
  const response = await fetch(url, { signal: connecting.signal });
  clearTimeout(timer);
  if (!response.ok || !response.body) throw new Error(`${new URL(url).host} answered ${response.status}`);
  const whole = Number(response.headers.get('content-length') ?? 0);
  await pipeline(Readable.fromWeb(response.body), counter(whole, report), createWriteStream(path));
}

function counter(whole: number, report: Report): Transform {
  let seen = 0;
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      seen += chunk.length;
      report(`${(seen / MEGABYTE).toFixed(0)} MB${whole > 0 ? ` of ${(whole / MEGABYTE).toFixed(0)} MB` : ''}`);
      done(null, chunk);
    },
  });
}

export interface Command {
  readonly program: string;
  readonly args: readonly string[];
  readonly cwd: string;
  readonly limitMs: number;
  readonly env?: NodeJS.ProcessEnv;
}

/** Runs a tool to its end, reporting the seconds it takes; fails with the last line it said. */
export async function run({ program, args, cwd, limitMs, env }: Command, report: Report): Promise<void> {
  const child = spawn(program, args, {
    cwd,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...env },
    timeout: limitMs,
  });
  let said = '';
  const listen = (text: Buffer) => (said = `${said}${text.toString()}`.slice(-2_000));
  child.stdout.on('data', listen);
  child.stderr.on('data', listen);
  const began = Date.now();
  const ticking = setInterval(() => report(`${Math.round((Date.now() - began) / 1_000)} s`), 1_000);
  try {
    const code = await new Promise<number | null>((resolve, reject) => {
      child.once('error', reject);
      child.once('close', resolve);
    });
    if (code !== 0) throw new Error(lastLine(said) || `${program} ended with code ${code}`);
  } finally {
    clearInterval(ticking);
  }
}

const lastLine = (text: string): string => text.trim().split('\n').at(-1) ?? '';
