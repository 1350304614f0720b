import { type Answer, hiddenOf, RunningLinks, visit } from './running-links';
import type { RequestDesk } from '../workflows/approval-desk';

/** Races of two opposite decisions: as many as fit into the time, ten at once, so that the engine is busy as well. */
const MOST_RACES = 200;
const FEWEST_RACES = 20;
const RACING_MS = 30_000;
const AT_ONCE = 10;

let world: RunningLinks;
let processes: readonly string[];
let policy: string;
beforeAll(async () => {
  world = await RunningLinks.open();
  processes = [await world.serve(), await world.serve()];
  policy = await world.desk.policy([world.desk.step(['A', 'B'])]);
});
afterAll(() => world.close());

const approve = { decision: 'approve' };
const reject = { decision: 'reject', comment: 'Too dear.' };

/** Presses many times at once on one form, through two API processes in turn. */
async function pressTogether(path: string, presses: readonly Readonly<Record<string, string>>[]): Promise<Answer[]> {
  const form = hiddenOf((await visit(`${processes[0] ?? ''}${path}`)).text);
  return Promise.all(
    presses.map((choice, index) => visit(`${processes[index % 2] ?? ''}${path}`, { fields: { ...form, ...choice } })),
  );
}

const decisionsOf = async (request: RequestDesk): Promise<(string | null)[]> =>
  (await request.view()).steps.flatMap(({ tasks }) => tasks.flatMap(({ decision }) => decision ?? []));

const decidedEvents = async (request: RequestDesk): Promise<number> => {
  const rows = await world.database
    .db('audit_events')
    .where({ stream: `request:${request.id}` })
    .pluck<string[]>('type');
  return rows.filter((type) => type === 'task.approve' || type === 'task.reject').length;
};

test('fifty presses at once with mixed choices leave one decision, and every answer tells the same', async () => {
  const request = await world.ask();
  const presses = Array.from({ length: 50 }, (_, index) => (index % 2 === 0 ? approve : reject));
  const answers = await pressTogether(await world.linkOf(request, 'A'), presses);
  const [decision, ...others] = await decisionsOf(request);
  expect(others).toEqual([]);
  const agreeing = decision === 'approve' ? 0 : 1;
  expect(answers.map(({ status }) => status)).toEqual(presses.map((_, index) => (index % 2 === agreeing ? 200 : 409)));
  expect(await decidedEvents(request)).toBe(1);
});

test('races of two opposite decisions have one outcome each', async () => {
  const until = Date.now() + RACING_MS;
  const faults: unknown[] = [];
  let races = 0;
  for (; races < MOST_RACES && Date.now() < until; races += AT_ONCE) {
    const outcomes = await Promise.all(Array.from({ length: AT_ONCE }, (_, index) => runRace(races + index)));
    faults.push(...outcomes.filter((fault) => fault !== null));
  }
  expect(faults).toEqual([]);
  expect(races).toBeGreaterThanOrEqual(FEWEST_RACES);
}, 120_000);

/** Two people of one step, or one person twice, decide against each other; what is not exactly one outcome is a fault. */
async function runRace(race: number): Promise<unknown> {
  const request = await world.desk.open(policy);
  const [first, second] = [await world.linkOf(request, 'A'), await world.linkOf(request, race % 2 === 0 ? 'A' : 'B')];
  const forms = await Promise.all([first, second].map((path) => visit(`${processes[0] ?? ''}${path}`)));
  const answers = await Promise.all(
    [first, second].map((path, index) =>
      persistently(`${processes[index] ?? ''}${path}`, {
        ...hiddenOf(forms[index]?.text ?? ''),
        ...(index === 0 ? approve : reject),
      }),
    ),
  );
  const statuses = answers.map(({ status }) => status).sort();
  const decisions = await decisionsOf(request);
  const { status } = await request.view();
  const loser = race % 2 === 0 ? 409 : 410;
  const won = decisions[0] === 'approve' ? 'approved' : 'rejected';
  const isClean = decisions.length === 1 && statuses.join() === `200,${loser}` && status === won;
  return isClean ? null : { race, statuses, decisions, status };
}

/** An engine that is too busy answers 503 and has taken nothing: the same form is sent again. */
async function persistently(url: string, fields: Readonly<Record<string, string>>, left = 5): Promise<Answer> {
  const answer = await visit(url, { fields });
  return answer.status === 503 && left > 0 ? persistently(url, fields, left - 1) : answer;
}
