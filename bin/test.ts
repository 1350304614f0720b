/**
 * `npm test [-- jest arguments]`: starts PostgreSQL and Temporal for the tests, runs them, stops everything.
 * `--unit` runs only what needs no parts. `--serve` starts the parts and prints their addresses as shell exports:
 * with those set, `npx jest <file>` works as often as wanted.
 */
import { runProgram } from './parts/failure';
import { createProgress, type Progress } from './parts/progress';
import { startTestingParts, type TestingParts } from './parts/testing-parts';
import { runJest, type Outcome } from './parts/jest-run';

const UNIT = [
  '--testPathPatterns',
  'test/domain/',
  'test/codec/',
  'test/settings/',
  'test/logs/',
  'test/templates/',
  'test/sheets/',
  'test/bin/(temporal-cli|supervise)',
  'test/chaos/',
];

runProgram(async () => {
  const args = process.argv.slice(2);
  if (args.includes('--serve')) return serve();
  const unit = args.includes('--unit');
  const given = args.filter((arg) => arg !== '--unit');
  const outcome = unit ? await runJest([...given, ...UNIT], {}) : await withParts(given);
  conclude(outcome);
});

function conclude({ passed, failed, skipped, objections }: Outcome): void {
  for (const objection of objections) console.error(`✘ ${objection}`);
  console.log(`${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`);
  process.exitCode = failed > 0 || passed === 0 ? 1 : 0;
}

async function withParts(args: readonly string[]): Promise<Outcome> {
  const { progress, parts } = await start();
  progress.done();
  const onSignal = () => void parts.stop().then(() => process.exit(130));
  process.once('SIGINT', onSignal);
  process.once('SIGTERM', onSignal);
  try {
    return await runJest(args, parts.env);
  } finally {
    await parts.stop();
  }
}

async function start(): Promise<{ progress: Progress; parts: TestingParts }> {
  const progress = createProgress(process.stderr);
  try {
    return { progress, parts: await startTestingParts(progress.report) };
  } catch (error) {
    progress.done();
    throw error;
  }
}

async function serve(): Promise<void> {
  const { progress, parts } = await start();
  progress.done();
  for (const [name, value] of Object.entries(parts.env)) console.log(`export ${name}='${value}'`);
  console.log('# Ctrl-C stops the parts.');
  await new Promise<void>((resolve) => {
    process.once('SIGINT', () => resolve());
    process.once('SIGTERM', () => resolve());
    process.once('SIGHUP', () => resolve());
    // A pending promise alone does not keep a process alive.
    setInterval(() => undefined, 60_000);
  });
  await parts.stop();
  process.exit(0);
}
