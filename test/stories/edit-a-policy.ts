import { z } from 'zod';
import { Anything } from '../../bin/demo/http';
import type { Visitor } from './visitor';
import type { Player, World } from './world';

/** Adds a step to a policy, sees whom it would ask, and publishes it: what is asked for from then on goes that way. */
export async function editAPolicy(world: World): Promise<void> {
  const admin = await world.hire('Ada Rowe', ['admin', 'manager']);
  const [first, second] = [await world.hire('Finn Dale', ['manager']), await world.hire('Sara Holt', ['manager'])];
  const key = await world.policy('widened', { assignees: [{ user: first.id }] });
  const visitor = await world.signedIn(admin);
  await visitor.open(`/admin/policies/${key}/edit`);
  await addStep(world, visitor, second);
  await preview(visitor, [first, second]);
  await visitor.follow(visitor.button(visitor.t('policy-page.save')));
  expect(await visitor.main()).toContain(visitor.t('policy-page.saved', { version: 2 }));

  const about = world.words('Buy a lathe', '购置车床');
  await world.ask(admin, key, about);
  await approveOf(world, first, about);
  await approveOf(world, second, about);
}

/** A step without people is refused, and what was typed in it stays. */
async function addStep(world: World, visitor: Visitor, person: Player): Promise<void> {
  const title = world.words('Second look', '复核');
  const add = visitor.page.locator('main .workbench > div > .add button').first();
  await visitor.follow(add);
  expect(await visitor.page.locator('main .node:has(:focus)').last().getAttribute('id')).toBe('steps.1');
  await visitor.keys.write(visitor.field('steps.1.title'), title);
  await visitor.refused(visitor.button(visitor.t('policy-page.save')), 422);
  expect(await visitor.field('steps.1.title').inputValue()).toBe(title);
  await visitor.keys.pick(visitor.field('steps.1.assignees.0.source'), 'user');
  await visitor.keys.write(visitor.field('steps.1.assignees.0.user'), person.email);
}

/** Nothing is started by it. */
async function preview(visitor: Visitor, people: readonly Player[]): Promise<void> {
  await visitor.follow(visitor.button(visitor.t('policy-trial.preview')).last());
  const way = await visitor.page.locator('#way:has(:focus)').innerText();
  for (const { name } of people) expect(way).toContain(name);
}

const Todo = z.looseObject({ items: z.array(z.looseObject({ task: z.looseObject({ id: z.string() }) })) });

/** The mail comes when it is somebody's turn. */
async function approveOf(world: World, person: Player, about: string): Promise<void> {
  await world.linkFor(person, '/a/', about);
  const { items } = await person.call({ method: 'GET', path: '/tasks?box=todo' }, Todo);
  expect(items).toHaveLength(1);
  const path = `/tasks/${items[0]?.task.id ?? ''}/actions`;
  await person.call({ method: 'POST', path, body: { action: 'approve' } }, Anything);
}
