import { createHash } from 'node:crypto';
import type { RequestExport } from '../../domain/approval/export-schema';
import { ApprovalWorld } from './approval-world';

let world: ApprovalWorld;

beforeAll(async () => {
  const evaluator = ['evaluator'] as const;
  world = await ApprovalWorld.open({ ADMIN: ['admin'], R: evaluator, A: evaluator, X: evaluator });
});
afterAll(() => world.close());

/** JSON as the export says that hashes are made from: written here anew, as a stranger would. */
function sorted(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(sorted).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const names = Object.keys(value).sort();
  const fields = new Map(Object.entries(value));
  return `{${names.map((name) => `${JSON.stringify(name)}:${sorted(fields.get(name))}`).join(',')}}`;
}
const sha256 = (text: string): string => createHash('sha256').update(text, 'utf8').digest('hex');

/** Numbers of the entries that do not fit, by nothing but the export. */
function broken({ audit }: RequestExport): readonly number[] {
  return audit.entries.flatMap(({ prevHash, hash, payload, payloadSalt, erasedBy: _none, ...entry }, index) => {
    const before = audit.entries[index - 1]?.hash ?? '0'.repeat(64);
    const said = sha256(`${payloadSalt ?? ''}${sorted(payload)}`) === entry.payloadHash;
    return entry.seq === index + 1 && said && prevHash === before && hash === sha256(prevHash + sorted(entry))
      ? []
      : [entry.seq];
  });
}

async function settled(): Promise<string> {
  const { id, taskOf } = await world.ask([world.desk.step(['A'], { requireSignature: true })]);
  const file = await world.call('A', 'post', `/requests/${id}/attachments`).attach('file', Buffer.from('a,b'), 'b.csv');
  const said = { action: 'comment', comment: 'see <b>this</b> 附件', attachmentIds: [file.body.id] };
  await world.call('A', 'post', `/requests/${id}/actions`).send(said).expect(200);
  const first = { action: 'send-back', comment: 'too much' };
  await world
    .call('A', 'post', `/tasks/${taskOf('A')}/actions`)
    .send(first)
    .expect(200);
  const again = await world
    .call('R', 'post', `/requests/${id}/actions`)
    .send({ action: 'resubmit', data: { amount: 900.5 } });
  const task = (again.body.steps as { round: number; tasks: { id: string }[] }[]).find(({ round }) => round === 2)
    ?.tasks[0];
  const yes = { action: 'approve', signature: 'A. Person' };
  await world
    .call('A', 'post', `/tasks/${task?.id ?? ''}/actions`)
    .send(yes)
    .expect(200);
  return id;
}
const exported = async (id: string): Promise<RequestExport> =>
  (await world.call('R', 'get', `/requests/${id}/export`).expect(200)).body as RequestExport;

test('an export holds the whole request, and a stranger can verify every entry of its trail from it alone', async () => {
  const whole = await exported(await settled());
  expect(whole.request).toMatchObject({ status: 'approved', round: 2, comments: [{ text: 'see <b>this</b> 附件' }] });
  expect(whole.request.steps.map(({ round, status }) => [round, status])).toEqual([
    [1, 'returned'],
    [2, 'approved'],
  ]);
  expect(whole.request.attachments).toMatchObject([
    { fileName: 'b.csv', mediaType: 'text/csv', sha256: sha256('a,b') },
  ]);
  expect(whole.subjectVersions.map(({ data, intact }) => [data, intact])).toEqual([
    [{ amount: 1200 }, true],
    [{ amount: 900.5 }, true],
  ]);
  const [version] = whole.subjectVersions;
  expect(version?.hash).toBe(sha256(sorted({ type: version?.type, title: version?.title, data: version?.data })));
  expect(whole.policyVersions).toMatchObject([{ key: whole.request.policy.key, version: 1, steps: [{ key: 's1' }] }]);
  expect(whole.people.map(({ name }) => name).sort()).toEqual(['A', 'R']);

  expect(whole.audit).toMatchObject({ extent: 'whole', verification: { intact: true, brokenSeqs: [] } });
  expect(whole.audit.entries.map(({ type }) => type)).toEqual(
    expect.arrayContaining([
      'request.opened',
      'request.commented',
      'task.send-back',
      'task.approve',
      'request.approved',
    ]),
  );
  expect(broken(whole)).toEqual([]);
});

test('a changed, lost or moved entry is found by the stranger, and by the export itself', async () => {
  const id = await settled();
  const whole = await exported(id);
  const { entries } = whole.audit;
  const [first, second, ...rest] = entries;
  if (!first || !second) throw new Error('the trail is too short');
  const forged = (list: RequestExport['audit']['entries']) =>
    broken({ ...whole, audit: { ...whole.audit, entries: list } });

  expect(forged([first, { ...second, payload: { ...second.payload, round: 9 } }, ...rest])).toEqual([second.seq]);
  expect(forged([first, { ...second, at: second.at + 1 }, ...rest])).toEqual([second.seq]);
  expect(forged([first, ...rest]).length).toBeGreaterThan(0);
  expect(forged([second, first, ...rest]).length).toBeGreaterThan(0);

  await world.database.db.transaction(async (trx) => {
    await trx.raw('alter table audit_events disable trigger user');
    const one = trx('audit_events').where({ stream: whole.audit.stream, seq: second.seq });
    await one.update({ payload: JSON.stringify({ ...second.payload, round: 9 }) });
    await trx.raw('alter table audit_events enable trigger user');
  });
  expect((await exported(id)).audit.verification).toEqual({ intact: false, brokenSeqs: [second.seq] });
});

test('an export is printed as a page without anything that acts, and seen by whoever sees the request', async () => {
  const id = await settled();
  const page = await world.call('R', 'get', `/requests/${id}/export`).set('accept', 'text/html,*/*').expect(200);
  expect(page.headers['content-type']).toContain('text/html');
  expect(page.text).toContain('see &lt;b&gt;this&lt;/b&gt; 附件');
  expect(page.text).toContain('A. Person');
  expect(page.text).toMatch(/<dt>People asked<\/dt><dd>A<\/dd>/);
  expect(page.text).not.toMatch(/>(QUORUM_REACHED|ANY_DECIDED|APPROVED|SENT_BACK)</);
  expect(page.text).not.toMatch(/<script|<form/);

  const asJson = await world.call('R', 'get', `/requests/${id}/export?format=json`).set('accept', 'text/html');
  expect(asJson.headers['content-disposition']).toBe(`attachment; filename="request-${id}.json"`);
  await world.call('X', 'get', `/requests/${id}/export`).expect(404);
  await world.call('ADMIN', 'get', `/requests/${id}/export`).expect(200);
});
