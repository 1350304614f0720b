import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { readJson } from './files';
import { hasEnded } from './processes';
import { straysOf } from './strays';

export interface Outcome {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
  /** What is wrong beside failed tests: one sentence each. */
  readonly objections: readonly string[];
}

const Results = z.object({
  numPassedTests: z.number(),
  numFailedTests: z.number(),
  numPendingTests: z.number(),
  numTodoTests: z.number(),
  numRuntimeErrorTestSuites: z.number(),
});

/** A run that has its results ends within this time, or a test left something open. */
const CLOSING_MS = 15_000;
/** Children of a worker that ended need a moment to end as well. */
const STRAY_MS = 3_000;

/** Runs jest in a process of its own and counts; a test file that cannot even load counts as one failure. */
export async function runJest(args: readonly string[], env: Readonly<Record<string, string>>): Promise<Outcome> {
  const folder = mkdtempSync(join(tmpdir(), 'tenure-jest-'));
  const file = join(folder, 'results.json');
  const mark = `TENURE_TEST_RUN=${randomUUID()}`;
  try {
    const [name = '', value = ''] = mark.split('=');
    const given = { ...env, [name]: value, TENURE_TEST_FOLDER: folder };
    const closed = await finish(jest([...args, '--json', `--outputFile=${file}`], given), file);
    const strays = await endStrays(mark);
    return outcomeOf(file, [
      ...(closed ? [] : ['A test left a timer, pool or connection open: jest did not end by itself.']),
      ...strays.map((line) => `A test left a process running: ${line}`),
    ]);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** jest reports on stderr; with --json the results come to stdout as well: those are read from the file. */
const jest = (args: readonly string[], env: Readonly<Record<string, string>>): ChildProcess =>
  spawn(process.execPath, [require.resolve('jest/bin/jest'), ...args], {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'ignore', 'inherit'],
  });

/** Waits for the end; false when it had to be ended. */
async function finish(child: ChildProcess, results: string): Promise<boolean> {
  let since = 0;
  while (!hasEnded(child)) {
    await sleep(100);
    if (since === 0 && existsSync(results)) since = Date.now();
    if (since > 0 && Date.now() - since > CLOSING_MS) return !child.kill('SIGKILL');
  }
  return true;
}

async function endStrays(mark: string): Promise<readonly string[]> {
  for (const deadline = Date.now() + STRAY_MS; straysOf(mark).length > 0 && Date.now() < deadline;) await sleep(100);
  return straysOf(mark).map((pid) => {
    const line = readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ').slice(0, 120);
    process.kill(pid, 'SIGKILL');
    return `${pid} ${line}`;
  });
}

function outcomeOf(file: string, objections: readonly string[]): Outcome {
  const results = Results.safeParse(readJson<unknown>(file, undefined));
  if (!results.success) return { passed: 0, failed: 1, skipped: 0, objections };
  const { numPassedTests, numFailedTests, numPendingTests, numTodoTests, numRuntimeErrorTestSuites } = results.data;
  const failed = numFailedTests + numRuntimeErrorTestSuites + objections.length;
  return { passed: numPassedTests, failed, skipped: numPendingTests + numTodoTests, objections };
}
