import { v7 as uuidv7 } from 'uuid';
import { replaceAbsences } from '../../db/stores/absences';
import { insertPerson } from '../../db/stores/people';
import { aPerson } from '../builders';
import type { RequestDesk } from '../workflows/approval-desk';
import { wordsOf } from './page-form';
import { RequestPages } from './request-pages';
import { resubmit } from './resubmit';
import { type Answer, RunningLinks } from './running-links';

let world: RunningLinks;
let pages: RequestPages;
beforeAll(async () => {
  world = await RunningLinks.open(['A', 'B', 'R', 'X', 'Y', 'OWNER', 'SUB']);
  pages = new RequestPages(world, await world.serve({ publicUrl: 'http://localhost:3000' }));
});
afterAll(() => world.close());

const id = (name: string): string => world.desk.id(name);
/** What a person is offered: the choices of the form that decides, and the other forms. */
const offered = (page: string): readonly string[] => [
  ...[...page.matchAll(/type="radio" name="decision" value="([\w-]+)"/g)].map(([, choice]) => choice ?? ''),
  ...[...page.matchAll(/type="hidden" name="decision" value="([\w-]+)"/g)].map(([, side]) => side ?? ''),
  ...[...page.matchAll(/<button name="action" value="([\w-]+)"/g)].map(([, action]) => action ?? ''),
];

const done = ({ status, headers }: Answer) => [status, headers.get('location')?.split('?')[1] ?? null];
const two = async (): Promise<RequestDesk> =>
  world.desk.open(
    await world.desk.policy([world.desk.step(['A']), world.desk.step(['B'], { key: 's2', title: 'Board' })]),
  );

describe('the page offers', () => {
  test('each person what they can do now, and nothing else', async () => {
    const request = await world.ask();
    const deciding = ['approve', 'reject', 'send-back'];
    expect(offered(await pages.read(request, 'A'))).toEqual([
      ...deciding,
      'transfer',
      'delegate',
      'add-sign',
      'comment',
    ]);
    expect(offered(await pages.read(request, 'R'))).toEqual(['comment', 'urge', 'withdraw']);
    expect(offered(await pages.read(request, 'ADMIN'))).toEqual(['comment', 'terminate']);
  });

  test('nothing to a person who may only read', async () => {
    await world.desk.hire('AUDITOR', ['auditor']);
    expect(offered(await pages.read(await world.ask(), 'AUDITOR'))).toEqual([]);
  });

  test('nothing but the export once the request has ended', async () => {
    const request = await world.ask();
    await request.act('A', 'approve');
    expect(offered(await pages.read(request, 'A'))).toEqual([]);
  });
});

test('a task is handed on to a colleague chosen by name, who decides it', async () => {
  const request = await world.ask();
  const page = await pages.read(request, 'A');
  expect(page).toContain(`<option value="${id('X')}">X · `);
  for (const name of ['A', 'B', 'R']) expect(page).not.toContain(`<option value="${id(name)}">`);
  const answer = await pages.send(request, 'A', { decision: 'transfer', userIds: id('X'), comment: 'Your field.' });
  expect(done(answer)).toEqual([303, 'done=transfer']);
  expect(offered(await pages.read(request, 'A'))).toEqual(['comment']);
  const theirs = await pages.read(request, 'X');
  expect(theirs).toContain('A handed this task to you');
  expect(done(await pages.send(request, 'X', { decision: 'approve' }))).toEqual([303, 'done=decided']);
  expect((await request.view()).status).toBe('approved');
});

test('an opinion is asked for, given and shown, and the holder decides', async () => {
  const request = await world.ask();
  await pages.send(request, 'A', { decision: 'delegate', userIds: id('X'), comment: 'Is it fair?' });
  const theirs = await pages.read(request, 'X');
  expect(offered(theirs)).toEqual(['opinion', 'delegate', 'comment']);
  expect(theirs).toContain('Is it fair?');
  expect(await pages.read(request, 'A')).toContain('You asked X for an opinion');
  expect((await pages.send(request, 'X', { decision: 'opinion' })).status).toBe(422);
  expect(done(await pages.send(request, 'X', { decision: 'opinion', comment: 'It is.' }))).toEqual([
    303,
    'done=opinion',
  ]);
  expect(await pages.read(request, 'A')).toContain('Opinion of X');
  expect(done(await pages.send(request, 'A', { decision: 'approve' }))).toEqual([303, 'done=decided']);
  expect((await request.view()).status).toBe('approved');
});

test('signers are added, one is taken out again, and the task comes back when the other has signed', async () => {
  const request = await world.ask();
  const fields = { decision: 'add-sign', position: 'before', mode: 'all', comment: 'Please check.' };
  expect(done(await pages.send(request, 'A', fields, ['X', 'Y']))).toEqual([303, 'done=add-sign']);
  const waiting = await pages.read(request, 'A');
  expect(offered(waiting)).toEqual(['add-sign', 'remove-sign', 'comment']);
  expect(done(await pages.send(request, 'A', { decision: 'remove-sign', userIds: id('Y') }))).toEqual([
    303,
    'done=remove-sign',
  ]);
  expect((await request.taskOf('Y')).status).toBe('cancelled');
  await pages.send(request, 'X', { decision: 'approve' });
  expect((await request.taskOf('A')).status).toBe('active');
});

test('an approval is taken back until somebody after it has decided', async () => {
  const request = await two();
  await pages.send(request, 'A', { decision: 'approve' });
  expect(offered(await pages.read(request, 'A'))).toEqual(['take-back', 'comment']);
  expect(done(await pages.send(request, 'A', { decision: 'take-back' }))).toEqual([303, 'done=take-back']);
  expect(await request.open()).toEqual(['A']);
});

test('a step is sent back to one that was approved before it', async () => {
  const request = await two();
  await pages.send(request, 'A', { decision: 'approve' });
  expect(await pages.read(request, 'B')).toContain('<option value="s1">Step</option>');
  await pages.send(request, 'B', { decision: 'send-back', target: 's1', comment: 'Once more.' });
  expect(await request.open()).toEqual(['A']);
});

test('the requester urges, gets the request back and submits it again; an administrator ends it with a reason', async () => {
  const request = await world.ask();
  expect(done(await pages.send(request, 'R', { action: 'urge' }))).toEqual([303, 'done=urge']);
  expect(offered(await pages.read(request, 'R'))).toEqual(['comment', 'withdraw']);
  await pages.send(request, 'A', { decision: 'send-back', comment: 'A figure is missing.' });
  expect(offered(await pages.read(request, 'R'))).toEqual(['comment', 'resubmit', 'withdraw']);
  expect(done(await pages.send(request, 'R', { action: 'resubmit', comment: 'It is on page 2.' }))).toEqual([
    303,
    'done=resubmit',
  ]);
  expect((await pages.send(request, 'ADMIN', { action: 'terminate' })).status).toBe(422);
  expect((await request.view()).status).toBe('pending');
  expect(done(await pages.send(request, 'ADMIN', { action: 'terminate', comment: 'Budget is gone.' }))).toEqual([
    303,
    'done=terminate',
  ]);
  expect((await request.view()).status).toBe('terminated');
});

test('whoever decides again sees what is another since the round before, and nobody in the first round', async () => {
  const request = await world.ask();
  expect(await pages.read(request, 'A')).not.toContain('What has changed');
  await pages.send(request, 'A', { decision: 'send-back', comment: 'Too dear.' });
  await resubmit(world.database.db, request, { amount: 1500, currency: 'CNY', urgent: true });
  const page = wordsOf(await pages.read(request, 'A'));
  expect(page).toContain('What has changed since round 1');
  expect(page).toMatch(/Amount Before: 1,200.00 CNY → Now: 1,500.00 CNY/);
  expect(page).toMatch(/Urgent \(not there\) → Now: Yes/);
});

test('the people of the next step are chosen with the approval, where the policy leaves that to it', async () => {
  const next = world.desk.step([], { key: 's2', title: 'Board', assignees: [{ previousSelect: true }] });
  const request = await world.desk.open(await world.desk.policy([world.desk.step(['A']), next]));
  expect(await pages.read(request, 'A')).toContain('When you approve: who decides “Board”');
  const refused = await pages.send(request, 'A', { decision: 'approve', comment: 'Fine by me.' });
  expect(refused.status).toBe(422);
  expect(refused.text).toContain('class="fault"');
  expect(refused.text).toContain('Fine by me.</textarea>');
  await pages.send(request, 'A', { decision: 'approve', userIds: id('X') });
  expect(await request.open()).toEqual(['X']);
});

test('the owner of a task that a substitute holds may decide it on the page', async () => {
  const absence = { from: '2020-01-01', to: '2999-12-31', substituteId: id('SUB'), includePending: true };
  await replaceAbsences(world.database.db, { userId: id('OWNER'), byId: id('OWNER') }, [{ ...absence, id: uuidv7() }]);
  const request = await world.desk.open(await world.desk.policy([world.desk.step(['OWNER'])]));
  expect(await pages.read(request, 'SUB')).toContain('You act for OWNER');
  const page = await pages.read(request, 'OWNER');
  expect(offered(page)).toEqual(['approve', 'reject', 'send-back', 'comment']);
  expect(page).toContain('SUB stands in for you');
  await pages.send(request, 'OWNER', { decision: 'approve' });
  expect((await request.view()).status).toBe('approved');
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
  expect(await pages.read(request, 'A')).not.toContain(wanted.id);
  const fields = { decision: 'transfer', find: '1', q: 'zhou', comment: 'Your field.' };
  const { status, text } = await pages.send(request, 'A', fields);
  expect(status).toBe(200);
  expect(text).toContain(`<option value="${wanted.id}">Zhou &lt;Min&gt; · `);
  expect([text.includes('Zhou Gone'), text.includes('Zhou Vendor')]).toEqual([false, false]);
  expect(text).toContain('Your field.</textarea>');
  expect(text).toContain('name="q" value="zhou"');
  expect(await request.view()).toEqual(before);
});
