import type { RequestDesk } from '../workflows/approval-desk';
import { hiddenOf } from './page-form';
import { decidedEvents, PRESSES, pressRound } from './link-presses';
import { RunningLinks, visit } from './running-links';

/** Races of two opposite decisions, some at once, so that the engine is busy as well. */
const RACES = 200;
const AT_ONCE = 8;

let world: RunningLinks;
let processes: readonly string[];
let policy: string;
const tokens: Record<string, string> = {};
beforeAll(async () => {
  world = await RunningLinks.open();
  processes = [await world.serve(), await world.serve()];
  policy = await world.desk.policy([world.desk.step(['A', 'B'])]);
  for (const name of ['A', 'B']) tokens[name] = await world.token(name);
});
afterAll(() => world.close());

const approve = { decision: 'approve' };
const reject = { decision: 'reject', comment: 'Too dear.' };

/** Rounds of fifty presses; `bench/link-presses.ts` plays two hundred. */
const ROUNDS = 5;

test('fifty presses at once with mixed choices leave one decision, and every answer tells the same', async () => {
  const rounds = [];
  for (let round = 0; round < ROUNDS; round += 1) rounds.push(await pressRound(world, processes, policy));

  expect(rounds.map(({ fault }) => fault)).toEqual(Array(ROUNDS).fill(null));
  expect(rounds.flatMap(({ statuses }) => statuses)).toHaveLength(ROUNDS * PRESSES.length);
});

/** Who decides by which way, first for and then against. */
const RACERS = [
  { first: { who: 'A', by: 'link' }, second: { who: 'A', by: 'link' } },
  { first: { who: 'A', by: 'api' }, second: { who: 'B', by: 'api' } },
  { first: { who: 'A', by: 'link' }, second: { who: 'B', by: 'api' } },
  { first: { who: 'A', by: 'link' }, second: { who: 'B', by: 'link' } },
] as const;
type Racer = (typeof RACERS)[number]['first' | 'second'];

test(`${RACES} races of two opposite decisions, through links and the API, have one outcome each`, async () => {
  const faults: unknown[] = [];
  let next = 0;
  const runner = async (): Promise<void> => {
    while (next < RACES) {
      next += 1;
      const fault = await runRace(next - 1);
      if (fault !== null) faults.push(fault);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, runner));
  expect(faults).toEqual([]);
}, 180_000);
/** Two people of one step, or one person twice, decide against each other; what is not exactly one outcome is a fault. */
async function runRace(race: number): Promise<unknown> {
  const request = await world.desk.open(policy);
  const { first, second } = RACERS[race % RACERS.length] ?? RACERS[0];
  // Everybody stands at the line before anybody runs.
  const decideFor = await ready(request, first, { choice: approve, at: race % 2 });
  const decideAgainst = await ready(request, second, { choice: reject, at: (race + 1) % 2 });
  const statuses = await Promise.all([decideFor(), decideAgainst()]);
  const { status, steps } = await request.view();
  const decisions = steps.flatMap(({ tasks }) => tasks.flatMap(({ decision }) => decision ?? []));
  const isWon = decisions.length === 1 && status === (decisions[0] === 'approve' ? 'approved' : 'rejected');
  const [won, lost] = decisions[0] === 'approve' ? statuses : [...statuses].reverse();
  const isClean = isWon && won === 200 && (lost === 409 || lost === 410) && (await decidedEvents(world, request)) === 1;
  return isClean ? null : { race, statuses, decisions, status };
}

interface Start {
  readonly choice: Readonly<Record<string, string>>;
  readonly at: number;
}

/** Opens the form, or writes the call; what it returns sends it and answers with the status. */
async function ready(request: RequestDesk, { who, by }: Racer, { choice, at }: Start): Promise<() => Promise<number>> {
  const base = processes[at] ?? '';
  const { id } = await request.taskOf(who);
  if (by === 'api') return () => persistently(() => decideByApi(`${base}/api/v1/tasks/${id}/actions`, who, choice));
  const path = await world.linkTo(id);
  const fields = { ...hiddenOf((await visit(base + path)).text), ...choice };
  return () => persistently(() => visit(base + path, { fields }));
}

async function decideByApi(
  url: string,
  who: string,
  { decision, ...rest }: Start['choice'],
): Promise<{ status: number }> {
  const headers = { authorization: `Bearer ${tokens[who] ?? ''}`, 'content-type': 'application/json' };
  const body = JSON.stringify({ action: decision, decisionId: `race-${who}`, ...rest });
  const response = await fetch(url, { method: 'POST', headers, body });
  await response.text();
  return response;
}

/** An engine that is too busy answers 503 and names a time to come back: the same decision is sent again, as any client would. */
async function persistently(send: () => Promise<{ status: number }>, left = 5): Promise<number> {
  const { status } = await send();
  return status === 503 && left > 0 ? persistently(send, left - 1) : status;
}
