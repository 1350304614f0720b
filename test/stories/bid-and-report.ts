import { HIDDEN_COSTS } from '../../domain/tender/schema';
import { publishTender, serve, settle, type Supplied, supplied } from './vendor-world';
import type { Visitor } from './visitor';
import type { World } from './world';

/** A vendor takes part behind the links of its mails: asks, bids, in service reports a value and how far a measure is, and agrees to the last account. */
export async function bidAndReport(world: World): Promise<void> {
  const engagement = await supplied(world);
  const { contact } = engagement;
  const visitor = await world.visitor();
  await publishTender(engagement);
  await visitor.open(await world.linkFor(contact, '/v/'));
  await ask(world, visitor, engagement);
  await bid(world, visitor);

  await serve(world, engagement);
  await visitor.open(await world.linkFor(contact, '/k/'));
  await report(world, visitor);
  await visitor.open(await world.linkFor(contact, '/i/'));
  await progress(world, visitor);

  await settle(world, engagement);
  await visitor.open(await world.linkFor(contact, '/s/'));
  await agree(world, visitor);
}

const role = ({ page }: Visitor, name: 'status' | 'alert') => page.locator(`main [role="${name}"]`);
const done = async (visitor: Visitor, group: string, word: string): Promise<void> =>
  expect(await role(visitor, 'status').innerText()).toBe(visitor.label(group, word));

/** Whoever owns the engagement hears of it. */
async function ask(world: World, visitor: Visitor, { owner, title }: Supplied): Promise<void> {
  const question = world.words('May we work from abroad?', '可以在境外办公吗？');
  await visitor.keys.write(visitor.field('question'), question);
  await visitor.follow(visitor.button(visitor.t('vendor.send-question')));
  await done(visitor, 'vendor-done', 'ask');
  expect(await visitor.main()).toContain(question);
  expect(await world.linkFor(owner, '/engagements/', title)).not.toBe('');
}

/** Nothing is handed in while one field is wrong, and nothing of the others must be typed again. */
async function bid(world: World, visitor: Visitor): Promise<void> {
  const { keys, field } = visitor;
  const typed = {
    'line.setup': '1000',
    years: '2',
    ...Object.fromEntries(HIDDEN_COSTS.map((cost) => [`hidden.${cost}`, '0'])),
    assumptions: world.words('Two sites', '两个场地'),
  };
  const confirmed = visitor.page.locator('#bid [name="confirm"]');
  await keys.write(field('line.seats'), 'nine');
  for (const [name, text] of Object.entries(typed)) await keys.write(field(name), text);
  await keys.choose(confirmed);
  const submit = visitor.button(visitor.t('vendor.submit'));
  await visitor.refused(submit, 422);
  expect(await visitor.page.locator('main :focus').getAttribute('name')).toBe('line.seats');
  for (const [name, text] of Object.entries(typed)) expect(await field(name).inputValue()).toBe(text);
  expect(await confirmed.isChecked()).toBe(true);

  await visitor.page.keyboard.press('ControlOrMeta+a');
  await visitor.page.keyboard.insertText('1200');
  await visitor.follow(submit);
  await done(visitor, 'vendor-done', 'submit');
  // Ten seats for a year.
  expect(await visitor.page.locator('main .receipt').innerText()).toContain('12,000.00');
}

/** The field that cannot be read has the focus, with what was typed in it. */
async function report(world: World, visitor: Visitor): Promise<void> {
  const { keys, field } = visitor;
  const [value, evidence] = ['value/uptime', 'evidence/uptime'];
  const told = world.words('By the report of the month', '依据当月报表');
  await keys.write(field(value), '96 or 97');
  await keys.write(field(evidence), told);
  const submit = visitor.button(visitor.t('values.submit'));
  await visitor.refused(submit, 422);
  expect(await field(value).inputValue()).toBe('96 or 97');
  expect(await field(evidence).inputValue()).toBe(told);
  await keys.write(field(value), '96.5');
  await visitor.follow(submit);
  await done(visitor, 'values-done', 'submit');
  expect(await visitor.main()).toContain('96.5');
}

async function progress(world: World, visitor: Visitor): Promise<void> {
  const { keys } = visitor;
  const text = world.words('The first one has begun.', '第一名已到岗。');
  const form = visitor.page.locator('#improvement details');
  await keys.press(form.locator('summary'), 'Enter');
  await keys.write(form.locator('[name="text"]'), text);
  await visitor.follow(form.locator('button'));
  await done(visitor, 'service-done', 'progress');
  expect(await visitor.page.locator('#improvement').innerText()).toContain(text);
}

/** Every line waits for an answer, and a dispute for its reason: what lacks one is where the keyboard goes on. */
async function agree(world: World, visitor: Visitor): Promise<void> {
  const { keys, field, choice } = visitor;
  const reason = world.words('The outage was announced.', '停机已事先告知。');
  await keys.choose(choice('answer-1', 'agree'));
  await keys.choose(choice('answer-2', 'dispute'));
  const confirm = visitor.button(visitor.t('settlement.confirm'));
  await visitor.refused(confirm, 422);
  expect(await visitor.page.locator('main :focus').getAttribute('name')).toBe('reason-2');
  expect(await choice('answer-1', 'agree').isChecked()).toBe(true);
  await keys.write(field('reason-2'), reason);
  await visitor.follow(confirm);
  expect(await role(visitor, 'status').innerText()).toBe(visitor.t('settlement.answered'));
  expect(await visitor.main()).toContain(reason);
}
