import { csrfIn, faultsIn, focusedIn } from './page-form';
import { RequestPages } from './request-pages';
import { RunningLinks, visit } from './running-links';

let world: RunningLinks;
let pages: RequestPages;
let api: string;
beforeAll(async () => {
  world = await RunningLinks.open(['A', 'B', 'R', 'X', 'Y']);
  api = await world.serve({ publicUrl: 'http://localhost:3000' });
  pages = new RequestPages(world, api);
});
afterAll(() => world.close());

const id = (name: string): string => world.desk.id(name);

describe('a refusal', () => {
  test('leaves what was entered in its own form, opened, with the reason', async () => {
    const request = await world.ask();
    const { status, text } = await pages.send(request, 'A', { decision: 'transfer', userIds: id('X'), comment: '<' });
    expect(status).toBe(422);
    expect(text).toContain('id="transfer" open');
    expect(text).toContain(`<option value="${id('X')}" selected>`);
    expect(text).toContain('&lt;</textarea>');
    expect(focusedIn(text)).toEqual(['comment']);
    expect(faultsIn(text)).toEqual([expect.stringContaining('at least two characters')]);
    expect(text).not.toContain('class="alert"');
    expect((await request.taskOf('A')).status).toBe('active');
  });

  test('says exactly why somebody may not decide', async () => {
    const request = await world.ask();
    const people = world.database.db('users').whereIn('id', [id('A'), id('R')]);
    await people.clone().update({ employee_id: 'E-1' });
    const { status, text } = await pages.send(request, 'A', { decision: 'approve' });
    await people.clone().update({ employee_id: null });
    expect([status, text.includes('Who made or influenced the request may not decide it.')]).toEqual([422, true]);
  });

  test.each([
    ['nobody', {}],
    ['somebody who is in the step', { userIds: 'B' }],
    ['what is no person', { userIds: 'nonsense' }],
  ])('marks the list of people when %s is chosen', async (_whom, { userIds = '' }: { userIds?: string }) => {
    const request = await world.ask();
    const fields = { decision: 'delegate', comment: 'What do you think?', userIds: id(userIds) };
    const { status, text } = await pages.send(request, 'A', fields);
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
    const open = await pages.send(request, 'A', { comment: 'Fine by me.' });
    expect(open.text).toMatch(/<fieldset tabindex="-1" autofocus>\s*<legend>[^<]*<\/legend>\s*<span class="fault"/);
    expect(open.text).toContain('Fine by me.</textarea>');
    const rejected = await pages.send(request, 'A', { decision: 'reject', comment: 'x' });
    expect(focusedIn(rejected.text)).toEqual(['comment']);
    expect(rejected.text).toMatch(/value="reject" checked/);
    expect(rejected.text).toContain('>x</textarea>');
  });

  test('of a comment on the whole request leads to it where it is missing', async () => {
    const request = await world.ask();
    const { text } = await pages.send(request, 'ADMIN', { action: 'terminate', comment: 'x' });
    expect(focusedIn(text)).toEqual(['comment']);
    expect(text).toContain('>x</textarea>');
  });

  test('of a comment on the whole request keeps it there', async () => {
    const request = await world.ask();
    const { status, text } = await pages.send(request, 'R', { action: 'terminate', comment: 'No longer wanted.' });
    expect(status).toBe(422);
    expect(text).toContain('No longer wanted.</textarea>');
  });
});
