import type { Visitor } from './visitor';
import type { World } from './world';

/** From nothing to an approved decision to outsource: the page of the engagement leads on at every step. */
export async function startAnEngagement(world: World): Promise<void> {
  const head = await world.hire('Hilda Moor', ['executive']);
  const owner = await world.hire('Otto Frank', ['manager'], head.id);
  const title = world.words('Night desk', '夜间服务台');
  const visitor = await world.signedIn(owner);
  await start(visitor, title);
  await visitor.follow(visitor.link(visitor.label('engagement-part', 'needs'), visitor.page.locator('main .next')));
  const [address] = visitor.page.url().split('#');
  await writeNeeds(world, visitor);
  await writeCase(world, visitor);
  await submit(world, visitor);

  const approver = await world.visitor();
  await approver.open(await world.linkFor(head, '/a/', title));
  await approver.keys.choose(approver.choice('decision', 'approve'));
  await approver.follow(approver.button(approver.t('decide.submit')));

  // Whoever has the page open sees it move on.
  expect(visitor.page.url().split('#')[0]).toBe(address);
  await visitor.page.locator('main h1', { hasText: visitor.label('state', 'VENDOR_SELECTION') }).waitFor();
  await visitor.look();
  const needs = await visitor.page.locator('#stages a').first().getAttribute('aria-label');
  expect(needs).toContain(visitor.label('link-status', 'done'));
}

async function start(visitor: Visitor, title: string): Promise<void> {
  const { keys } = visitor;
  await visitor.follow(visitor.link(visitor.t('page.engagements.title')).first());
  await visitor.follow(visitor.link(visitor.t('new-engagement.title')));
  await keys.write(visitor.field('title'), title);
  await keys.pick(visitor.field('serviceType'), 'it');
  await keys.write(visitor.field('ownerId'), 'nobody@stories.example');
  const owner = await visitor.field('ownerId').getAttribute('value');
  await visitor.refused(visitor.button(visitor.t('new-engagement.submit')), 422);
  expect(await visitor.field('title').inputValue()).toBe(title);
  expect(await visitor.field('serviceType').inputValue()).toBe('it');
  await keys.write(visitor.field('ownerId'), owner ?? '');
  await visitor.follow(visitor.button(visitor.t('new-engagement.submit')));
  expect(await visitor.page.locator('h1').innerText()).toContain(title);
}

/** What is missing is named on the page, which leads to the forms. */
async function writeNeeds(world: World, visitor: Visitor): Promise<void> {
  const { keys } = visitor;
  await openForm(visitor, 'needs');
  await keys.pick(visitor.field('objectiveType'), 'cost');
  await keys.write(visitor.field('statement'), world.words('Cost per case must fall.', '单件成本下降。'));
  await keys.write(visitor.field('inScope'), world.words('Calls at night', '夜间来电'));
  await keys.write(visitor.field('successMeasures.0.name'), world.words('Cost per call', '单次成本'));
  await keys.write(visitor.field('successMeasures.0.target'), '9');
  await visitor.follow(saveOf(visitor));
}

const CASE = {
  vendorAnnual: '900000',
  toolingAnnual: '20000',
  transitionOneOff: '80000',
  exitCostOneOff: '40000',
  inHouseAnnual: '1600000',
  'mgmtHoursPerWeek.0.role': 'SM',
  'mgmtHoursPerWeek.0.hours': '10',
  'mgmtHoursPerWeek.0.rate': '150',
};

/** What is wrong is said beside its field, where the keyboard goes on. */
async function writeCase(world: World, visitor: Visitor): Promise<void> {
  const { keys } = visitor;
  await openForm(visitor, 'needs-case');
  for (const [place, quadrant] of ['S', 'W', 'O'].entries()) await writeSwot(world, visitor, { place, quadrant });
  await keys.write(visitor.field('businessCase.years'), '2');
  await visitor.refused(saveOf(visitor), 422);
  expect(await visitor.field('businessCase.years').inputValue()).toBe('2');
  for (const [name, value] of Object.entries(CASE)) await keys.write(visitor.field(`businessCase.${name}`), value);
  await visitor.follow(saveOf(visitor));
}

interface Entry {
  readonly place: number;
  readonly quadrant: string;
}

async function writeSwot(world: World, { keys, field }: Visitor, { place, quadrant }: Entry): Promise<void> {
  await keys.pick(field(`swotItems.${place}.quadrant`), quadrant);
  await keys.write(field(`swotItems.${place}.text`), world.words('As written down', '已有记录'));
  await keys.pick(field(`swotItems.${place}.impact`), '4');
  await keys.pick(field(`swotItems.${place}.likelihoodOrFit`), '4');
  await keys.write(field(`swotItems.${place}.mitigation`), world.words('A team of our own', '保留自有团队'));
}

/** Too early: nothing is sent, and what is missing is named. */
async function submit(world: World, visitor: Visitor): Promise<void> {
  await openForm(visitor, 'gate-needs');
  await visitor.refused(saveOf(visitor), 422);
  await visitor.page.goBack();
  await visitor.page.goBack();
  await openForm(visitor, 'needs-case');
  await writeSwot(world, visitor, { place: 3, quadrant: 'T' });
  await visitor.follow(saveOf(visitor));
  await openForm(visitor, 'gate-needs');
  await visitor.follow(saveOf(visitor));
  expect(await visitor.main()).toContain(visitor.label('gate', 'needs'));
}

const openForm = (visitor: Visitor, form: string): Promise<void> =>
  visitor.follow(visitor.link(visitor.label('form-title', form), visitor.page.locator('main')).first());
const saveOf = ({ page }: Visitor) => page.locator('main form button.primary');
