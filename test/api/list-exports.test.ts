import request from 'supertest';
import { openActionItem } from '../../db/stores/action-items';
import { orderMails } from '../../db/stores/mail-orders';
import { inTransaction } from '../../db/transaction';
import { readXlsx } from '../../api/sheets/read-xlsx';
import { inOne } from '../pdf-text';
import { ServiceWorld, START } from './service-world';
import { type SignedIn, signedIn } from './world';

let world: ServiceWorld;
let auditor: SignedIn;
let reader: SignedIn;
beforeAll(async () => {
  world = await ServiceWorld.open();
  const { db } = world.database;
  auditor = await signedIn(db, { roles: ['auditor'], name: '=SUM(A1)', email: 'audit@example.com' });
  reader = await signedIn(db, { roles: ['auditor'], name: '静', locale: 'zh-CN' });
});
beforeEach(() => world.begin());
afterAll(() => world.close());

const get = ({ authorization }: SignedIn, path: string) =>
  request(world.app).get(`/api/v1${path}`).set({ authorization }).buffer(true);
const csvOf = async (path: string, who = auditor): Promise<readonly string[]> =>
  (await get(who, path).expect(200)).text.trim().split(/\r?\n/);

describe('the list of people as a sheet', () => {
  test('is narrowed down as its page is, tells who stands in for whom, and holds no formula', async () => {
    const [{ person: olga }, { person: sven }] = [world.people.owner, world.people.service];
    await world.database.db('absences').insert({
      ...{ id: olga.id, user_id: olga.id, starts_on: '2027-02-20', ends_on: '2027-03-04' },
      ...{ substitute_id: sven.id, policy_keys: null, include_pending: true },
    });
    const [head, ...lines] = await csvOf('/users/export?format=csv');
    expect(head).toContain('Name,Email address,Roles,Manager,State,Away until,Substitute');
    expect(lines).toContain(`Olga,${olga.email},Manager,,active,2027-03-04,Sven`);
    expect(lines).toContain("'=SUM(A1),audit@example.com,Auditor,,active,,");
    expect(await csvOf('/users/export?format=csv&q=olga&role=manager&state=active')).toHaveLength(2);
    expect(await csvOf('/users/export?format=csv&state=left')).toHaveLength(1);
    const file = await get(auditor, '/users/export').parse(inOne).expect(200);
    expect(file.headers['content-disposition']).toBe('attachment; filename="people.xlsx"');
    expect((await readXlsx(file.body as Buffer)).flatMap(({ cells }) => cells)).toContain('=SUM(A1)');
  });

  test('is in the language of the reader, and for those who see its page only', async () => {
    expect((await csvOf('/users/export?format=csv', reader))[0]).toContain('姓名,邮箱,角色,上级,状态,缺勤至,代理人');
    await get(world.people.stranger, '/users/export').expect(403);
  });
});

test('the log of mails is had as it is narrowed down, for those who see its page only', async () => {
  const order = {
    kind: 'issue',
    recipientId: world.people.owner.person.id,
    engagementId: world.id,
    facts: {},
  } as const;
  await inTransaction(world.database.db, (trx) => orderMails(trx, [{ ...order, key: 'issue:1', now: START }]));
  const [head, ...lines] = await csvOf('/mails/export?format=csv&recipient=Olga&state=waiting&kind=issue');
  expect(head).toContain('Created,Recipient,Subject,Template,Engagement,State,Tries,Error,Sent');
  expect(lines).toEqual([expect.stringMatching(/^\d{4}-[^,]+Z,Olga,,issue,ENG-\d+-\d+,[^,]+,0,,$/)]);
  expect(await csvOf('/mails/export?format=csv&recipient=Sven')).toHaveLength(1);
  await get(world.people.stranger, '/mails/export').expect(403);
});

test('everybody has what lies with them, with what it is about, and nothing of others', async () => {
  const item = { engagementId: world.id, opensAt: START, now: START };
  const [owner, service] = [world.people.owner, world.people.service];
  await inTransaction(world.database.db, async (trx) => {
    const own = { ...item, assigneeId: owner.person.id, title: '+ call them' };
    await openActionItem(trx, { ...own, key: 'a', kind: 'manual', dueAt: Date.parse('2027-03-09T10:00:00Z') });
    const theirs = { ...item, assigneeId: service.person.id, title: 'Not mine' };
    await openActionItem(trx, { ...theirs, key: 'b', kind: 'manual', dueAt: START });
  });
  const [head, ...lines] = await csvOf('/action-items/export?format=csv', owner);
  expect(head).toContain('Title,Kind,About,Due,State');
  expect(lines).toEqual([
    expect.stringMatching(/^'\+ call them,[^,]+,ENG-\d+-\d+ Hotline,2027-03-09T10:00:00.000Z,[^,]+$/),
  ]);
});

test.each([
  ['/admin/people?role=manager&state=active', '/api/v1/users/export?role=manager&state=active&format=csv'],
  ['/admin/mails?kind=issue', '/api/v1/mails/export?kind=issue&format=csv'],
  ['/action-items', '/api/v1/action-items/export?format=csv'],
])('%s leads to its sheet', async (path, sheet) => {
  const { id, people, database } = world;
  const item = { engagementId: id, assigneeId: people.owner.person.id, kind: 'manual', title: 'Call' } as const;
  const to = { recipientId: people.owner.person.id, engagementId: id };
  const mail = { ...to, key: `issue:${path}`, kind: 'issue', facts: {} } as const;
  await inTransaction(database.db, async (trx) => {
    await openActionItem(trx, { ...item, key: path, opensAt: START, dueAt: START, now: START });
    await orderMails(trx, [{ ...mail, now: START }]);
  });
  const { page } = await world.browse('owner', path);
  const [, href = ''] = /href="([^"]*format[^"]*csv)"/.exec(page.text) ?? [];
  const plain = href.replaceAll('&amp;', '&').replaceAll('&#x3D;', '=');
  expect(plain).toBe(sheet);
  await get(people.owner, plain.slice('/api/v1'.length)).expect(200);
});
