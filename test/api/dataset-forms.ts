import { readdir } from 'node:fs/promises';
import type { DeletionWorld } from './deletion-world';
import { faultsIn, filled } from './page-form';

let world: DeletionWorld;
let ends: Awaited<ReturnType<DeletionWorld['files']>>;

type Name = 'Olga' | 'Mia' | 'Sue' | 'Leo';
const form = (name: string, of = 'orders'): string =>
  `/engagements/${world.id}/forms/${name}${of === '' ? '' : `?of=${of}`}`;
const tab = (): string => `/engagements/${world.id}?part=exit`;
const seenBy = async (who: Name): Promise<string> => {
  const { get } = await world.approvals.signIn(who, tab());
  return (await get(tab())).text.replaceAll('&#x3D;', '=');
};

/** Fills in a form as somebody at a browser does. */
async function fill(who: Name, path: string, typed: Readonly<Record<string, string>>) {
  const { get, post } = await world.approvals.signIn(who, path);
  const { text } = await get(path);
  return post(path)
    .type('form')
    .send(filled(text.replaceAll('&#x3D;', '='), path.replace('?', '\\?'), typed).toString());
}

const FILES = () => ({
  ...{ key: 'orders', title: 'Orders', personalData: '1' },
  ...{ 'source.kind': 'directory', 'source.path': String(Object(ends.source).path) },
  ...{ 'target.kind': 'directory', 'target.path': String(Object(ends.target).path) },
});
const listed = async () => (await world.call('Olga', 'get', '/exit/datasets').expect(200)).body.items;

const CASES: readonly (readonly [string, () => Promise<void>])[] = [
  [
    'data goes from the list to its certificate by forms alone, each offered when it is its turn',
    async () => {
      expect((await fill('Olga', form('dataset', ''), FILES())).headers['location']).toBe(`${tab()}#datasets`);
      expect(await listed()).toMatchObject([{ ...ends, personalData: true, state: 'inventoried' }]);
      expect(await seenBy('Olga')).toContain(form('dataset-migration'));
      expect(await seenBy('Olga')).not.toContain(form('dataset-receipt'));

      await fill('Mia', form('dataset-migration'), { mode: 'real' });
      await world.reaches('verified');
      expect(await seenBy('Olga')).not.toContain(form('dataset'));
      const wrong = await fill('Olga', form('dataset-receipt'), { sha256: 'a'.repeat(64), comment: 'Compared.' });
      expect([wrong.status, faultsIn(wrong.text)]).toEqual([422, [expect.stringContaining('differs')]]);
      expect((await fill('Olga', form('dataset-receipt'), { comment: 'Compared.' })).status).toBe(303);
      expect((await world.dataset()).state).toBe('acknowledged');

      expect((await fill('Olga', form('canaries'), { values: 'Zelda Quill 17' })).status).toBe(303);
      const said = {
        statement: 'Tapes run out.',
        declaredBy: 'Wu Min',
        declaredOn: '2026-11-20',
        goneBy: '2027-01-31',
      };
      expect((await fill('Olga', form('deletion-declaration'), { about: 'backups', ...said })).status).toBe(303);
      const unsure = await fill('Olga', form('dataset-deletion'), {});
      expect([unsure.status, faultsIn(unsure.text)]).toEqual([422, ['must be ticked']]);
      expect((await world.dataset()).state).toBe('acknowledged');
      expect((await fill('Olga', form('dataset-deletion'), { sure: '1' })).status).toBe(303);
      const { deletion_request_id: request } = await world
        .db('datasets')
        .where({ key: 'orders', engagement_id: world.id })
        .first();
      for (const who of ['Sue', 'Leo'] as const) await world.decide(who, request);
      await world.reaches('deleted');
      expect(await readdir(String(Object(ends.source).path))).toEqual([]);
      const { content } = await world.certificate();
      expect(content).toMatchObject({
        canaries: { before: { found: 1 }, after: { found: 0 } },
        declarations: [{ statement: 'Tapes run out.' }],
      });
    },
  ],

  [
    'another waiting period counts once a second person has confirmed it, and never by whoever proposed it',
    async () => {
      await fill('Olga', form('dataset', ''), FILES());
      const days = { days: '7', reason: 'Short.' };
      expect((await fill('Olga', form('waiting-period', ''), days)).status).toBe(303);
      expect(await seenBy('Olga')).not.toContain('forms/waiting-period-confirm');
      const page = await seenBy('Leo');
      const [confirm = ''] = /\/engagements\/[^"]+forms\/waiting-period-confirm\?of=[^"]+/.exec(page) ?? [];
      expect((await fill('Olga', confirm, { sure: '1' })).status).toBe(422);
      expect((await world.call('Olga', 'get', '/exit')).body.waitingDays).toBe(0);
      expect((await fill('Leo', confirm, { sure: '1' })).status).toBe(303);
      expect((await world.call('Olga', 'get', '/exit')).body.waitingDays).toBe(7);
      expect(await seenBy('Leo')).not.toContain('forms/waiting-period-confirm');
    },
  ],

  [
    'whoever may forbid deletion does so by a form, and legal alone allows it again',
    async () => {
      await fill('Olga', form('dataset', ''), FILES());
      expect((await fill('Olga', form('legal-hold', ''), { reason: 'Not mine to place.' })).status).toBe(422);
      expect(await seenBy('Olga')).not.toContain('forms/legal-hold');
      expect((await fill('Sue', form('legal-hold', ''), { reason: 'A dispute.', datasetKey: 'orders' })).status).toBe(
        303,
      );
      expect((await world.call('Olga', 'get', '/exit')).body.holds).toMatchObject([
        { datasetKey: 'orders', reason: 'A dispute.' },
      ]);
      expect(await seenBy('Sue')).not.toContain('forms/legal-hold-lift');
      const [lift = ''] = /\/engagements\/[^"]+forms\/legal-hold-lift\?of=[^"]+/.exec(await seenBy('Leo')) ?? [];
      expect((await fill('Leo', lift, { sure: '1' })).status).toBe(303);
      expect((await world.call('Olga', 'get', '/exit')).body.holds).toEqual([]);
    },
  ],

  [
    'a password is refused in the address of a database, a stored one stays under its mask, and places must be allowed',
    async () => {
      const typed = { key: 'calls', title: 'Calls', 'source.kind': 'postgres', 'source.tables': 'people' };
      const away = {
        'target.kind': 's3',
        'target.endpoint': 'https://s3.example.com',
        'target.bucket': 'calls',
        'target.secretRef': 'env:S3',
      };
      const open = await fill('Olga', form('dataset', ''), {
        ...typed,
        ...away,
        'source.url': 'postgres://u:secret@db.example.com/calls',
      });
      expect([open.status, faultsIn(open.text)]).toEqual([422, [expect.stringContaining('no password')]]);
      const astray = await fill('Olga', form('dataset', ''), { ...typed, ...away, 'source.secretRef': 'env:CALLS' });
      expect([astray.status, astray.text.includes('TENURE_EXIT_ALLOW')]).toEqual([422, true]);
      expect(await listed()).toEqual([]);

      const [source, target] = [world.tables(['people']).source, ends.target];
      await world
        .call('Olga', 'put', '/exit/datasets', [
          { key: 'orders', title: 'Orders', personalData: false, source, target },
        ])
        .expect(200);
      const kept = async () =>
        (await world.db('datasets').where({ key: 'orders', engagement_id: world.id }).first()).source;
      expect(
        (await fill('Olga', form('dataset'), { title: 'All orders', 'source.tables': 'people\npeople2' })).status,
      ).toBe(303);
      expect(await kept()).toEqual({ ...source, tables: ['people', 'people2'] });
    },
  ],

  [
    'a change that somebody has overtaken is refused, and a dataset is taken off the list while nothing has moved',
    async () => {
      await fill('Olga', form('dataset', ''), FILES());
      const path = form('dataset');
      const { get, post } = await world.approvals.signIn('Olga', path);
      const drawn = filled((await get(path)).text.replaceAll('&#x3D;', '='), path.replace('?', '\\?'), {
        title: 'Mine',
      });
      await fill('Olga', path, { title: 'Theirs' });
      const late = await post(path).type('form').send(drawn.toString());
      expect([late.status, late.text.includes('Mine')]).toEqual([422, true]);
      expect(await listed()).toMatchObject([{ title: 'Theirs' }]);
      expect((await fill('Olga', path, { gone: '1' })).status).toBe(303);
      expect(await listed()).toEqual([]);
    },
  ],
];

/** Data handed back by forms: among the deletion's own tests, for all exits of a server share one queue of activities. */
export function handedBackByForms(worldOf: () => DeletionWorld): void {
  beforeAll(async () => {
    world = worldOf();
    ends = await world.files('orders', { 'a.csv': 'id\nZelda Quill 17\n', 'b.csv': 'id\n2\n' });
  });
  beforeEach(async () => {
    await world.begin([]);
    world.key = 'orders';
  }, 120_000);
  test.each(CASES)('%s', (_name, play) => play(), 180_000);
}
