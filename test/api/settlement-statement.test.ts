import { gateActivities } from '../../activities/gates';
import { readSheetRows } from '../../api/sheets/read';
import { SETTLEMENT_KINDS } from '../../domain/exit/settlement-kinds';
import en from '../../templates/locales/en.json';
import zh from '../../templates/locales/zh-CN.json';
import { pdfText } from '../pdf-text';
import { settlementPageLinks } from '../../page-links';
import { ServiceWorld } from './service-world';

const cny = (amount: string) => ({ amount, currency: 'CNY' });
/** One line of every kind; the sum of a line tells its kind. */
const LINES = SETTLEMENT_KINDS.map((kind, index) => ({
  kind,
  money: cny(`${1000 + index}.50`),
  note: `note ${kind}`,
  ...(kind === 'termination_fee' && { disputed: true }),
}));
let world: ServiceWorld;
beforeAll(async () => {
  world = await ServiceWorld.open();
  await world.begin({ state: 'EXITING' });
  await world.call('put', '/settlement', { lines: LINES }, 'service').expect(200);
});
afterAll(() => world.close());

const statement = (query = '') => world.call('get', `/settlement/statement${query}`);
const bare = (text: string): string => text.replace(/\s/g, '');

test('without an approval there is no statement', async () => {
  expect((await statement()).body).toMatchObject({ status: 409, code: 'STATE_CONFLICT' });
});

describe('the statement of an approved settlement', () => {
  beforeAll(async () => {
    const gate = { gate: 'settlement', requestId: world.id, choice: {} } as const;
    const order = { engagementId: world.id, gate, outcome: 'approved', now: world.now } as const;
    await gateActivities({ db: world.database.db }).applyGate(order);
    const damages = SETTLEMENT_KINDS.indexOf('liquidated_damages') + 1;
    await world.call('post', '/settlement/disputes', { line: damages, reason: 'Reported in time.' }, 'service').expect(201); // prettier-ignore
    const [first] = (await world.call('get', '/settlement/disputes')).body.items;
    const body = { outcome: 'agreed', amount: cny('700.00'), reason: 'Half-way.' };
    await world.call('post', `/settlement/disputes/${first.id}/resolve`, body).expect(200);
    await world.call('post', '/settlement/confirmation', { name: 'Wu Min', evidence: 'File 7' }).expect(201);
  });

  test.each([
    ['en', en],
    ['zh-CN', zh],
  ] as const)('is taken along by the vendor behind its link (%s)', async (lang, words) => {
    const target = { id: world.id, address: `v-${world.id}@example.com`, expiresAt: world.now + 86_400_000 };
    const path = settlementPageLinks(['s'.repeat(32)], '').linkTo(target);
    expect((await world.page(`${path}?lang=${lang}`)).text).toContain(`href="${path}?format&#x3D;pdf"`);
    const pdf = await world.page(`${path}?format=pdf&lang=${lang}`).buffer(true).expect(200);
    expect(pdf.headers).toMatchObject({ 'content-type': 'application/pdf', 'content-language': lang });
    const text = bare(pdfText(pdf.body as Buffer).join(''));
    for (const kind of SETTLEMENT_KINDS) expect(text).toContain(bare(words[`settlement-line.${kind}`]));
    await world
      .page(`${path}?format=xlsx`)
      .expect(200)
      .expect('content-type', /spreadsheetml/);
    await world.page(`${path.slice(0, -2)}xx?format=pdf`).expect(404);
  });

  test('tells sums that add up, with both agreements', async () => {
    const { body } = await statement().expect(200);
    const minor = ({ amount }: { amount: string }): number => Math.round(Number(amount) * 100);
    const open = minor(body.disputedTotal);
    expect(open).toBeGreaterThan(0);
    // What is in dispute is a deduction here, which the first payment has taken already.
    expect(minor(body.payable) + minor(body.adjusted)).toBe(minor(body.net));
    expect(body).toMatchObject({
      lines: LINES,
      adjusted: cny('700.00'),
      confirmations: [{ name: 'Wu Min', how: 'paper', current: true, sha256: body.sha256 }],
    });
  });

  test.each([
    ['en', en],
    ['zh-CN', zh],
  ] as const)('reads the same as a page and as a PDF in %s, every kind of line among it', async (lang, texts) => {
    const page = await statement(`?format=html&lang=${lang}`).expect(200);
    const pdf = await statement(`?format=pdf&lang=${lang}`)
      .buffer(true)
      .parse((res, done) => {
        const parts: Buffer[] = [];
        res.on('data', (part: Buffer) => parts.push(part)).on('end', () => done(null, Buffer.concat(parts)));
      });
    const written = bare(pdfText(pdf.body as Buffer).join(''));
    const words = SETTLEMENT_KINDS.flatMap((kind) => [texts[`settlement-line.${kind}`], `note ${kind}`]);
    const rest = ['Half-way.', 'Reported in time.', 'Wu Min', texts['settlement-dispute.open'], '700.00 CNY'];
    for (const word of [...words, ...rest]) {
      expect(bare(page.text)).toContain(bare(word));
      expect(written).toContain(bare(word));
    }
    expect(pdf.headers['content-language']).toBe(lang);
  });

  test('comes as a workbook of all its parts and as CSV of its lines', async () => {
    const { text } = await statement('?format=csv').expect(200);
    expect(text.split('\n').filter((line) => line.includes('note '))).toHaveLength(SETTLEMENT_KINDS.length);
    const xlsx = await statement('?format=xlsx')
      .buffer(true)
      .parse((res, done) => {
        const parts: Buffer[] = [];
        res.on('data', (part: Buffer) => parts.push(part)).on('end', () => done(null, Buffer.concat(parts)));
      });
    const [, seal] = await readSheetRows(xlsx.body as Buffer);
    expect(seal?.cells[1]).toMatch(/^[0-9a-f]{64}$/);
  });
});
