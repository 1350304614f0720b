import request from 'supertest';
import { csrfIn } from './page-form';
import { browser, LI, type PageWorld, pageWorld, REQUEST, TASK, view } from './page-world';

let world: PageWorld;
let open: ReturnType<typeof browser>;

beforeAll(async () => {
  world = await pageWorld();
  open = browser(world);
});
afterAll(() => world.database.drop());
beforeEach(() => {
  world.approvals.bulk.length = 0;
});

const OTHER = REQUEST.replace(/a1$/, 'b2');
const send = async (fields: object) => {
  const cookie = await open.signIn(LI);
  const page = await open.get('/inbox', cookie).expect(200);
  expect(page.text).not.toContain(' checked');
  const batch = /name="batch" value="([^"]+)"/.exec(page.text)?.[1] ?? '';
  const form = request(world.app).post('/inbox/decide').set({ cookie, accept: 'text/html' }).type('form');
  return { batch, answer: await form.send({ csrf: csrfIn(page.text), batch, ...fields }) };
};

test('hands each ticked task with what it was about to the approvals, and shows what became of each', async () => {
  const pick = [`${TASK}:${view.subjectHash}`, `${OTHER}:${view.subjectHash}`];
  const { batch, answer } = await send({ pick, decision: 'approve', comment: 'fine' });

  expect(answer.status).toBe(200);
  const item = { action: 'approve', comment: 'fine', subjectHash: view.subjectHash };
  expect(world.approvals.bulk).toEqual([
    {
      body: {
        items: [
          { taskId: TASK, ...item },
          { taskId: OTHER, ...item },
        ],
      },
      id: batch,
    },
  ]);
  expect(answer.text).toContain(`href="/requests/${REQUEST}"`);
  expect(answer.text).toContain('此步骤已经结束。');
});

test.each([
  ['nothing is ticked', { decision: 'approve' }],
  ['no choice is made', { pick: `${TASK}:${view.subjectHash}` }],
  ['a task is none', { pick: 'nonsense', decision: 'approve' }],
])('changes nothing when %s', async (_what, fields) => {
  const { answer } = await send({ comment: 'kept words', ...fields });
  expect(answer.status).toBe(422);
  expect(answer.text).toContain('kept words</textarea>');
  expect(world.approvals.bulk).toEqual([]);
});

test('what was refused stays ticked, with the words that were written', async () => {
  // The approvals of this world take the first task and refuse the others.
  const pick = [`${OTHER}:${view.subjectHash}`, `${TASK}:${view.subjectHash}`];
  const { answer } = await send({ pick, decision: 'reject', comment: 'kept words' });

  expect(answer.status).toBe(200);
  expect(answer.text).toMatch(new RegExp(`value="${TASK}:[0-9a-f]+" checked`));
  expect(answer.text).toContain('kept words</textarea>');
  const taken = await send({ pick: `${TASK}:${view.subjectHash}`, decision: 'reject', comment: 'gone words' });
  expect(taken.answer.text).not.toMatch(/ checked|gone words/);
  const forgets = [answer, taken.answer].map(({ headers }) =>
    String(headers['set-cookie']).includes('tenure_recorded='),
  );
  expect(forgets).toEqual([false, true]);
});

test('each box shows how much lies in it', async () => {
  const { text } = await open.get('/inbox?box=cc', await open.signIn(LI)).expect(200);
  expect(text).toMatch(/href="\/inbox\?box=todo">[^<]+ <span class="count">1<\/span>/);
  expect(text).toMatch(/href="\/inbox\?box=cc" aria-current="page">[^<]+<\/a>/);
  expect(text).not.toContain('/inbox/decide');
});

test('leads to the sheet of the box as it is narrowed down', async () => {
  const page = await open.get('/inbox?box=todo&q=award&overdue=1', await open.signIn(LI)).expect(200);
  const sheet = '/api/v1/tasks/export?box=todo&q=award&overdue=true&format=csv';
  expect(page.text.replaceAll('&amp;', '&').replaceAll('&#x3D;', '=')).toContain(`href="${sheet}"`);
});
