import { engagementChecklist } from '../../db/read/checklist';
import { findEngagement } from '../../db/stores/engagements';
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

async function sentInChinese(): Promise<string> {
  await li.speak('zh-CN');
  const { text } = await li.get(NEEDS).expect(200);
  return (await li.send(text, NEEDS)).text;
}

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

test('what a gate asks for is a list in the language of the reader, each behind the name of its field', async () => {
  refusal = new DomainError('GATE_INCOMPLETE', 'The needs are not complete.', [
    { path: 'needs.criticalityAnswers.serviceContinuity', message: 'answer yes or no' },
    { path: 'needs.criticalityAnswers.finance', message: 'answer yes or no' },
    { path: 'needs.activities.0.rationale', message: 'is needed' },
    { path: 'clauses.AUDIT', message: 'AUDIT is missing' },
    { path: 'comment', message: 'say in words why the management cost under the floor is accepted' },
  ]);
  const chinese = await sentInChinese();
  expect([...chinese.matchAll(/<li>([^<]*)<\/li>/g)].map(([, line]) => line)).toEqual([
    '重要性判断 › 业务连续性：请回答“是”或“否”',
    '重要性判断 › 重大财务损失：请回答“是”或“否”',
    '业务活动 › 1 › 理由：必填',
    '条款：缺少“审计权”',
  ]);
  expect(chinese).toMatch(/<p class="alert" role="alert"[^>]*>还缺少一些内容/);
  expect(asked).toEqual([]);
});

test('an item of the checklist that is open is named in the language of the reader', async () => {
  const { db } = world.database;
  const engagement = await findEngagement(db, HOTLINE);
  const [item] = engagement ? await engagementChecklist(db, engagement) : [];
  if (!item) throw new Error('There is no checklist.');
  const { key, text: words } = item;
  refusal = new DomainError('GATE_INCOMPLETE', 'The checklist of the gate is not finished.', [
    { path: `checklist.${key}`, message: `is not ticked: ${words.en}` },
  ]);
  const refused = await sentInChinese();
  expect(refused).toContain(`检查清单：尚未勾选：${words['zh-CN']}`);
  expect(refused).not.toContain(words.en);
});
