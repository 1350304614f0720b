import fc from 'fast-check';
import { v7 as uuidv7 } from 'uuid';
import type { Act, Presence } from '../../../domain/approval/events';
import { REVISION } from '../../../domain/approval/reducer';
import { type Applied, found, MONDAY, REQUEST_ID } from '../../domain/approval-builders';
import { commands } from '../../domain/approval-model/commands';
import { opening } from '../../domain/approval-model/policies';
import { type Case, walk } from '../../domain/approval-model/walk';
import { alone, type Acting, type Fakes, type Scenario } from '../scenario';

/** Sequences of the random model of approvals that differ most, acted out by the workflow. */
const WANTED = 110;
const SEED = 20_261_123;

interface Played {
  readonly one: Case;
  readonly log: readonly Applied[];
  /** What happens in it, each kind of happening once. */
  readonly words: readonly string[];
}

/** Takes the sequences that bring in what few of those before them have. */
function chosen(): readonly Played[] {
  const all = fc.sample(fc.record({ opening, commands }), { numRuns: 500, seed: SEED });
  const left = new Set(all.map(played));
  const counts = new Map<string, number>();
  const taken: Played[] = [];
  while (taken.length < WANTED && left.size > 0) {
    const best = [...left].reduce((a, b) => (worth(b, counts) > worth(a, counts) ? b : a));
    left.delete(best);
    taken.push(best);
    for (const word of best.words) counts.set(word, (counts.get(word) ?? 0) + 1);
  }
  return taken;
}

function played(one: Case): Played {
  const { log } = walk(one);
  const words = log.flatMap(({ event, facts }) => facts.map(({ type }) => `${nameOf(event)} ${type}`));
  return { one, log, words: [...new Set(words)] };
}

const nameOf = (event: Applied['event']): string => (event.type === 'act' ? event.act.action : event.type);
const worth = ({ words }: Played, counts: ReadonlyMap<string, number>): number =>
  words.reduce((sum, word) => sum + 1 / (1 + 2 * (counts.get(word) ?? 0)) ** 2, 0);

/** How many of them are kept once more: from when records came to be written after their turn, and from when all changes were marked at the start. */
const ONCE_MORE = 12;
const ONCE_AGAIN = 6;

export function modelScenarios(): readonly Scenario[] {
  const all = scenariosOf(chosen());
  return [
    ...all,
    ...all
      .slice(0, ONCE_MORE)
      .map((one) => ({ ...one, name: `${one.name}-after-the-turn`, before: ['all-changes-from-the-start'] })),
    ...all.slice(0, ONCE_AGAIN).map((one) => ({ ...one, name: `${one.name}-from-the-start` })),
  ];
}

const scenariosOf = (sequences: readonly Played[]): readonly Scenario[] =>
  sequences.map((one, index) => ({
    name: `approval/model-${String(index + 1).padStart(3, '0')}`,
    story: `A random sequence: ${storyOf(one)}.`,
    play: (stage) => {
      const presences: Record<string, Presence> = {};
      const { workflowId, args } = { workflowId: `request-${uuidv7()}`, args: [inputOf(one)] };
      return alone(stage, fakesOf(one, presences), {
        ...{ type: 'approvalWorkflow', workflowId, args },
        meanwhile: (acting) => perform(one, presences, acting),
      });
    },
  }));

const storyOf = ({ log }: Played): string =>
  log.flatMap(({ event }) => (event.type === 'act' ? [event.act.action] : event.type === 'tick' ? ['wait'] : [])).join(', ') ||
  'nobody does anything';

const inputOf = ({ one: { opening: setup } }: Played) => ({
  ...{ requestId: REQUEST_ID, policyKey: 'test', gate: null, requesterId: 'R', select: {}, subjectHash: 'h1' },
  ...{ excludedIds: setup.excludedIds, ccIds: setup.ccIds, latestAt: null, revision: REVISION, notifyWorkflowId: null },
});

/** The directory of the model, as activities. */
function fakesOf({ one: { opening: setup } }: Played, presences: Record<string, Presence>): Fakes {
  const { steps, settings, directory } = setup;
  const branches = (key: string): readonly number[] => directory.branches?.[key] ?? [0];
  return {
    snapshotPolicy: () => Promise.resolve({ policy: { key: 'test', version: 1, settings, steps }, calendars: {} }),
    resolveStep: ({ step, chosen: ids }) =>
      Promise.resolve(found({ ...directory, presences: { ...presences } }, step, ids)),
    chooseBranch: ({ node }) => Promise.resolve(branches(node.key)[0] ?? 0),
    chooseBranches: ({ node }) => Promise.resolve([...branches(node.key)]),
    presenceOf: () => Promise.resolve({ ...presences }),
    findStandIn: ({ who, forId, notIds }) => {
      const wanted = who === 'manager' ? directory.managers?.[forId] : who === 'admin' ? 'ADMIN' : who;
      return Promise.resolve(wanted !== undefined && !notIds.includes(wanted) ? wanted : null);
    },
    recordRequest: () => Promise.resolve(null),
    sendRequestMail: () => Promise.resolve(),
  };
}

async function perform({ log }: Played, presences: Record<string, Presence>, acting: Acting): Promise<void> {
  const { handle, temporal } = acting;
  await handle.executeUpdate('opened', { args: [{}] }).catch(ended);
  const start = await temporal.now();
  for (const [index, { event, now }] of log.entries()) {
    const late = start + (now - MONDAY) - (await temporal.now());
    if (late > 0) await temporal.sleep(late);
    if (event.type === 'act') await say(acting, event.act, event.actor);
    if (event.type !== 'presenceChanged') continue;
    const known = log.slice(index).find(({ event: later }) => later.type === 'presenceKnown')?.event;
    if (known?.type === 'presenceKnown') Object.assign(presences, known.people);
    await handle.signal('presenceChanged', { personIds: event.personIds }).catch(ended);
  }
  const end = { on: 'request', action: 'terminate', decisionId: 'end', comment: 'End of the recording.' } as const;
  await say(acting, end, { id: 'ADMIN', admin: true, channel: 'api' });
}

/** What the real request refuses, because its hour is another one, leaves no trace in its history. */
async function say({ handle }: Acting, act: Act, actor: object): Promise<void> {
  if (act.action === 'supersede') return handle.signal('withdraw', { actorId: 'R', reason: act.comment ?? '' }).catch(ended);
  await handle.executeUpdate('act', { args: [{ act, actor }] }).catch(ended);
}

/** Nobody hears who speaks to a request that is over. */
const ended = (): undefined => undefined;
