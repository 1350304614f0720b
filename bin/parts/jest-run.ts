import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { readJson } from './files';

export interface Outcome {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
  readonly code: number;
}

const Results = z.object({
  numPassedTests: z.number(),
  numFailedTests: z.number(),
  numPendingTests: z.number(),
  numTodoTests: z.number(),
  numRuntimeErrorTestSuites: z.number(),
});

/** Runs jest in a process of its own and counts; a test file that cannot even load counts as one failure. */
export async function runJest(args: readonly string[], env: Readonly<Record<string, string>>): Promise<Outcome> {
  const folder = mkdtempSync(join(tmpdir(), 'tenure-jest-'));
  const file = join(folder, 'results.json');
  try {
    const code = await jest([...args, '--json', `--outputFile=${file}`], env);
    return count(Results.safeParse(readJson<unknown>(file, undefined)), code);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function jest(args: readonly string[], env: Readonly<Record<string, string>>): Promise<number> {
  // jest writes its report to stderr and, with --json, the results to stdout as well: those are read from the file.
  const child = spawn(process.execPath, [require.resolve('jest/bin/jest'), ...args], {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code) => resolve(code ?? 1));
  });
}

function count(results: z.ZodSafeParseResult<z.infer<typeof Results>>, code: number): Outcome {
  if (!results.success) return { passed: 0, failed: 1, skipped: 0, code: code || 1 };
  const { numPassedTests, numFailedTests, numPendingTests, numTodoTests, numRuntimeErrorTestSuites } = results.data;
  const failed = numFailedTests + numRuntimeErrorTestSuites;
  return { passed: numPassedTests, failed, skipped: numPendingTests + numTodoTests, code };
}
