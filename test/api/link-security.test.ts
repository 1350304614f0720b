import { until } from '../../bin/parts/processes';
import { dumpOf } from '../dump';
import { historyText } from '../history';
import { hiddenOf } from './page-form';
import { type Answer, decide, KEY, RunningLinks, visit } from './running-links';

const HOUR = 3_600_000;
const approve = { decision: 'approve' };
const READERS = [
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/130.0 Safari/537.36',
  'Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15',
  'Mozilla/5.0 (Linux; Android 15) AppleWebKit/537.36 MicroMessenger/8.0.50',
  'Mozilla/4.0 (compatible; ms-office; MSOffice 16)',
  'Microsoft Office/16.0 (Microsoft Outlook 16.0; Pro)',
  'Mozilla/5.0 (compatible; Microsoft SafeLinks)',
  'Proofpoint URL Defense',
  'Mimecast-URL-Protect',
  'BarracudaCentral/1.0',
  'Cisco Secure Email Gateway',
  'Symantec-ClickTime',
  'FireEye-ETP',
  'Slackbot-LinkExpanding 1.0 (+https://api.slack.com/robots)',
  'facebookexternalhit/1.1',
  'TelegramBot (like TwitterBot)',
  'DingTalkBot-LinkService/1.0',
  'Googlebot/2.1 (+http://www.google.com/bot.html)',
  'curl/8.9.1',
  'python-requests/2.32',
  '',
];

let world: RunningLinks;
let api: string;
beforeAll(async () => {
  world = await RunningLinks.open();
  api = await world.serve();
});
afterAll(() => world.close());

const allMailed = (): Promise<void> =>
  until(async () => (await world.database.db('mail_log').where({ status: 'waiting' })).length === 0 && isAnnounced(), {
    limitMs: 30_000,
    sentence: 'A mail is still on its way.',
  });

/** Whether every open task has its mail, so that nothing moves by itself any more. */
async function isAnnounced(): Promise<boolean> {
  const open = await world.database.db('request_tasks').where({ status: 'active' }).pluck<string[]>('id');
  const mailed = await world.database.db('mail_log').where({ status: 'sent' }).pluck<string[]>('task_id');
  return open.every((id) => mailed.includes(id));
}

test('reading links by every method and program leaves every row of the database as it was', async () => {
  const paths: string[] = [];
  for (let count = 0; count < 5; count += 1) paths.push(await world.linkOf(await world.ask(), 'A'));
  await allMailed();
  const before = await dumpOf(world.database.db);
  const answers: Answer[] = [];
  const visits = paths.flatMap((path) =>
    READERS.flatMap((reader) => ['GET', 'HEAD', 'OPTIONS'].map((method) => ({ path, reader, method }))),
  );
  for (const { path, reader, method } of visits)
    answers.push(await visit(api + path, { method, headers: { 'user-agent': reader } }));
  expect(answers.filter(({ status }) => status !== 200)).toEqual([]);
  expect(await dumpOf(world.database.db)).toBe(before);
});

test('no mixture of the parts of several links acts', async () => {
  const [one, two] = [await world.ask(), await world.ask()];
  const owners = [
    [one, 'A', 1],
    [one, 'B', 2],
    [two, 'A', 3],
    [two, 'B', 4],
  ] as const;
  const links: string[][] = [];
  for (const [request, name, hours] of owners)
    links.push(
      (await world.linkOf(request, name, { expiresAt: Date.now() + hours * HOUR })).replace('/a/', '').split('.'),
    );
  const mixtures = links.flatMap((a) => links.flatMap((b) => links.map((c) => [a[0], b[1], c[2]].join('.'))));
  const genuine = new Set(links.map((parts) => parts.join('.')));
  const statuses: number[] = [];
  for (const [index, token] of mixtures.entries()) {
    if (index % 25 === 0) api = await world.serve();
    if (!genuine.has(token)) statuses.push((await visit(`${api}/a/${token}`, { fields: approve })).status);
  }
  expect(statuses).toEqual(Array(60).fill(404));
  const stranger = await world.signIn('X');
  for (const token of genuine)
    expect((await decide(`${api}/a/${token}`, approve, { cookie: stranger })).status).toBe(403);
  expect([(await one.view()).status, (await two.view()).status]).toEqual(['pending', 'pending']);
});

test('a flipped bit in any of the 43 characters of the signature is answered like an unknown link', async () => {
  const link = await world.linkOf(await world.ask(), 'A');
  const [head, mac] = [link.slice(0, -43), link.slice(-43)];
  const unknown = await visit(`${api}/a/018f4c1e-0000-7000-8000-000000000000.abcdef.${mac}`);
  const answers: Answer[] = [];
  for (let at = 0; at < 43; at += 1) {
    if (at % 25 === 0) api = await world.serve();
    answers.push(await visit(`${api}${head}${flipped(mac, at)}`));
  }
  expect(unknown.status).toBe(404);
  expect(answers.filter(({ status, text }) => status !== 404 || text !== unknown.text)).toEqual([]);
});

test.each(['%ff', '..%2f', '%00', 'x'.repeat(5_000), 'a.b.c', '018F4C1E-0000-7000-8000-000000000000.a.b'])(
  'a link that is none (%#) gets the same page',
  async (token) => {
    const own = await world.serve();
    const [odd, unknown] = [await visit(`${own}/a/${token}`), await visit(`${own}/a/unknown`)];
    expect([odd.status, odd.text]).toEqual([404, unknown.text]);
  },
);

test('every answer of a link has the headers that keep it to its reader', async () => {
  const request = await world.ask();
  const path = await world.linkOf(request, 'A');
  const expired = await world.linkOf(request, 'B', { expiresAt: Date.now() - HOUR });
  const site = await world.serve({ publicUrl: 'https://tenure.example' });
  const answers = [
    await visit(site + path),
    await visit(site + path, { method: 'HEAD' }),
    await visit(site + path, { fields: approve }),
    await visit(site + expired),
    await visit(`${site}/a/unknown`),
    await visit(site + path, { fields: approve, headers: { 'sec-fetch-site': 'cross-site' } }),
    await decide(site + path, approve),
  ];
  expect(answers.map(({ status }) => status)).toEqual([200, 200, 422, 410, 404, 403, 200]);
  for (const { headers } of answers) expect(Object.fromEntries(headers)).toMatchObject(HEADERS);
  const plain = await visit((await world.serve({ publicUrl: 'http://localhost:3000' })) + path);
  expect(plain.headers.has('strict-transport-security')).toBe(false);
});

const HEADERS = {
  'cache-control': 'no-store',
  'referrer-policy': 'no-referrer',
  'content-security-policy':
    "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'",
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'x-robots-tag': 'noindex, noarchive',
  'strict-transport-security': 'max-age=31536000; includeSubDomains',
};

test('neither links nor codes nor form tokens stand in a table, a log line or a history', async () => {
  const request = await world.ask({}, { stepUp: true });
  const path = await world.linkOf(request, 'A');
  const form = hiddenOf((await visit(api + path)).text);
  await visit(`${api}${path}/code`, { fields: form });
  const letter = await world.desk.relay.until(({ text }) => /^ {4}\d{6}$/m.test(text));
  const code = /^ {4}(\d{6})$/m.exec(letter.text)?.[1] ?? '';
  expect((await decide(api + path, { ...approve, code })).status).toBe(200);
  const receipt = await world.desk.relay.until(({ text }) => /\/report$/m.test(text));
  await allMailed();
  const mailed = /https:\S+(?=\/report)/.exec(receipt.text)?.[0] ?? '';
  const secrets = [path.slice(-43), mailed.slice(-43), form['nonce']?.split('.')[1] ?? '', KEY];
  const places = { table: await dumpOf(world.database.db), log: world.logged.join('\n'), history: await histories() };
  for (const [place, text] of Object.entries(places)) {
    expect([place, text.length > 1_000]).toEqual([place, true]);
    expect([place, secrets.filter((secret) => text.includes(secret))]).toEqual([place, []]);
    expect([place, new RegExp(`(?<![0-9a-f-])${code}(?![0-9a-f-])`).test(text)]).toEqual([place, false]);
  }
  expect(places.log).toContain(`/a/${path.slice(3, 11)}…`);
});

/** Every event of every workflow of this file, with its payloads decoded. */
async function histories(): Promise<string> {
  const texts: string[] = [];
  const query = `TaskQueue = '${world.desk.queue}'`;
  for await (const { workflowId } of world.temporal.client.workflow.list({ query })) {
    texts.push(await historyText(world.temporal.client.workflow.getHandle(workflowId)));
  }
  expect(texts.length).toBeGreaterThan(2);
  return texts.join('\n');
}

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
const flipped = (mac: string, at: number): string =>
  `${mac.slice(0, at)}${ALPHABET[ALPHABET.indexOf(mac[at] ?? '') ^ 1] ?? ''}${mac.slice(at + 1)}`;
