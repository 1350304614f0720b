import { z } from 'zod';
import { type Deed, partMay, type Part } from '../../api/authorization/parts';
import { rowsOf } from '../dump';
import { AuthorizationWorld } from './authorization-world';
import { nameOf, parties } from './callers';
import type { Party } from './parties';

/** What a part in a request lets its holder do, as the table of parts says it: whoever they are otherwise. */
jest.setTimeout(300_000);
let world: AuthorizationWorld;
beforeAll(async () => {
  world = await AuthorizationWorld.open();
});
afterAll(() => world.close());

type Told = readonly [status: number, code: string];
const Problem = z.looseObject({ code: z.string().default('') });

async function call(caller: Party, path: string, body?: object): Promise<Told> {
  const { authorization = '' } = await world.authorizationOf(caller);
  const isFile = body instanceof FormData;
  const headers = { authorization, ...(body && !isFile && { 'content-type': 'application/json' }) };
  const sent = body ? { method: 'POST', headers, body: isFile ? body : JSON.stringify(body) } : { headers };
  const response = await world.fetch(`/api/v1${path}`, sent);
  return [response.status, Problem.parse(await response.json()).code];
}

function emptyFile(): FormData {
  const form = new FormData();
  form.append('file', new Blob([]), 'empty.pdf');
  return form;
}

/** What is sent is refused by itself once somebody may do it, so that nothing changes. */
const SENT: Readonly<Record<Exclude<Deed, 'read' | 'decide' | 'give an opinion'>, [string, object]>> = {
  'add files': ['attachments', emptyFile()],
  comment: ['actions', { action: 'comment', comment: 'x' }],
};
const SENT_TO_TASKS = {
  decide: { action: 'send-back', target: 'nowhere', comment: 'because' },
  'give an opinion': { action: 'opinion' },
};
const LET_THROUGH: Readonly<Record<Deed, Told>> = {
  read: [200, ''],
  'add files': [422, 'INVALID_FIELDS'],
  comment: [422, 'COMMENT_REQUIRED'],
  'give an opinion': [422, 'COMMENT_REQUIRED'],
  decide: [422, 'TARGET_NOT_REACHABLE'],
};

const requestOf = (caller: Party): string => `/requests/${world.thingsOf(caller).requests}`;
/** A role of ours may read the requests of engagements, and no more than that. */
const mayRead = ({ part, role, ofEngagement }: Party): boolean =>
  partMay(part, 'read') || (role !== null && ofEngagement);

const refusalOf = (caller: Party): Told => (mayRead(caller) ? [403, 'FORBIDDEN'] : [404, 'NOT_FOUND']);
const saying = (caller: Party, what: string, told: Told): string => `${nameOf(caller)} ${what}: ${told.join(' ')}`;

test('who has a part reads the request, comments on it and adds files as the part says; others are refused', async () => {
  const before = await rowsOf(world.db);
  const [found, expected]: [string[], string[]] = [[], []];
  for (const caller of parties) {
    found.push(saying(caller, 'read', await call(caller, requestOf(caller))));
    expected.push(saying(caller, 'read', mayRead(caller) ? LET_THROUGH.read : refusalOf(caller)));
    for (const deed of ['add files', 'comment'] as const) {
      const [path, body] = SENT[deed];
      found.push(saying(caller, deed, await call(caller, `${requestOf(caller)}/${path}`, body)));
      expected.push(saying(caller, deed, partMay(caller.part, deed) ? LET_THROUGH[deed] : refusalOf(caller)));
    }
  }
  expect(found).toEqual(expected);
  expect(await rowsOf(world.db)).toBe(before);
  process.stdout.write(`${found.length} cells of parts and requests, 0 deviations\n`);
});

/** To whose task the one that somebody had leads now. */
const HEIRS: Partial<Record<Part, Part>> = { 'handed it on': 'handed the task' };
const holds = (caller: Party, { role, part }: Party): boolean =>
  caller.role === role && (caller.part === part || HEIRS[part] === caller.part);
const CLOSED: readonly Part[] = ['has decided', 'no longer asked', 'asked in an earlier round'];
/** Whose task lies with somebody else for the time being: they may decide first, and no more than that. */
const LENT: readonly Part[] = ['waits for an opinion', 'absent'];

/** Everybody tries to decide every task; an opinion is given about one's own. */
const deedsOf = (caller: Party, owner: Party): readonly (keyof typeof SENT_TO_TASKS)[] =>
  caller === owner ? ['decide', 'give an opinion'] : ['decide'];

function expectedAt(caller: Party, owner: Party, deed: 'decide' | 'give an opinion'): Told {
  if (!holds(caller, owner) || caller.part === 'handed it on') return [403, 'NOT_ASSIGNEE'];
  if (CLOSED.includes(caller.part)) return [409, 'TASK_CLOSED'];
  if (partMay(caller.part, deed)) return LET_THROUGH[deed];
  return LENT.includes(caller.part) ? [409, 'STATE_CONFLICT'] : [422, 'INVALID_FIELDS'];
}

test('a task is decided by whoever holds it, an opinion given by whoever was asked for one, and by nobody else', async () => {
  const before = await rowsOf(world.db);
  const [found, expected]: [string[], string[]] = [[], []];
  const people = parties.filter(({ ofEngagement }) => !ofEngagement);
  const tasks = await world.parties.tasksIn(false);
  const cells = people.flatMap((owner) => {
    const task = tasks.get(world.parties.personOf(owner).person.id);
    return task === undefined ? [] : people.flatMap((caller) => deedsOf(caller, owner).map((deed) => ({ owner, caller, deed, task }))); // prettier-ignore
  });
  for (const { owner, caller, deed, task } of cells) {
    const what = `${deed}, task of ${nameOf(owner)}`;
    found.push(saying(caller, what, await call(caller, `/tasks/${task}/actions`, SENT_TO_TASKS[deed])));
    expected.push(saying(caller, what, expectedAt(caller, owner, deed)));
  }
  expect(found).toEqual(expected);
  expect(await rowsOf(world.db)).toBe(before);
  process.stdout.write(`${found.length} cells of parts and tasks, 0 deviations\n`);
});
