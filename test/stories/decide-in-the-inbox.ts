import type { Visitor } from './visitor';
import type { World } from './world';

/** Gets a password by mail, signs in with it, finds requests in the inbox, and decides them. */
export async function decideInTheInbox(world: World): Promise<void> {
  const [asker, decider] = [await world.hire('Rita Quill', ['manager']), await world.hire('Dora Lane', ['manager'])];
  const policy = await world.policy('payments', { assignees: [{ user: decider.id }] });
  const titles = [world.words('Pay the printer', '支付印刷费'), world.words('Pay the caterer', '支付餐饮费')] as const;
  for (const title of titles) await world.ask(asker, policy, title);
  const visitor = await world.visitor();
  await askForPassword(visitor, decider.email);
  await setPassword(visitor, await world.linkFor(decider, '/w/'));
  await signIn(visitor, decider.email);

  await find(visitor, titles[0]);
  await rejectWithReason(visitor);
  await visitor.follow(visitor.link(visitor.t('page.inbox.title')).first());
  await find(visitor, titles[1]);
  await approve(visitor);
}

const PASSWORD = 'seven green kettles on a shelf';

async function askForPassword(visitor: Visitor, email: string): Promise<void> {
  await visitor.open('/');
  await visitor.follow(visitor.link(visitor.t('sign-in.forgotten')));
  await visitor.keys.write(visitor.field('email'), email);
  await visitor.follow(visitor.page.locator('main button'));
}

async function setPassword(visitor: Visitor, link: string): Promise<void> {
  await visitor.open(link);
  await visitor.keys.write(visitor.field('newPassword'), PASSWORD);
  await visitor.follow(visitor.button(visitor.t('password.save')));
  await visitor.follow(visitor.link(visitor.t('page.sign-in.title')));
}

/** A wrong password first: the address stays. */
async function signIn(visitor: Visitor, email: string): Promise<void> {
  const submit = visitor.button(visitor.t('sign-in.submit')).first();
  await visitor.keys.write(visitor.field('email'), email);
  await visitor.keys.write(visitor.field('password'), 'not this one');
  await visitor.refused(submit, 401);
  expect(await visitor.field('email').inputValue()).toBe(email);
  await visitor.keys.write(visitor.field('password'), PASSWORD);
  await visitor.follow(submit);
  expect(new URL(visitor.page.url()).pathname).toBe('/inbox');
}

/** By a part of the title, so that one request is left. */
async function find(visitor: Visitor, title: string): Promise<void> {
  await visitor.keys.write(visitor.field('q'), title.slice(-4));
  await visitor.follow(visitor.button(visitor.t('word.filter')));
  const found = visitor.page.locator('main .list li > a');
  expect(await found.count()).toBe(1);
  await visitor.follow(found);
  expect(await visitor.page.locator('h1').innerText()).toContain(title);
}

/** No choice, then no reason: each time the page says so and keeps what there is. */
async function rejectWithReason(visitor: Visitor): Promise<void> {
  const { keys } = visitor;
  const submit = visitor.button(visitor.t('decide.submit'));
  await keys.write(visitor.field('comment').first(), visitor.t('decide.comment'));
  await visitor.refused(submit, 422);
  expect(await visitor.main()).toContain(visitor.label('refusal', 'DECISION_REQUIRED'));
  expect(await visitor.field('comment').first().inputValue()).toBe(visitor.t('decide.comment'));

  await keys.choose(visitor.choice('decision', 'reject'));
  await keys.write(visitor.field('comment').first(), ' ');
  await visitor.refused(submit, 422);
  expect(await visitor.main()).toContain(visitor.label('refusal', 'COMMENT_REQUIRED'));
  expect(await visitor.choice('decision', 'reject').isChecked()).toBe(true);

  await keys.write(visitor.field('comment').first(), visitor.t('decide.comment'));
  await visitor.follow(submit);
  expect(await visitor.main()).toContain(visitor.label('done', 'decided'));
  expect(await visitor.page.locator('h1').innerText()).toContain(visitor.label('request-status', 'rejected'));
}

async function approve(visitor: Visitor): Promise<void> {
  await visitor.keys.choose(visitor.choice('decision', 'approve'));
  await visitor.follow(visitor.button(visitor.t('decide.submit')));
  expect(await visitor.page.locator('h1').innerText()).toContain(visitor.label('request-status', 'approved'));
}
