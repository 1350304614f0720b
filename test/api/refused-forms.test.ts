import { faultsIn, focusedIn } from './page-form';
import { ServiceWorld } from './service-world';

let world: ServiceWorld;
beforeAll(async () => {
  world = await ServiceWorld.open();
});
beforeEach(() => world.begin());
afterAll(() => world.close());

const LONG = `${'x'.repeat(10_000)}END`;
const issue = { title: 'Slow', severity: 'minor', assignee: 'vendor', description: 'It is slow.' };
const raised = async (): Promise<string> => (await world.call('post', '/issues', issue).expect(201)).body.id;
const SHORT = 'must have at least 2 characters';

describe('the page of a vendor, after a refusal,', () => {
  test('leads to the text that is missing and says so beside it, and nowhere else', async () => {
    await raised();
    const id = await raised();
    const { text } = await world.act(await world.link(), { act: 'answer', issue: id, text: 'x' }, 422);
    expect(focusedIn(text)).toEqual(['text']);
    expect(faultsIn(text)).toEqual([SHORT]);
    expect(text).not.toContain('class="alert"');
    expect(text.match(/<details class="side-form" open>/g)).toHaveLength(1);
    expect(text).toMatch(/aria-invalid="true" autofocus>x<\/textarea>/);
  });

  test('names every field of a new issue that is wrong, and leads to the first', async () => {
    await raised();
    const typed = { act: 'raise', title: '', severity: 'major', description: 'Kept & told', assignee: 'us' };
    const path = await world.link();
    const first = await world.act(path, typed, 422);
    expect(focusedIn(first.text)).toEqual(['title']);
    expect(faultsIn(first.text)).toEqual(['must not be empty']);
    expect(first.text).toContain('Kept &amp; told</textarea>');
    const both = await world.act(path, { ...typed, title: 'y'.repeat(300), description: LONG }, 422);
    expect(focusedIn(both.text)).toEqual(['description']);
    expect(both.text).toContain(LONG);
    expect(both.text).toContain('y'.repeat(300));
    expect(both.text).toContain('<p class="alert" role="alert">A text has more than 10,000 characters');
  });

  test('has the focus on the reason where no field is wrong, and keeps the text', async () => {
    const id = await raised();
    const path = await world.link();
    const { text } = await world.act(path, { act: 'reopen', issue: id, text: 'Not <yet>' }, 409);
    expect(focusedIn(text)).toEqual(['alert']);
    expect(faultsIn(text)).toEqual([]);
    expect(text).toContain('Not &lt;yet&gt;</textarea>');
  });
});

test('a text for which there is no form any more stands on the page of the vendor all the same', async () => {
  await raised();
  const path = await world.link();
  const criteria = [{ key: 'c1', text: 'All seats' }];
  const body = { title: 'Live', due: '2027-03-24', criteria };
  const { id } = (await world.call('post', '/milestones', body).expect(201)).body;
  await world.call('post', `/milestones/${id}/deliver`, { note: 'Live.' }, 'service').expect(200);
  const late = { act: 'milestone-deliver', milestone: id, text: 'It is <live>' };
  const { text } = await world.act(path, late, 409);
  expect(text).toContain('<blockquote>It is &lt;live&gt;</blockquote>');
  expect(focusedIn(text)).toEqual(['alert']);
});

test('a text about something that is not on the page of the vendor stays, with the reason', async () => {
  await raised();
  const path = await world.link();
  const late = { act: 'rate', issue: 'rating', payment: '5', decisions: '4', clarity: '3', scope: '5' };
  const { text } = await world.act(path, { ...late, 'rating-remark': 'Good <people>' }, 409);
  expect(focusedIn(text)).toEqual(['alert']);
  expect(text).toContain('<blockquote>Good &lt;people&gt;</blockquote>');
});

describe('the page on which we follow up, after a refusal,', () => {
  const browse = () => world.browse('owner', `/engagements/${world.id}/follow-up`);

  test('keeps to whom an issue was given, and leads to what is wrong with it', async () => {
    const { send } = await browse();
    const { text } = await send({ act: 'raise', ...issue, assignee: 'us', description: '' }).expect(422);
    expect(focusedIn(text)).toEqual(['description']);
    expect(text).toContain('<option value="us" selected>');
  });

  test('leads to a wrong field of a contact and of a milestone by the name that the form has for it', async () => {
    const { send } = await browse();
    const contact = { act: 'contact', issue: 'contact', on: '2027-03-01', channel: 'visit', participants: '' };
    const unsaid = await send({ ...contact, summary: 'x' }).expect(422);
    expect(focusedIn(unsaid.text)).toEqual(['participants']);
    expect(faultsIn(unsaid.text)).toEqual(['must have at least 1 entry', SHORT]);
    const milestone = { act: 'milestone-plan', milestoneTitle: 'Live', due: '2027-03-24', criteria: 'All seats\nx' };
    const planned = await send({ ...milestone, policyKey: 'No Key' }).expect(422);
    expect(focusedIn(planned.text)).toEqual(['criteria']);
    expect(faultsIn(planned.text)).toEqual([SHORT, 'lower-case letters, digits, dot, dash, underscore']);
    expect(planned.text).toContain('value="No Key"');
  });

  test('tells of a milestone which criterion has no reason, and keeps all that was typed in its other form', async () => {
    const criteria = ['All seats', 'A manual'].map((text, n) => ({ key: `c${n + 1}`, text }));
    const body = { title: 'Live', due: '2027-03-24', criteria };
    const { id } = (await world.call('post', '/milestones', body).expect(201)).body;
    const { send } = await browse();
    const cancel = await send({ act: 'milestone-cancel', milestone: id, text: 'x' }).expect(422);
    expect(cancel.text.match(/>x<\/textarea>/g)).toHaveLength(1);
    expect(focusedIn(cancel.text)).toEqual(['text']);
    await world.call('post', `/milestones/${id}/deliver`, { note: 'Live.' }, 'service').expect(200);
    const verdict = {
      act: 'milestone-reject',
      milestone: id,
      'met-0': '1',
      'reason-0': '',
      'reason-1': '',
      text: 'Sorry',
    };
    const refused = await send(verdict).expect(422);
    expect(focusedIn(refused.text)).toEqual(['reason-1']);
    expect(faultsIn(refused.text)).toEqual(['says what is missing']);
    expect(refused.text).toContain('>Sorry</textarea>');
  });
});
