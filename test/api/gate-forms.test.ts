import { DomainError } from '../../domain/errors';
import { formIn } from './page-form';
import { HOTLINE, pageWorld, type PageWorld, Visitor } from './page-world';

const form = (name: string): string => `/engagements/${HOTLINE}/forms/${name}`;
const [NEEDS, AWARD] = [form('gate-needs'), form('gate-award')];

let world: PageWorld;
let li: Visitor;
const asked: unknown[] = [];
let refusal: DomainError | null = null;
beforeAll(async () => {
  world = await pageWorld({
    gateway: {
      update: ({ arg }) => {
        if (refusal) return Promise.reject(refusal);
        asked.push(arg);
        return Promise.resolve({ requestId: '018f4c1e-0000-7000-8000-0000000000f1' } as never);
      },
    },
  });
  li = await Visitor.of(world);
});
beforeEach(async () => {
  asked.length = 0;
  refusal = null;
  await li.as('manager');
});
afterAll(() => world.database.drop());

/** A tender that is published and whose bids nobody has opened. */
const seal = () =>
  world.database.db('tenders').insert({
    engagement_id: HOTLINE,
    body: JSON.stringify({}),
    ...{ questions_until: new Date('2026-12-01'), close_at: new Date('2026-12-02'), updated_at: new Date() },
    ...{ state: 'published', revision: 1, published_at: new Date('2026-11-01') },
  });

test('a form that was open in another session is shown again with what was typed, and then taken', async () => {
  const { text } = await li.get(NEEDS).expect(200);
  await li.signIn();
  const old = await li.send(text, NEEDS, { comment: 'As agreed.' });
  expect([old.status, formIn(old.text, NEEDS).get('comment')]).toEqual([422, 'As agreed.']);
  expect(old.text).toContain('The page was open for too long.');
  expect(asked).toEqual([]);
  expect((await li.send(old.text, NEEDS)).status).toBe(303);
  expect(asked[0]).toMatchObject({ body: { comment: 'As agreed.' } });
});

test('bids that were sealed meanwhile hide the candidates, not what was typed', async () => {
  const { text } = await li.get(AWARD).expect(200);
  await seal();
  const typed = { candidateId: 'a', justification: 'They know us.', comment: 'As agreed.' };
  const refused = await li.send(text, AWARD, typed);
  expect(refused.status).toBe(422);
  const again = formIn(refused.text, AWARD);
  expect([again.get('justification'), again.get('comment')]).toEqual([typed.justification, typed.comment]);
  expect(again.get('candidateId')).toBe('');
  expect(refused.text).toContain('Bids are sealed until they are opened after the deadline.');
  expect(refused.text).not.toContain('<option');
  expect(asked).toEqual([]);
  await world.database.db('tenders').del();
});
