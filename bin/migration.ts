/** `npm run migration -- <engagement> [dataset]`: shows how migrations get on until they end; the exit code is the verdict. */
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { loadConfig } from '../config';
import { callerFor } from './demo/http';
import { runProgram, StartFailure } from './parts/failure';
import { exitCodeOf, followMigrations, verdictLine } from './parts/migration-report';
import { createProgress } from './parts/progress';

const EVERY_MS = 2_000;

runProgram(async () => {
  const { positionals } = parseArgs({ allowPositionals: true });
  const [engagementId, key] = positionals;
  const { publicUrl, token } = loadConfig();
  if (engagementId === undefined) throw new StartFailure('Usage: npm run migration -- <engagement id> [dataset key]');
  if (token === undefined)
    throw new StartFailure('Set TENURE_TOKEN to an API token of somebody who may read the engagement.');
  const { report, done } = createProgress();
  const pause = (): Promise<void> => sleep(EVERY_MS);
  try {
    const datasets = await followMigrations({ caller: callerFor(publicUrl, token), engagementId, key, report, pause });
    done();
    for (const dataset of datasets) console.log(verdictLine(dataset));
    process.exitCode = exitCodeOf(datasets);
  } finally {
    done();
  }
});
