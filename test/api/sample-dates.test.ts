import { createActivities } from '../../activities';
import { until } from '../../bin/parts/processes';
import { gathering } from '../../db/once';
import { engagementAgenda } from '../../db/read/agenda';
import type { EngagementRow } from '../../db/stores/engagements';
import type { AgendaItem } from '../../domain/engagement/agenda';
import { ApprovalWorld } from './approval-world';

/** Engagements in all sorts of states, with something of most kinds that dates come from. */
let world: ApprovalWorld;
const WINDOW = { cursor: { at: 0, key: '' }, limit: 500 };

beforeAll(async () => {
  const people = { A: ['admin'], F: ['finance', 'legal', 'hr', 'security', 'executive'] } as const;
  world = await ApprovalWorld.open(people, createActivities);
  await world.call('A', 'post', '/samples').send({ locale: 'en' }).expect(202);
  const isLoaded = async () => (await world.call('A', 'get', '/samples')).body.state === 'loaded';
  await until(isLoaded, { limitMs: 90_000, sentence: 'The samples were never loaded.' });
});
afterAll(() => world.close());

const kindsOf = (lists: readonly (readonly AgendaItem[])[]) => [...new Set(lists.flat().map(({ kind }) => kind))];

test('dates are the same where what there is of an engagement is asked for beforehand, for fewer statements', async () => {
  let statements = 0;
  let without = 0;
  const plain: (readonly AgendaItem[])[] = [];
  // The stories go on meanwhile: both readings are of the same moment.
  await world.database.db.transaction(
    async (moment) => {
      moment.on('query', () => (statements += 1));
      const rows = await moment<EngagementRow>('engagements');
      for (const row of rows) plain.push(await engagementAgenda(moment, row, WINDOW));
      without = statements;
      for (const [at, row] of rows.entries())
        expect(await engagementAgenda(gathering(moment), row, WINDOW)).toEqual(plain[at]);
    },
    { isolationLevel: 'repeatable read' },
  );
  expect(statements - without).toBeLessThan(without * 0.8);
  const kinds = ['alarm', 'exit-task', 'improvement', 'rating-mail', 'renewal-dossier', 'retrospective', 'term-end'];
  expect(kindsOf(plain)).toEqual(expect.arrayContaining(kinds));
});
