import { z } from 'zod';
import { Anything } from '../../bin/demo/http';
import type { Visitor } from './visitor';
import type { Player, World } from './world';

/** Ticks three requests of the inbox; one of them somebody else decides in the meantime. */
export async function decideMany(world: World): Promise<void> {
  const asker = await world.hire('Rosa Quade', ['manager']);
  const [decider, colleague] = [await world.hire('Dirk Lamb', ['manager']), await world.hire('Cora Lind', ['manager'])];
  const policy = await world.policy('many', { assignees: [{ user: decider.id }, { user: colleague.id }] });
  const titles = [world.words('Rent a van', '租用货车'), world.words('Rent a desk', '租用工位')] as const;
  const gone = world.words('Rent a boat', '租用游船');
  const left = world.words('Rent a barn', '租用仓库');
  for (const title of [...titles, gone, left]) await world.ask(asker, policy, title);
  const visitor = await world.signedIn(decider);

  await decideNothing(visitor);
  for (const title of [...titles, gone]) await visitor.keys.choose(box(visitor, title));
  await decideElsewhere(colleague, gone);
  await decideAll(visitor, { titles, gone });
  expect(await leftIn(visitor)).toEqual([left]);
  expect(await box(visitor, left).isChecked()).toBe(false);
  await readInbox(visitor, { titles, gone, left });
}

const box = ({ page }: Visitor, title: string) =>
  page.locator('main').getByRole('checkbox', { name: title, exact: true });
const leftIn = ({ page }: Visitor): Promise<readonly string[]> => page.locator('main .list .title').allInnerTexts();
const results = ({ page }: Visitor) => page.locator('main .results li');

/** Nothing is ticked: what was typed stays. */
async function decideNothing(visitor: Visitor): Promise<void> {
  const comment = visitor.t('decide.comment');
  await visitor.keys.write(visitor.field('comment'), comment);
  await visitor.refused(visitor.button(visitor.t('inbox.approve')), 422);
  expect(await visitor.main()).toContain(visitor.label('refusal', 'DECISION_REQUIRED'));
  expect(await visitor.field('comment').inputValue()).toBe(comment);
}

const Todo = z.looseObject({
  items: z.array(
    z.looseObject({
      request: z.looseObject({ subject: z.looseObject({ title: z.string() }) }),
      task: z.looseObject({ id: z.string() }),
    }),
  ),
});

async function decideElsewhere(colleague: Player, title: string): Promise<void> {
  const { items } = await colleague.call({ method: 'GET', path: '/tasks?box=todo' }, Todo);
  const id = items.find(({ request }) => request.subject.title === title)?.task.id ?? '';
  await colleague.call({ method: 'POST', path: `/tasks/${id}/actions`, body: { action: 'approve' } }, Anything);
}

interface Ticked {
  readonly titles: readonly string[];
  readonly gone: string;
}

/** What came of each is told, beside its title. */
async function decideAll(visitor: Visitor, { titles, gone }: Ticked): Promise<void> {
  await visitor.follow(visitor.button(visitor.t('inbox.approve')));
  for (const title of titles)
    expect(await results(visitor).filter({ hasText: title }).innerText()).toContain(
      visitor.label('task-status', 'approved'),
    );
  const other = await results(visitor).filter({ hasText: gone }).innerText();
  expect(other).toContain(visitor.t('inbox.refused'));
  expect(other).not.toContain(visitor.label('task-status', 'approved'));
  expect(await results(visitor).count()).toBe(titles.length + 1);
}

/** Each lies in the box where it belongs. */
async function readInbox(visitor: Visitor, { titles, gone, left }: Ticked & { readonly left: string }): Promise<void> {
  const open = (name: string) => visitor.follow(visitor.page.locator(`main .tabs a[href="/inbox?box=${name}"]`));
  await open('done');
  expect((await leftIn(visitor)).toSorted()).toEqual([...titles].toSorted());
  await open('closed-by-others');
  expect(await leftIn(visitor)).toEqual([gone]);
  await open('todo');
  expect(await leftIn(visitor)).toEqual([left]);
}
