import type { Gateway } from '../../api/gateway';
import { updatePerson } from '../../db/stores/people';
import { deleteSampleSet, insertSampleSet, saveSampleSet } from '../../db/stores/samples';
import { inTransaction } from '../../db/transaction';
import { loadSamplesId, removeSamplesId } from '../../workflows/ids';
import { csrfIn } from './page-form';
import { LI, pageWorld, type PageWorld, SUPPLIER, Visitor } from './page-world';

const SHOWN = /<li class="(ticked|open)">.*?<a href="([^"]+)">/g;
const steps = (html: string): readonly string[] =>
  [...html.matchAll(SHOWN)].map(([, state, href]) => `${href} ${state}`);

const begun: string[] = [];
let world: PageWorld;
let li: Visitor;
const entry = async (): Promise<unknown> => (await li.get('/').expect(303)).headers['location'];
beforeAll(async () => {
  const start: Gateway['start'] = ({ workflow, id }) => Promise.resolve(void begun.push(`${workflow} ${id}`));
  world = await pageWorld({ gateway: { start } });
  li = await Visitor.of(world);
});
beforeEach(() => li.as('admin'));
afterAll(() => world.database.drop());

test('where something runs already the way in is home, and the steps say what is still open', async () => {
  expect(await entry()).toBe('/home');
  const { text } = await li.get('/start').expect(200);
  expect(steps(text)).toEqual([
    '/admin/new-person ticked',
    '/admin/people open',
    '/admin/calendars open',
    '/vendors/import open',
    '/new-engagement ticked',
  ]);
  const words = text.replace(/<[^>]+>/g, ' ').replace(/\s+/g, ' ');
  expect(words).toContain('Nobody has the role of Executive Finance HR Legal Security ');
  expect(text).not.toContain('Do not show this again');
});

test('others are not met by it and may not read it', async () => {
  await li.as('manager');
  expect(await entry()).toBe('/home');
  await li.get('/start').expect(403);
});

describe('where the start of what makes or removes samples was lost', () => {
  const ID = '018f4c1e-0000-7000-8000-0000000000f1';
  const AGAIN = '/start/samples/again';
  beforeEach(async () => {
    begun.length = 0;
    const set = { id: ID, locale: 'en', loadedBy: LI.id, now: Date.now() } as const;
    await inTransaction(world.database.db, (trx) => insertSampleSet(trx, set));
  });
  afterEach(() => inTransaction(world.database.db, (trx) => deleteSampleSet(trx, ID)));

  test.each([
    ['loading', 'loadSamplesWorkflow', loadSamplesId(ID)],
    ['removing', 'removeSamplesWorkflow', removeSamplesId(ID)],
  ] as const)('a button of the page begins it again while they are %s', async (state, workflow, id) => {
    await saveSampleSet(world.database.db, ID, { state });
    const { text } = await li.get('/start').expect(200);
    expect(text).toContain(`action="${AGAIN}"`);
    expect(begun).toEqual([]);
    expect((await li.send(text, AGAIN).expect(303)).headers['location']).toBe('/start');
    expect(begun).toEqual([`${workflow} ${id}`]);
    expect(await world.database.db('sample_sets').select('id', 'state')).toEqual([{ id: ID, state }]);
  });

  test('samples that are there offer no such button, and nothing begins', async () => {
    await saveSampleSet(world.database.db, ID, { state: 'loaded' });
    const { text } = await li.get('/start').expect(200);
    expect(text).not.toContain(AGAIN);
    await li.send(text, AGAIN, { csrf: csrfIn(text) }).expect(303);
    expect(begun).toEqual([]);
  });
});

describe('in a new installation', () => {
  beforeAll(() => world.database.db('engagements').delete());

  test('administrators are met by the first steps, everybody else by the inbox', async () => {
    expect(await entry()).toBe('/start');
    await li.as('manager');
    expect(await entry()).toBe('/home');
  });

  test('what is there is ticked off', async () => {
    const { db } = world.database;
    await updatePerson(db, { ...SUPPLIER, roles: ['executive', 'finance', 'hr', 'legal', 'security'] }, Date.now());
    const { text } = await li.get('/start').expect(200);
    expect(steps(text).slice(0, 2)).toEqual(['/admin/new-person ticked', '/admin/people ticked']);
    expect(text).not.toContain('Nobody has the role of');
    await updatePerson(db, SUPPLIER, Date.now());
  });

  test('the page is there in Chinese', async () => {
    await li.speak('zh-CN');
    await updatePerson(world.database.db, { ...LI, roles: ['admin'] }, Date.now());
    expect((await li.get('/start').expect(200)).text).toContain('首次使用');
  });

  test('a form from elsewhere does not dismiss it; one of its own does so for good, with its entry in the trail', async () => {
    const { text } = await li.get('/start').expect(200);
    await li.send(text, '/start', { csrf: 'made elsewhere' }).expect(403);
    expect(await entry()).toBe('/start');

    expect((await li.send(text, '/start').expect(303)).headers['location']).toBe('/inbox');
    expect(await entry()).toBe('/home');
    expect((await li.get('/start').expect(200)).text).not.toContain('Do not show this again');
    const entries = await world.database.db('audit_events').where({ type: 'setting.saved' }).select('actor_id');
    expect(entries).toEqual([{ actor_id: LI.id }]);
  });
});
