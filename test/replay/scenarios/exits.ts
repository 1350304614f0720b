import { Context } from '@temporalio/activity';
import { ApplicationFailure } from '@temporalio/common';
import { v7 as uuidv7 } from 'uuid';
import type { MigrationInput } from '../../../workflows/migration';
import { type Acting, alone, DAY, type Fakes, type Scenario } from '../scenario';

const done = () => Promise.resolve();
const fail = () => Promise.reject(ApplicationFailure.nonRetryable('The target is full.', 'EXPORT_FAILED'));

interface Carried {
  readonly name: string;
  readonly story: string;
  readonly mode: MigrationInput['mode'];
  /** Whether what arrived is equal, round by round; the last one counts for all further ones. */
  readonly passed?: readonly boolean[];
  readonly activities?: Fakes;
  readonly meanwhile?: (acting: Acting) => Promise<void>;
  /** The time-skipping server knows no cancelling of activities. */
  readonly shortRuns?: true;
}

const carried: readonly Carried[] = [
  { name: 'real', story: 'All arrives equal at once.', mode: 'real' },
  { name: 'drill', story: 'A drill passes.', mode: 'drill' },
  { name: 'sent-again', story: 'Part is not equal and is sent again.', mode: 'real', passed: [false, true] },
  { name: 'never-equal', story: 'Nothing ever arrives equal.', mode: 'real', passed: [false] },
  { name: 'drill-fails', story: 'A drill finds differences to the end.', mode: 'drill', passed: [false] },
  { name: 'refused', story: 'The run is refused at its opening.', mode: 'real', activities: { openRun: fail } },
  { name: 'inventory-fails', story: 'The inventory fails.', mode: 'real', activities: { inventoryDataset: fail } },
  { name: 'transfer-fails', story: 'The transfer fails.', mode: 'drill', activities: { transferDataset: fail } },
  { name: 'record-fails', story: 'The verdict cannot be recorded.', mode: 'real', activities: { recordRun: fail } },
  {
    name: 'cancelled',
    story: 'It is cancelled in the middle of its transfer.',
    mode: 'real',
    activities: { transferDataset: untilCancelled },
    shortRuns: true,
    meanwhile: async ({ handle }) => {
      await handle.executeUpdate('opened', { args: [{}] });
      await handle.cancel();
      await handle.result();
    },
  },
];

/** Copies without an end, as far as Temporal is told. */
async function untilCancelled(): Promise<never> {
  const context = Context.current();
  const beat = setInterval(() => context.heartbeat(), 100);
  try {
    return await context.cancelled;
  } finally {
    clearInterval(beat);
  }
}

const CHANGES = [[], ['findings-stay-out'], ['drill-moves-dates'], ['findings-stay-out', 'drill-moves-dates']] as const;

const migration = (one: Carried, before: readonly string[]): Scenario => ({
  name: `migration/${one.name}${before.length === 0 ? '' : `-before-${before.length > 1 ? 'all' : before[0]}`}`,
  story: one.story,
  before,
  ...(one.shortRuns && { shortRuns: true }),
  play: (stage) => {
    let round = 0;
    const { passed = [true], meanwhile } = one;
    const compare = () => Promise.resolve({ passed: passed[Math.min((round += 1), passed.length) - 1] });
    const activities = {
      ...{ openRun: done, inventoryDataset: done, transferDataset: done, recordRun: done, recordStop: done },
      ...{ compareDataset: compare, verifyDataset: compare, ...one.activities },
    };
    const runId = uuidv7();
    const input: MigrationInput = { runId, engagementId: uuidv7(), key: 'files', mode: one.mode, sampleBp: 10_000, runnerId: 'ann' };
    const start = { type: 'migrationWorkflow', workflowId: `migration-${runId}`, args: [input] };
    return alone(stage, activities as Fakes, { ...start, ...(meanwhile && { meanwhile }) });
  },
});

interface Deleted {
  readonly name: string;
  readonly story: string;
  readonly outcomes: readonly string[];
  readonly activities?: () => Fakes;
  readonly meanwhile?: (acting: Acting) => Promise<void>;
}

/** Fails or answers so often, then no more. */
const times = <T>(count: number, first: () => Promise<T>, then: () => Promise<T>) => {
  let asked = 0;
  return () => ((asked += 1) <= count ? first() : then());
};
const open = () => Promise.resolve(null);
const held = () => Promise.resolve('a legal hold');

const deleted: readonly Deleted[] = [
  { name: 'approved', story: 'Two people approve, and all is deleted.', outcomes: ['approved'] },
  ...['rejected', 'withdrawn', 'expired', 'terminated', 'superseded'].map((outcome) => ({ name: outcome, story: `The request ends ${outcome}.`, outcomes: [outcome] })),
  { name: 'returned', story: 'The request is sent back before it is approved.', outcomes: ['returned', 'approved'] },
  { name: 'refused', story: 'It is refused at its opening.', outcomes: [], activities: () => ({ openDeletion: fail }) },
  { name: 'held', story: 'A legal hold stands before it for two days.', outcomes: ['approved'], activities: () => ({ deletionGate: times<string | null>(2, held, open) }) },
  { name: 'held-until-told', story: 'A hold ends and it is told.', outcomes: ['approved'], activities: () => ({ deletionGate: times<string | null>(1, held, open) }), meanwhile: ({ handle }) => handle.signal('exitProgressed') },
  { name: 'stuck', story: 'The source cannot be deleted at first.', outcomes: ['approved'], activities: () => ({ deleteDataset: times(1, fail, done) }) },
];

const deletion = ({ name, story, outcomes, activities, meanwhile }: Deleted): Scenario => ({
  name: `deletion/${name}`,
  story,
  play: (stage) => {
    const input = { engagementId: uuidv7(), key: 'files', requestId: uuidv7(), requestedBy: 'ann' };
    const all = { openDeletion: done, refuseDeletion: done, deletionGate: open, deleteDataset: done, deletionStuck: done, ...activities?.() };
    return alone(stage, all, {
      ...{ type: 'deletionWorkflow', workflowId: `deletion-${input.requestId}`, args: [input] },
      meanwhile: async (acting) => {
        await acting.handle.executeUpdate('opened', { args: [{}] }).catch(() => undefined);
        for (const outcome of outcomes) await acting.handle.signal('requestDecided', { requestId: input.requestId, outcome });
        await meanwhile?.(acting);
        await acting.temporal.sleep(3 * DAY);
        await acting.handle.result();
      },
    });
  },
});

const purged: readonly { readonly name: string; readonly story: string; readonly rows: readonly string[]; readonly ends?: readonly string[]; readonly shortRuns?: true }[] = [
  { name: 'batches', story: 'Three batches, and nothing is left.', rows: ['more', 'more', 'nothing-left'] },
  { name: 'written-meanwhile', story: 'More was written meanwhile: once more from the beginning.', rows: ['more', 'nothing-left', 'more', 'nothing-left'], ends: ['more', 'nothing-left'] },
  { name: 'held', story: 'A legal hold is placed and lifted a day later.', rows: ['more', 'held', 'more', 'nothing-left'] },
  { name: 'long', story: 'So many batches that it hands over.', rows: [...Array.from({ length: 12 }, () => 'more'), 'nothing-left'], shortRuns: true },
];

const purge = ({ name, story, rows, ends = ['nothing-left'], shortRuns }: (typeof purged)[number]): Scenario => ({
  name: `purge/${name}`,
  story,
  ...(shortRuns && { shortRuns }),
  play: (stage) => {
    const answers = (list: readonly string[]) => { const left = [...list]; return () => Promise.resolve(left.shift() ?? 'nothing-left'); };
    const activities = { purgeRows: answers(rows), purgeContents: done, purgeProcesses: done, finishPurge: answers(ends) };
    const purgeId = uuidv7();
    return alone(stage, activities as Fakes, { type: 'purgeWorkflow', workflowId: `purge-${purgeId}`, args: [{ purgeId }] });
  },
});

export const exitScenarios = (): readonly Scenario[] => [
  ...carried.flatMap((one) => CHANGES.map((before) => migration(one, before))),
  ...deleted.map(deletion),
  ...purged.map(purge),
];
