/**
 * `npm run migration -- <engagement> [dataset]`: shows how migrations get on until they end; the exit code is the verdict.
 * `… verify <bag>`, `… open <bag> --to <folder>` and `… import <bag> --to <database>` are for those who receive data: they
 * need the files alone, `--identity <file>` where these are encrypted, and `--key <base64>` to insist on whose key signed.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { loadConfig } from '../config';
import { BAG_COMMANDS, isBagCommand } from './bag/commands';
import { callerFor } from './demo/http';
import { runProgram, StartFailure } from './parts/failure';
import { exitCodeOf, followMigrations, verdictLine } from './parts/migration-report';
import { createProgress } from './parts/progress';

const EVERY_MS = 2_000;
const OPTIONS = { to: { type: 'string' }, identity: { type: 'string' }, key: { type: 'string' } } as const;
const USAGE =
  'Usage: npm run migration -- (<engagement id> [dataset key] | verify <bag> | open <bag> --to <empty folder> | ' +
  'import <bag> --to <postgres://…>), the last three with [--identity <file>] [--key <base64>] as well';

runProgram(async () => {
  const { positionals, values } = parseArgs({ allowPositionals: true, options: OPTIONS });
  const [first, second] = positionals;
  if (first === undefined) throw new StartFailure(USAGE);
  if (!isBagCommand(first)) return follow(first, second);
  if (second === undefined) throw new StartFailure(USAGE);
  process.exitCode = (await BAG_COMMANDS[first]({ bag: second, ...values }, (line) => console.log(line))) ? 0 : 1;
});

async function follow(engagementId: string, key: string | undefined): Promise<void> {
  const { publicUrl, token } = loadConfig();
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
}
