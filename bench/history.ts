/**
 * `npx tsx bench/history.ts [example] [years] [rhythm] [others]`: rehearses an engagement over years of skipped time and sums what
 * its workflows leave behind: executions, events, bytes and actions, by kind of workflow. `docs/performance.md` keeps them.
 * With the rhythm `quarterly` both sides meet once a quarter, as the target has it, and not once a month. The date keeper
 * is counted apart and by engagement: so many others are in service beside the one that is played.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { temporal } from '@temporalio/proto';
import { readExample } from '../bin/demo/read-example';
import { begin } from '../bin/rehearsal/begin';
import { Closers } from '../bin/rehearsal/closers';
import { openWorld, type World } from '../bin/rehearsal/world';
import { passYears } from '../bin/rehearsal/years';
import { dateKeeperId, engagementWorkflowId, requestWorkflowId, reviewWorkflowId } from '../workflows/ids';
import { serveBeside } from './beside';
import { machine, say } from './timing';

type Event = temporal.api.history.v1.IHistoryEvent;
const { EventType } = temporal.api.enums.v1;
const YEAR_MS = 365.25 * 86_400_000;
/** What stands in the target line: events, bytes, events of the largest history, actions a year. */
const TARGET = '≤ 1,000 | ≤ 220 KB | ≤ 250 | ≤ 115';

interface Run {
  readonly kind: string;
  readonly events: number;
  readonly bytes: number;
  readonly actions: number;
  /** Workflow tasks with local activities, which Temporal Cloud counts as one action each. */
  readonly local: number;
  readonly by: ReadonlyMap<string, number>;
}

interface Address {
  readonly id: string;
  readonly runId: string;
}

/** Every run that can be reached: those that follow a run, and children of one. */
async function runsFrom({ client }: World, ids: readonly string[]): Promise<readonly Run[]> {
  const runs = new Map<string, Run>();
  const waiting: Address[] = await Promise.all(ids.map(async (id) => ({ id, runId: await firstRun(client, id) })));
  for (let next = waiting.shift(); next; next = waiting.shift()) {
    if (runs.has(next.runId)) continue;
    const { events } = await client.workflow.getHandle(next.id, next.runId).fetchHistory();
    runs.set(next.runId, measured(events ?? []));
    waiting.push(...following(next.id, events ?? []));
  }
  return [...runs.values()];
}

const following = (id: string, events: readonly Event[]): readonly Address[] =>
  events.flatMap((event) => {
    const child = event.childWorkflowExecutionStartedEventAttributes?.workflowExecution;
    const runId = event.workflowExecutionContinuedAsNewEventAttributes?.newExecutionRunId;
    return [
      ...(child?.workflowId && child.runId ? [{ id: child.workflowId, runId: child.runId }] : []),
      ...(runId ? [{ id, runId }] : []),
    ];
  });

const firstRun = async (client: World['client'], id: string): Promise<string> => {
  const { events } = await client.workflow.getHandle(id).fetchHistory();
  return events?.[0]?.workflowExecutionStartedEventAttributes?.firstExecutionRunId ?? '';
};

function measured(events: readonly Event[]): Run {
  const kind = events[0]?.workflowExecutionStartedEventAttributes?.workflowType?.name ?? '';
  const names = events.flatMap(({ eventType }) => ACTIONS.get(eventType) ?? []);
  const local = new Set(
    events.filter(isLocal).map((event) => String(event.markerRecordedEventAttributes?.workflowTaskCompletedEventId)),
  );
  const bytes = events.reduce(
    (sum, event) => sum + temporal.api.history.v1.HistoryEvent.encode(event).finish().length,
    0,
  );
  return { kind, events: events.length, bytes, actions: names.length, local: local.size, by: tally(names) };
}

const isLocal = ({ markerRecordedEventAttributes: marker }: Event): boolean =>
  marker?.markerName === 'core_local_activity';

/** What is billed, by the event that shows it. */
const ACTIONS = new Map<unknown, string>([
  [EventType.EVENT_TYPE_WORKFLOW_EXECUTION_STARTED, 'start'],
  [EventType.EVENT_TYPE_START_CHILD_WORKFLOW_EXECUTION_INITIATED, 'child'],
  [EventType.EVENT_TYPE_TIMER_STARTED, 'timer'],
  [EventType.EVENT_TYPE_ACTIVITY_TASK_STARTED, 'activity'],
  [EventType.EVENT_TYPE_WORKFLOW_EXECUTION_SIGNALED, 'signal'],
  [EventType.EVENT_TYPE_WORKFLOW_EXECUTION_UPDATE_ACCEPTED, 'update'],
  [EventType.EVENT_TYPE_UPSERT_WORKFLOW_SEARCH_ATTRIBUTES, 'search attributes'],
]);

function tally(names: readonly string[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  return counts;
}

const number = (value: number): string => Math.round(value).toLocaleString('en');
const sum = (runs: readonly Run[], of: (run: Run) => number): number => runs.reduce((total, run) => total + of(run), 0);

interface Measured {
  /** Of the engagement's own workflows. */
  readonly own: readonly Run[];
  /** Of the date keeper, which engagements share. */
  readonly keeper: readonly Run[];
  readonly engagements: number;
  readonly years: number;
}

function print({ own, keeper, engagements, years }: Measured): void {
  say(
    '| workflow | runs | events | KB | largest history | actions a year | tasks with local activities a year | actions by kind |',
  );
  say('|---|---|---|---|---|---|---|---|');
  const kinds = [...new Set(own.map(({ kind }) => kind))];
  for (const kind of kinds) line(kind, { runs: own.filter((run) => run.kind === kind), years });
  line('all of its own', { runs: own, years });
  line('date keeper of all', { runs: keeper, years });
  line(`date keeper, share of one of ${engagements}`, { runs: keeper, years, sharedBy: engagements });
  say(`| target | | ${TARGET} | | |`);
}

interface Line {
  readonly runs: readonly Run[];
  readonly years: number;
  readonly sharedBy?: number;
}

function line(kind: string, { runs, years, sharedBy = 1 }: Line): void {
  const counts = tally(runs.flatMap(({ by }) => [...by].flatMap(([name, count]) => Array<string>(count).fill(name))));
  const parts = [...counts].map(([name, count]) => `${name} ${count}`).join(', ');
  const figures = [
    runs.length / sharedBy,
    sum(runs, ({ events }) => events) / sharedBy,
    sum(runs, ({ bytes }) => bytes) / 1024 / sharedBy,
    Math.max(...runs.map(({ events }) => events)),
    sum(runs, ({ actions }) => actions) / years / sharedBy,
    sum(runs, ({ local }) => local) / years / sharedBy,
  ];
  say(`| ${kind} | ${figures.map(number).join(' | ')} | ${parts} |`);
}

async function idsIn({ db }: World, table: 'requests' | 'reviews', engagementId: string): Promise<readonly string[]> {
  const rows = await db(table).where({ engagement_id: engagementId }).select<{ id: string }[]>('id');
  return rows.map(({ id }) => id);
}

async function main(): Promise<void> {
  const [file = 'examples/logistics.json', years = '3', rhythm = 'monthly', others = '0'] = process.argv.slice(2);
  const dataDir = mkdtempSync(join(tmpdir(), 'tenure-rehearsal-'));
  const closers = new Closers();
  closers.add(() => Promise.resolve(rmSync(dataDir, { recursive: true, force: true })));
  try {
    const report = (): void => undefined;
    const world = await openWorld(dataDir, closers, report);
    const play = await begin(readExample(file), world, report);
    await world.db('engagements').where({ id: play.id }).update({ review_rhythm: rhythm });
    await serveBeside(world, { like: play.id, count: Number(others) });
    await passYears(play, { clock: world.clock, until: world.clock.now() + Number(years) * YEAR_MS });
    const requests = await idsIn(world, 'requests', play.id);
    const reviews = await idsIn(world, 'reviews', play.id);
    const roots = [engagementWorkflowId(play.id), ...requests.map(requestWorkflowId), ...reviews.map(reviewWorkflowId)];
    say(`${play.example.title}, ${years} years, ${rhythm} reviews, ${others} others beside it; ${machine()}`);
    const own = await runsFrom(world, roots);
    const keeper = await runsFrom(world, [dateKeeperId('tenure')]);
    print({ own, keeper, engagements: Number(others) + 1, years: Number(years) });
  } finally {
    await closers.closeAll();
  }
}

void main();
