import { v7 as uuidv7 } from 'uuid';
import { readSheetRows } from '../../api/sheets/read';
import { type SheetRow, XLSX_TYPE } from '../../api/sheets/sheet';
import { csv, HEADER, LEI, report, sheet, unanswered, USCC, workbook } from './quote-sheets';
import { bid, CNY, TenderWorld } from './tender-world';

let world: TenderWorld;
let id: string;
let vendorIds: Readonly<Record<string, string>>;

beforeAll(async () => {
  world = await TenderWorld.open();
});
afterAll(() => world.close());

const names = ['sun', 'moon', 'star', 'gone'];
const named = (name: string): string => `${name} ${id.slice(-6)}`;
beforeEach(async () => {
  ({ id, vendorIds } = await world.begin(Object.fromEntries(names.map((name) => [name, 'en']))));
  const { db } = world.database;
  await db('vendors').update({ uscc: null, lei: null });
  for (const name of names)
    await db('vendors')
      .where({ id: vendorIds[name] })
      .update({ name: named(name) });
  await db('vendors').where({ id: vendorIds['moon'] }).update({ uscc: USCC });
  await db('vendors').where({ id: vendorIds['star'] }).update({ lei: LEI });
  await db('vendors').where({ id: vendorIds['gone'] }).update({ status: 'blocked' });
});

type Who = keyof TenderWorld['people'];
interface Sent {
  readonly query?: string;
  readonly key?: string;
  readonly who?: Who;
  readonly type?: string;
}
const send = (body: string | Buffer, { query = '', key, who = 'owner', type = 'text/csv' }: Sent = {}) =>
  world
    .call(who, 'post', `/quotes/import${query}`)
    .set({ 'content-type': type, ...(key && { 'idempotency-key': key }) })
    .send(body);
const candidates = async (): Promise<Readonly<Record<string, unknown>>> => {
  const rows = await world.database.db('candidates').where({ engagement_id: id });
  return Object.fromEntries(
    rows.map((row: { vendor_id: string; quote: unknown }) => [
      names.find((name) => vendorIds[name] === row.vendor_id),
      row.quote,
    ]),
  );
};
const everything = async () => ({
  candidates: await world.database.db('candidates').orderBy('id'),
  vendors: await world.database.db('vendors').orderBy('id'),
  events: (await world.database.db('audit_events')).length,
});
describe('an import of quotes', () => {
  test('meets vendors by id, USCC, LEI or name; an empty hidden cost is open, 0 is none', async () => {
    const file = csv(
      `${named('sun')},CNY,100,200.5,2,0,,,,,,15.25`,
      `${USCC},,1,2,0.5,,,,,,,`,
      `${LEI},CNY,3,4,3,,,,,,,`,
    );
    expect((await send(file)).body).toEqual(report({ rows: 3, inserted: 3 }));
    expect(await candidates()).toEqual({
      sun: {
        oneOff: CNY('100'),
        annual: CNY('200.5'),
        years: 2,
        hiddenCosts: { ...unanswered, transition: CNY('0'), exit: CNY('15.25') },
      },
      moon: { oneOff: CNY('1'), annual: CNY('2'), years: 0.5, hiddenCosts: unanswered },
      star: { oneOff: CNY('3'), annual: CNY('4'), years: 3, hiddenCosts: unanswered },
    });
    const events = await world.database.db('audit_events').where({ stream: `engagement:${id}` });
    expect(events.map(({ type, payload }) => `${type} ${payload.row}`).sort()).toEqual(
      [2, 3, 4].flatMap((row) => [`selection.candidate ${row}`, `selection.quote ${row}`]).sort(),
    );
  });

  test('writes over the quotes that differ and leaves the others', async () => {
    const { body } = await world.call('owner', 'post', '/candidates').send({ vendorId: vendorIds['sun'] }).expect(201);
    const rows = [`${vendorIds['sun']},CNY,100,200,2,,,,,,,`, `${vendorIds['moon']},CNY,1,2,2,,,,,,,`];
    expect((await send(csv(...rows))).body).toEqual(report({ rows: 2, inserted: 1, updated: 1 }));
    expect((await send(csv(...rows))).body).toEqual(report({ rows: 2, unchanged: 2 }));
    const before = await candidates();
    rows[1] = `${vendorIds['moon']},CNY,1,3,2,,,,,,,`;
    expect((await send(csv(...rows))).body).toEqual(report({ rows: 2, updated: 1, unchanged: 1 }));
    expect(await candidates()).toMatchObject({ sun: before['sun'], moon: { annual: CNY('3') } });
    expect(await world.database.db('candidates').where({ engagement_id: id, id: body.id })).toHaveLength(1);
  });

  test('takes a workbook with Chinese titles, dates and assumptions', async () => {
    const file = await sheet(
      ['供应商', '币种', '一次性费用', '年度费用', '年数', '退出', '有效期至', '前提假设'],
      [[named('sun'), 'CNY', '100', '1234.50', '3', '0', '2027-12-31', '=不含差旅']],
    );
    expect((await send(file, { type: XLSX_TYPE })).body).toEqual(report({ rows: 1, inserted: 1 }));
    expect(await candidates()).toMatchObject({
      sun: {
        annual: CNY('1234.5'),
        years: 3,
        hiddenCosts: { exit: CNY('0'), fx: null },
        validUntil: '2027-12-31',
        assumptions: '=不含差旅',
      },
    });
  });

  test('under one key has one effect, and as a dry run none', async () => {
    const before = await everything();
    const dry = await send(csv(`${named('sun')},CNY,1,2,3,,,,,,,`, 'nobody,CNY,1,x,3,,,,,,,'), {
      query: '?dryRun=true',
    });
    expect(dry.body).toMatchObject({ dryRun: true, rows: 2, inserted: 1 });
    expect((dry.body as { faults: readonly { row: number; column: string }[] }).faults).toMatchObject([
      { row: 3, column: 'vendor' },
      { row: 3, column: 'annual' },
    ]);
    expect(await everything()).toEqual(before);
    const one = csv(`${named('sun')},CNY,1,2,3,,,,,,,`);
    const key = uuidv7();
    const first = await send(one, { key });
    const written = await everything();
    expect((await send(one, { key })).body).toEqual(first.body);
    expect(await everything()).toEqual(written);
  });
});

const good = (): string => `${named('sun')},CNY,1,2,3,,,,,,,`;
describe('a file of quotes that is refused leaves nothing behind', () => {
  test.each<[string, () => Promise<string | Buffer> | string | Buffer, string]>([
    ['a broken workbook', async () => (await sheet(['vendor'], [['x']])).subarray(0, 500), 'file'],
    [
      'a formula in a workbook',
      () => workbook('<row r="1"><c r="A1" t="str"><f>"ven"&amp;"dor"</f><v>vendor</v></c></row>'),
      'file',
    ],
    ['a formula in CSV', () => csv(good(), `${named('moon')},CNY,=1+1,2,3,,,,,,,`), 'file'],
    ['another encoding', () => Buffer.from([...Buffer.from(csv(good())), 0xb9, 0xa9]), 'file'],
    ['too many rows', () => csv(good(), ...Array<string>(1_000).fill('x,CNY,1,2,3,,,,,,,')), 'file'],
    ['an unknown column', () => `${HEADER},discount\n${good()},1\n`, 'rows.1.discount'],
    ['a missing column', () => `vendor,oneOff,years\n${named('sun')},1,3\n`, 'rows.1.annual'],
    ['an empty file', () => '', 'rows.1'],
    ['an unknown vendor', () => csv(good(), 'Nobody,CNY,1,2,3,,,,,,,'), 'rows.3.vendor'],
    ['no vendor', () => csv(good(), ',CNY,1,2,3,,,,,,,'), 'rows.3.vendor'],
    ['a vendor twice, under another name', () => csv(good(), `${vendorIds['sun']},CNY,1,2,3,,,,,,,`), 'rows.3.vendor'],
    ['a blocked vendor', () => csv(good(), `${named('gone')},CNY,1,2,3,,,,,,,`), 'rows.3.vendor'],
    ['text as an amount', () => csv(good(), `${USCC},CNY,cheap,2,3,,,,,,,`), 'rows.3.oneOff'],
    ['a separated amount', () => csv(good(), `${USCC},CNY,"1,234.00",2,3,,,,,,,`), 'rows.3.oneOff'],
    ['too many digits', () => csv(good(), `${USCC},CNY,1,2,3,,,,,,,0.001`), 'rows.3.exit'],
    ['no annual charge', () => csv(good(), `${USCC},CNY,1,,3,,,,,,,`), 'rows.3.annual'],
    ['years that are none', () => csv(good(), `${USCC},CNY,1,2,long,,,,,,,`), 'rows.3.years'],
    ['too many years', () => csv(good(), `${USCC},CNY,1,2,51,,,,,,,`), 'rows.3.years'],
    ['another currency', () => csv(good(), `${USCC},EUR,1,2,3,,,,,,,`), 'rows.3.currency'],
    [
      'a date that is none',
      () => `${HEADER},validUntil\n${good()},\n${USCC},CNY,1,2,3,,,,,,,,31.12.2027\n`,
      'rows.3.validUntil',
    ],
  ])('%s', async (_name, file, path) => {
    const before = await everything();
    const answer = await send(await file(), { type: 'application/octet-stream' });
    expect({
      status: answer.status,
      paths: (answer.body as { errors: { path: string }[] }).errors.map((one) => one.path),
    }).toEqual({ status: 422, paths: expect.arrayContaining([path]) });
    expect(await everything()).toEqual(before);
  });

  test('two vendors of one name', async () => {
    const { db } = world.database;
    await db('vendors')
      .where({ id: vendorIds['star'] })
      .update({ name: named('sun') });
    const before = await everything();
    const { body } = await send(csv(good())).expect(422);
    expect(body.errors).toMatchObject([{ path: 'rows.2.vendor', message: expect.stringContaining('several vendors') }]);
    expect(await everything()).toEqual(before);
  });

  test.each<[string, number, string, () => Promise<unknown>, Sent]>([
    ['who has no part in the engagement', 403, 'FORBIDDEN', () => Promise.resolve(), { who: 'ann' }],
    ['bids are sealed', 422, 'BIDS_SEALED', () => world.publish({ sun: vendorIds['sun'] ?? '' }), {}],
    [
      'bids are sealed and nothing is to be written',
      422,
      'BIDS_SEALED',
      () => world.publish({ sun: vendorIds['sun'] ?? '' }),
      { query: '?dryRun=true' },
    ],
    [
      'the award is being decided',
      409,
      'GATE_PENDING',
      () => world.database.db('engagements').where({ id }).update({ open_gate: 'award', open_request_id: uuidv7() }),
      {},
    ],
    [
      'the selection is over',
      409,
      'STATE_CONFLICT',
      () => world.database.db('engagements').where({ id }).update({ state: 'CONTRACTING' }),
      {},
    ],
  ])('where %s', async (_name, status, code, arrange, sent) => {
    await arrange();
    const before = await everything();
    const answer = await send(csv(good()), sent);
    expect([answer.status, answer.body.code]).toEqual([status, code]);
    expect(await everything()).toEqual(before);
  });

  test('and so does one that writes over a bid of the vendor itself', async () => {
    await world.publish({ sun: vendorIds['sun'] ?? '' });
    await world.act(await world.link('sun'), bid('100'));
    world.pass(48);
    await world.call('owner', 'post', '/tender/open').send({}).expect(200);
    const before = await everything();
    const { body } = await send(csv(`${USCC},CNY,1,2,3,,,,,,,`, good())).expect(422);
    expect(body.errors).toMatchObject([{ path: 'rows.3.vendor' }]);
    expect(await everything()).toEqual(before);
  });
});

test.each(['csv', 'xlsx'])('the template as %s has a header that the import takes', async (format) => {
  const answer = await world
    .call('owner', 'get', `/quotes/import/template?format=${format}`)
    .buffer(true)
    .parse((res, done) => {
      const chunks: Buffer[] = [];
      res.on('data', (chunk: Buffer) => chunks.push(chunk));
      res.on('end', () => done(null, Buffer.concat(chunks)));
    })
    .expect(200);
  const file = answer.body as Buffer;
  const [head]: readonly SheetRow[] = await readSheetRows(file);
  expect(head?.cells).toHaveLength(14);
  expect((await send(file, { type: 'application/octet-stream' })).body).toEqual(report({}));
});
