import { awaitMail } from '../../bin/demo/mail-decision';
import type { Visitor } from './visitor';
import type { Player, World } from './world';

/** Somebody without an account here decides behind the link of a mail, and once more where a one-time code is asked for. */
export async function decideByMail(world: World): Promise<void> {
  const [asker, decider] = [await world.hire('Rolf Quist', ['manager']), await world.hire('Dana Lund', ['evaluator'])];
  const plain = await world.policy('by-mail', { assignees: [{ user: decider.id }] });
  const grave = await world.policy('by-code', { assignees: [{ user: decider.id }], risk: 'high' }, { stepUp: true });
  const [first, second] = [world.words('Rent a hall', '租用会场'), world.words('Buy a press', '购置印刷机')];
  await world.ask(asker, plain, first);
  await world.ask(asker, grave, second);
  const visitor = await world.visitor();

  await visitor.open(await world.linkFor(decider, '/a/', first));
  await refuseWithoutReason(visitor);
  await visitor.keys.choose(visitor.choice('decision', 'approve'));
  await visitor.follow(visitor.button(visitor.t('decide.submit')));
  expect(await visitor.main()).toContain(visitor.label('notice-heading', 'recorded'));

  const link = await world.linkFor(decider, '/a/', second);
  await visitor.open(link);
  await decideWithCode(world, { visitor, decider, about: second });
  // A link that has decided decides nothing more, and says what it has decided.
  await visitor.open(link);
  expect(await visitor.page.locator('main form').count()).toBe(0);
  expect(await visitor.main()).toContain(visitor.label('notice-heading', 'already'));
}

async function refuseWithoutReason(visitor: Visitor): Promise<void> {
  await visitor.keys.choose(visitor.choice('decision', 'reject'));
  await visitor.refused(visitor.button(visitor.t('decide.submit')), 422);
  expect(await visitor.main()).toContain(visitor.label('refusal', 'COMMENT_REQUIRED'));
  expect(await visitor.choice('decision', 'reject').isChecked()).toBe(true);
}

interface Coded {
  readonly visitor: Visitor;
  readonly decider: Player;
  readonly about: string;
}

/** The reason is typed first: it must still be there when the code has come. */
async function decideWithCode(world: World, { visitor, decider, about }: Coded): Promise<void> {
  const { keys } = visitor;
  const reason = world.words('Too dear', '太贵');
  await keys.choose(visitor.choice('decision', 'reject'));
  await keys.write(visitor.field('comment'), reason);
  await visitor.follow(visitor.button(visitor.t('decide.send-code')));
  expect(await visitor.field('comment').inputValue()).toBe(reason);
  expect(await visitor.choice('decision', 'reject').isChecked()).toBe(true);
  const code = /^\s*(\d{6,8})\s*$/m;
  const fits = ({ subject, text }: { readonly subject: string; readonly text: string }): boolean =>
    subject.endsWith(about) && code.test(text);
  const { text } = await awaitMail(world.theatre, decider, { what: 'A one-time code', fits });
  await keys.write(visitor.field('code'), code.exec(text)?.[1] ?? '');
  await visitor.follow(visitor.button(visitor.t('decide.submit')));
  expect(await visitor.main()).toContain(reason);
}
