/**
 * `npm run replay:record [-- part of a name …]`: plays the scenarios whose histories are not kept yet and keeps them. What is
 * kept already was written by an earlier release and stays as it is.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { runProgram, sentenceOf } from '../../bin/parts/failure';
import { createProgress } from '../../bin/parts/progress';
import { findTemporalCli } from '../../bin/parts/temporal-cli';
import { findTestServer } from '../../bin/parts/time-skipping';
import { version } from '../../package.json';
import { decrypted, storedHistory } from '../history';
import { handingOverAfter, type TestTemporal, timeSkipping } from '../temporal';
import { type History, type HistoryEvent, keep, readCorpus, recordedNames, shapeOf } from './corpus';
import type { Scenario } from './scenario';
import { scenarios } from './scenarios';
import { Theatre } from './theatre';

const SHORT = 40;
const LIMIT_MS = 120_000;
/** Who ran a task says nothing here and would name a machine. */
const IDENTITY = /\d+@[\w.-]+/g;

runProgram(async () => {
  const wanted = process.argv.slice(2);
  const kept = recordedNames();
  const missing = scenarios()
    .filter(({ name }) => wanted.length === 0 || wanted.some((part) => name.includes(part)))
    .filter(({ name }) => !kept.some((one) => one.startsWith(`${name}.`)));
  const progress = createProgress(process.stderr);
  const search = { env: process.env, report: progress.report };
  process.env['TENURE_TEST_SERVER'] = await findTestServer(search);
  process.env['TENURE_TEST_TEMPORAL_CLI'] = await findTemporalCli(search);
  progress.done();
  await recordAll(missing);
});

async function recordAll(missing: readonly Scenario[]): Promise<void> {
  const shapes = new Set(readCorpus().map(({ history }) => shapeOf(history)));
  for (const [short, open] of [[false, timeSkipping], [true, () => handingOverAfter(SHORT)]] as const) {
    const here = missing.filter(({ shortRuns = false }) => shortRuns === short);
    if (here.length === 0) continue;
    const temporal = await open();
    const theatre = new Theatre(temporal);
    try {
      await theatre.open(async () => {
        for (const scenario of here) await recordOrSay(scenario, theatre, shapes);
      });
    } finally {
      await temporal.close();
    }
  }
}

/** One that does not come to its end keeps nobody else from being recorded. */
async function recordOrSay(scenario: Scenario, theatre: Theatre, shapes: Set<string>): Promise<void> {
  const end = new AbortController();
  const tooLong = sleep(LIMIT_MS, undefined, { signal: end.signal }).then(() => {
    throw new Error('it does not come to its end');
  });
  try {
    await Promise.race([record(scenario, theatre, shapes), tooLong]);
  } catch (error) {
    console.error(`✘ ${scenario.name}: ${sentenceOf(error)}`);
    process.exitCode = 1;
  } finally {
    end.abort();
    await tooLong.catch(() => undefined);
  }
}

async function record(scenario: Scenario, theatre: Theatre, shapes: Set<string>): Promise<void> {
  const { name, story, before = [], play } = scenario;
  const { temporal } = theatre;
  theatre.before = before;
  const workflowIds = await play(theatre);
  let count = 0;
  for await (const history of allOf(temporal, workflowIds)) {
    if (count > 0 && shapes.has(shapeOf(history))) continue;
    shapes.add(shapeOf(history));
    count += 1;
    keep(`${name}.${count}`, { story, release: version, before }, history);
  }
  console.log(`${name}: ${count}`);
}

async function* allOf(temporal: TestTemporal, workflowIds: readonly string[]): AsyncGenerator<History> {
  for (const workflowId of workflowIds) yield* withThoseOf(temporal, { workflowId });
}

interface Run {
  readonly workflowId: string;
  readonly runId?: string;
}

/** The history of a run, of those that went on where it handed over, and of all that it started. */
async function* withThoseOf(temporal: TestTemporal, run: Run): AsyncGenerator<History> {
  const handle = temporal.client.workflow.getHandle(run.workflowId, run.runId);
  const firstRun = await firstRunOf(temporal, run);
  const text = JSON.stringify(await decrypted(await storedHistory(firstRun ?? handle)));
  const history = JSON.parse(text.replace(IDENTITY, 'worker')) as History;
  yield history;
  for (const next of followersOf(run.workflowId, history)) yield* withThoseOf(temporal, next);
}

/** Without a run id the newest run would answer. */
async function firstRunOf({ client }: TestTemporal, { workflowId, runId }: Run) {
  if (runId !== undefined) return undefined;
  const { events } = await client.workflow.getHandle(workflowId).fetchHistory();
  const first = events?.[0]?.workflowExecutionStartedEventAttributes?.firstExecutionRunId;
  return first ? client.workflow.getHandle(workflowId, first) : undefined;
}

interface Following extends HistoryEvent {
  readonly childWorkflowExecutionStartedEventAttributes?: { readonly workflowExecution: Run };
  readonly workflowExecutionContinuedAsNewEventAttributes?: { readonly newExecutionRunId: string };
}

const followersOf = (workflowId: string, { events }: History): readonly Run[] =>
  // What these two kinds of event hold is what Temporal's own description says.
  (events as readonly Following[]).flatMap((event) => {
    const child = event.childWorkflowExecutionStartedEventAttributes?.workflowExecution;
    const next = event.workflowExecutionContinuedAsNewEventAttributes?.newExecutionRunId;
    return [...(child ? [child] : []), ...(next ? [{ workflowId, runId: next }] : [])];
  });
