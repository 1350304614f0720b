import { z } from 'zod';
import { linksTo } from '../../bin/demo/inbox';
import { until } from '../../bin/parts/processes';
import { LOCALES } from '../../domain/people/people';
import { SERVICE_TYPES } from '../../domain/planning/catalogue';
import { type Case, caseOf } from './service-types/cases';
import { conclude } from './service-types/contract';
import { award } from './service-types/evaluation';
import { decideNeeds } from './service-types/needs';
import { EXPECTED } from './service-types/expected';
import { Run } from './service-types/run';
import { requireAssessments, requireChecks } from './service-types/settings';
import { tender } from './service-types/tender';
import { World } from './service-types/world';

const AT_ONCE = 7;
const CASES = SERVICE_TYPES.flatMap((type) => LOCALES.map((locale) => caseOf(type, locale)));

let world: World;
const played = new Map<Case, Promise<void>>();
beforeAll(async () => {
  world = await World.open();
  await requireChecks(world);
  await requireAssessments(world);
  perform();
}, 120_000);
afterAll(() => world.product.stop(), 90_000);

/** Starts all runs, some at once; each test waits for its own. */
function perform(): void {
  const lanes: Promise<void>[] = Array.from({ length: AT_ONCE }, () => Promise.resolve());
  CASES.forEach((one, index) => {
    const lane = index % AT_ONCE;
    const run = lanes[lane]!.then(() => play(one));
    played.set(one, run);
    // What goes wrong is told by the test of the run; the next in its lane begins all the same.
    lanes[lane] = run.catch(() => undefined);
  });
}

async function play(one: Case): Promise<void> {
  const run = await Run.begin(world, one);
  await decideNeeds(run);
  const bidders = await tender(run);
  await award(run, bidders);
  await conclude(run, bidders.chosen);
}

test.each(CASES.map((one) => [one.type, one.locale, one] as const))(
  'a service of kind %s goes from its first idea to the signed contract in %s',
  async (_type, _locale, one) => {
    await played.get(one);
  },
  300_000,
);

test('every reason for a refusal was met', () => {
  const { seen } = world.refusals;
  expect(EXPECTED.filter((word) => !seen.has(word))).toEqual([]);
});

const Outbox = z.looseObject({
  items: z.array(z.looseObject({ messageId: z.string(), kind: z.string(), status: z.string() })),
  next: z.string().nullable(),
});

async function outbox() {
  const items: z.infer<typeof Outbox>['items'] = [];
  for (let cursor: string | null = ''; cursor !== null;) {
    const page: z.infer<typeof Outbox> = await world.admin.call(
      { method: 'GET', path: `/outbox?limit=200${cursor && `&cursor=${cursor}`}` },
      Outbox,
    );
    items.push(...page.items);
    cursor = page.next;
  }
  return items;
}

test('every mail went out once', async () => {
  const inbox = () => world.theatre.inbox.list({ to: '' });
  // Letters of the last steps may still be on their way; one that came twice leaves the counts apart for good.
  const settled = async (): Promise<boolean> => {
    const mails = await outbox();
    const sent = mails.filter(({ status }) => status === 'sent').length;
    return mails.every(({ status }) => status !== 'waiting') && (await inbox()).length === sent;
  };
  await until(settled, { limitMs: 60_000, everyMs: 500, sentence: 'A mail still waits, or has come more than once.' });

  const sent = (await outbox()).filter(({ status }) => status === 'sent');
  expect(sent.length).toBeGreaterThan(CASES.length * 20);
  expect(new Set(sent.map(({ messageId }) => messageId)).size).toBe(sent.length);
}, 90_000);

test('everybody reads mails and pages in their own language', async () => {
  const people = LOCALES.flatMap((locale) => Object.values(world.people[locale]));
  const { base, inbox } = world.theatre;
  for (const { email, locale } of [...people, ...world.vendors]) {
    const mails = await inbox.list({ to: email });
    for (const { subject, text } of mails) world.checkWords(`${subject}\n${text}`, locale);
    const link = mails.flatMap((mail) => linksTo(mail, `${base}/a/`))[0];
    if (link !== undefined) world.checkPage(await (await fetch(link)).text(), locale);
  }
  expect([...world.untranslated]).toEqual([]);
}, 90_000);

test('the trail of everything that happened is unbroken', async () => {
  expect(await world.product.get('/audit/verify')).toEqual({ intact: true, broken: [], erased: 0 });
});
