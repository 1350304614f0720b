import { v7 as uuidv7 } from 'uuid';
import { replaceAbsences } from '../../db/stores/absences';
import { insertPerson } from '../../db/stores/people';
import { aPerson } from '../builders';
import type { RequestDesk } from '../workflows/approval-desk';
import { csrfIn, faultsIn, focusedIn } from './page-form';
import { type Answer, RunningLinks, visit } from './running-links';

let world: RunningLinks;
let api: string;
beforeAll(async () => {
  world = await RunningLinks.open(['A', 'B', 'R', 'X', 'Y', 'OWNER', 'SUB']);
  api = await world.serve({ publicUrl: 'http://localhost:3000' });
});
afterAll(() => world.close());

const id = (name: string): string => world.desk.id(name);
const read = async (request: RequestDesk, name: string): Promise<string> => {
  const { status, text } = await visit(`${api}/requests/${request.id}`, {
    headers: { cookie: await world.signIn(name) },
  });
  expect(status).toBe(200);
  return text;
};

/** What a person is offered: the choices of the form that decides, and the other forms. */
const offered = (page: string): readonly string[] => [
  ...[...page.matchAll(/type="radio" name="decision" value="([\w-]+)"/g)].map(([, choice]) => choice ?? ''),
  ...[...page.matchAll(/type="hidden" name="decision" value="([\w-]+)"/g)].map(([, side]) => side ?? ''),
  ...[...page.matchAll(/<button name="action" value="([\w-]+)"/g)].map(([, action]) => action ?? ''),
];

type Fields = Readonly<Record<string, string>>;
/** Fills in a form of the page and sends it, as a browser without scripts does. */
async function send(
  request: RequestDesk,
  name: string,
  fields: Fields,
  people: readonly string[] = [],
): Promise<Answer> {
  const cookie = await world.signIn(name);
  const page = await visit(`${api}/requests/${request.id}`, { headers: { cookie } });
  const csrf = csrfIn(page.text);
  const taskId = fields['action'] ? '' : (await request.taskOf(name)).id;
  const path = fields['action'] ? 'actions' : `tasks/${taskId}`;
  const ticked = people.map((one): [string, string] => ['userIds', id(one)]);
  const body = new URLSearchParams([['csrf', csrf], ...Object.entries(fields), ...ticked]);
  return visit(`${api}/requests/${request.id}/${path}`, { headers: { cookie }, fields: body });
}
const done = ({ status, headers }: Answer) => [status, headers.get('location')?.split('?')[1] ?? null];
const two = async (): Promise<RequestDesk> =>
  world.desk.open(
    await world.desk.policy([world.desk.step(['A']), world.desk.step(['B'], { key: 's2', title: 'Board' })]),
  );

describe('the page offers', () => {
  test('each person what they can do now, and nothing else', async () => {
    const request = await world.ask();
    const deciding = ['approve', 'reject', 'send-back'];
    expect(offered(await read(request, 'A'))).toEqual([...deciding, 'transfer', 'delegate', 'add-sign', 'comment']);
    expect(offered(await read(request, 'R'))).toEqual(['comment', 'urge', 'withdraw']);
    expect(offered(await read(request, 'ADMIN'))).toEqual(['comment', 'terminate']);
  });

  test('nothing to a person who may only read', async () => {
    await world.desk.hire('AUDITOR', ['auditor']);
    expect(offered(await read(await world.ask(), 'AUDITOR'))).toEqual([]);
  });

  test('nothing but the export once the request has ended', async () => {
    const request = await world.ask();
    await request.act('A', 'approve');
    expect(offered(await read(request, 'A'))).toEqual([]);
  });
});

test('a task is handed on to a colleague chosen by name, who decides it', async () => {
  const request = await world.ask();
  const page = await read(request, 'A');
  expect(page).toContain(`<option value="${id('X')}">X · `);
  for (const name of ['A', 'B', 'R']) expect(page).not.toContain(`<option value="${id(name)}">`);
  const answer = await send(request, 'A', { decision: 'transfer', userIds: id('X'), comment: 'Your field.' });
  expect(done(answer)).toEqual([303, 'done=transfer']);
  expect(offered(await read(request, 'A'))).toEqual(['comment']);
  const theirs = await read(request, 'X');
  expect(theirs).toContain('A handed this task to you');
  expect(done(await send(request, 'X', { decision: 'approve' }))).toEqual([303, 'done=decided']);
  expect((await request.view()).status).toBe('approved');
});

test('an opinion is asked for, given and shown, and the holder decides', async () => {
  const request = await world.ask();
  await send(request, 'A', { decision: 'delegate', userIds: id('X'), comment: 'Is it fair?' });
  const theirs = await read(request, 'X');
  expect(offered(theirs)).toEqual(['opinion', 'delegate', 'comment']);
  expect(theirs).toContain('Is it fair?');
  expect(await read(request, 'A')).toContain('You asked X for an opinion');
  expect((await send(request, 'X', { decision: 'opinion' })).status).toBe(422);
  expect(done(await send(request, 'X', { decision: 'opinion', comment: 'It is.' }))).toEqual([303, 'done=opinion']);
  expect(await read(request, 'A')).toContain('Opinion of X');
  expect(done(await send(request, 'A', { decision: 'approve' }))).toEqual([303, 'done=decided']);
  expect((await request.view()).status).toBe('approved');
});

test('signers are added, one is taken out again, and the task comes back when the other has signed', async () => {
  const request = await world.ask();
  const fields = { decision: 'add-sign', position: 'before', mode: 'all', comment: 'Please check.' };
  expect(done(await send(request, 'A', fields, ['X', 'Y']))).toEqual([303, 'done=add-sign']);
  const waiting = await read(request, 'A');
  expect(offered(waiting)).toEqual(['add-sign', 'remove-sign', 'comment']);
  expect(done(await send(request, 'A', { decision: 'remove-sign', userIds: id('Y') }))).toEqual([
    303,
    'done=remove-sign',
  ]);
  expect((await request.taskOf('Y')).status).toBe('cancelled');
  await send(request, 'X', { decision: 'approve' });
  expect((await request.taskOf('A')).status).toBe('active');
});

test('an approval is taken back until somebody after it has decided', async () => {
  const request = await two();
  await send(request, 'A', { decision: 'approve' });
  expect(offered(await read(request, 'A'))).toEqual(['take-back', 'comment']);
  expect(done(await send(request, 'A', { decision: 'take-back' }))).toEqual([303, 'done=take-back']);
  expect(await request.open()).toEqual(['A']);
});

test('a step is sent back to one that was approved before it', async () => {
  const request = await two();
  await send(request, 'A', { decision: 'approve' });
  expect(await read(request, 'B')).toContain('<option value="s1">Step</option>');
  await send(request, 'B', { decision: 'send-back', target: 's1', comment: 'Once more.' });
  expect(await request.open()).toEqual(['A']);
});

test('the requester urges, gets the request back and submits it again; an administrator ends it with a reason', async () => {
  const request = await world.ask();
  expect(done(await send(request, 'R', { action: 'urge' }))).toEqual([303, 'done=urge']);
  expect(offered(await read(request, 'R'))).toEqual(['comment', 'withdraw']);
  await send(request, 'A', { decision: 'send-back', comment: 'A figure is missing.' });
  expect(offered(await read(request, 'R'))).toEqual(['comment', 'resubmit', 'withdraw']);
  expect(done(await send(request, 'R', { action: 'resubmit', comment: 'It is on page 2.' }))).toEqual([
    303,
    'done=resubmit',
  ]);
  expect((await send(request, 'ADMIN', { action: 'terminate' })).status).toBe(422);
  expect((await request.view()).status).toBe('pending');
  expect(done(await send(request, 'ADMIN', { action: 'terminate', comment: 'Budget is gone.' }))).toEqual([
    303,
    'done=terminate',
  ]);
  expect((await request.view()).status).toBe('terminated');
});

test('the people of the next step are chosen with the approval, where the policy leaves that to it', async () => {
  const next = world.desk.step([], { key: 's2', title: 'Board', assignees: [{ previousSelect: true }] });
  const request = await world.desk.open(await world.desk.policy([world.desk.step(['A']), next]));
  expect(await read(request, 'A')).toContain('When you approve: who decides “Board”');
  const refused = await send(request, 'A', { decision: 'approve', comment: 'Fine by me.' });
  expect(refused.status).toBe(422);
  expect(refused.text).toContain('class="fault"');
  expect(refused.text).toContain('Fine by me.</textarea>');
  await send(request, 'A', { decision: 'approve', userIds: id('X') });
  expect(await request.open()).toEqual(['X']);
});

test('the owner of a task that a substitute holds may decide it on the page', async () => {
  const absence = { from: '2020-01-01', to: '2999-12-31', substituteId: id('SUB'), includePending: true };
  await replaceAbsences(world.database.db, id('OWNER'), [{ ...absence, id: uuidv7() }]);
  const request = await world.desk.open(await world.desk.policy([world.desk.step(['OWNER'])]));
  expect(await read(request, 'SUB')).toContain('You act for OWNER');
  const page = await read(request, 'OWNER');
  expect(offered(page)).toEqual(['approve', 'reject', 'send-back', 'comment']);
  expect(page).toContain('SUB stands in for you');
  await send(request, 'OWNER', { decision: 'approve' });
  expect((await request.view()).status).toBe('approved');
});

describe('a refusal', () => {
  test('leaves what was entered in its own form, opened, with the reason', async () => {
    const request = await world.ask();
    const { status, text } = await send(request, 'A', { decision: 'transfer', userIds: id('X'), comment: '<' });
    expect(status).toBe(422);
    expect(text).toContain('id="transfer" open');
    expect(text).toContain(`<option value="${id('X')}" selected>`);
    expect(text).toContain('&lt;</textarea>');
    expect(focusedIn(text)).toEqual(['comment']);
    expect(faultsIn(text)).toEqual([expect.stringContaining('at least two characters')]);
    expect(text).not.toContain('class="alert"');
    expect((await request.taskOf('A')).status).toBe('active');
  });

  test.each([
    ['nobody', {}],
    ['somebody who is in the step', { userIds: 'B' }],
    ['what is no person', { userIds: 'nonsense' }],
  ])('marks the list of people when %s is chosen', async (_whom, { userIds = '' }: { userIds?: string }) => {
    const request = await world.ask();
    const fields = { decision: 'delegate', comment: 'What do you think?', userIds: id(userIds) };
    const { status, text } = await send(request, 'A', fields);
    expect([status, text.includes('class="fault"')]).toEqual([422, true]);
    expect(text).toContain('What do you think?</textarea>');
    expect(focusedIn(text)).toEqual(['people']);
    expect((await request.taskOf('A')).status).toBe('active');
  });

  test('of what is not offered any more shows the words that were to go with it', async () => {
    const request = await world.ask();
    const cookie = await world.signIn('A');
    const page = await visit(`${api}/requests/${request.id}`, { headers: { cookie } });
    const csrf = csrfIn(page.text);
    const task = (await request.taskOf('A')).id;
    await request.act('B', 'approve');
    const fields = { csrf, decision: 'reject', comment: 'Too dear by half.' };
    const { status, text } = await visit(`${api}/requests/${request.id}/tasks/${task}`, {
      headers: { cookie },
      fields,
    });
    expect(status).toBe(422);
    expect(text).toContain('decided already');
    expect(text).toContain('<blockquote>Too dear by half.</blockquote>');
  });

  test('leads to the choice that was not made, and to the reason of a rejection', async () => {
    const request = await world.ask();
    const open = await send(request, 'A', { comment: 'Fine by me.' });
    expect(open.text).toMatch(/<fieldset tabindex="-1" autofocus>\s*<legend>[^<]*<\/legend>\s*<span class="fault"/);
    expect(open.text).toContain('Fine by me.</textarea>');
    const rejected = await send(request, 'A', { decision: 'reject', comment: 'x' });
    expect(focusedIn(rejected.text)).toEqual(['comment']);
    expect(rejected.text).toMatch(/value="reject" checked/);
    expect(rejected.text).toContain('>x</textarea>');
  });

  test('of a comment on the whole request leads to it where it is missing', async () => {
    const request = await world.ask();
    const { text } = await send(request, 'ADMIN', { action: 'terminate', comment: 'x' });
    expect(focusedIn(text)).toEqual(['comment']);
    expect(text).toContain('>x</textarea>');
  });

  test('of a comment on the whole request keeps it there', async () => {
    const request = await world.ask();
    const { status, text } = await send(request, 'R', { action: 'terminate', comment: 'No longer wanted.' });
    expect(status).toBe(422);
    expect(text).toContain('No longer wanted.</textarea>');
  });
});

test('a long list of colleagues is narrowed by name, and nothing that was entered is lost', async () => {
  const { db } = world.database;
  for (let n = 0; n < 60; n += 1) await insertPerson(db, aPerson({ name: `Aa ${n}`, roles: ['evaluator'] }), 0);
  await insertPerson(db, aPerson({ name: 'Zhou Gone', roles: ['evaluator'], active: false }), 0);
  await insertPerson(db, aPerson({ name: 'Zhou Vendor', roles: ['vendor'] }), 0);
  const wanted = aPerson({ name: 'Zhou <Min>', roles: ['evaluator'] });
  await insertPerson(db, wanted, 0);
  const request = await world.ask();
  const before = await request.view();
  expect(await read(request, 'A')).not.toContain(wanted.id);
  const fields = { decision: 'transfer', find: '1', q: 'zhou', comment: 'Your field.' };
  const { status, text } = await send(request, 'A', fields);
  expect(status).toBe(200);
  expect(text).toContain(`<option value="${wanted.id}">Zhou &lt;Min&gt; · `);
  expect([text.includes('Zhou Gone'), text.includes('Zhou Vendor')]).toEqual([false, false]);
  expect(text).toContain('Your field.</textarea>');
  expect(text).toContain('name="q" value="zhou"');
  expect(await request.view()).toEqual(before);
});
