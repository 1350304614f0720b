import { purgeCertificate } from '../../domain/exit/purge';
import { purgeDocument } from '../../templates/exit/purge-certificate';

const [WHO, OTHER] = ['01990000-0000-7000-8000-000000000001', '01990000-0000-7000-8000-000000000002'];
const content = purgeCertificate({
  purge: {
    id: '01990000-0000-7000-8000-000000000003',
    engagementId: '01990000-0000-7000-8000-000000000004',
    reason: 'It is over.',
    ...{ requestedById: WHO, requestedAt: '2030-04-01T08:00:00.000Z' },
    ...{ confirmedById: OTHER, confirmedAt: '2030-04-02T08:00:00.000Z' },
    archiveSha256: 'a'.repeat(64),
  },
  kept: {
    ...{ number: 'OE-2027-0001', vendorId: null, vendorName: 'Northwind', ownerId: WHO },
    ...{ openedAt: '2026-01-05T08:00:00.000Z', liveOn: '2026-03-01', serviceEnded: '2027-03-31', keptUntil: null },
    settlement: {
      approvedAt: null,
      net: { minor: 150_000, currency: 'CNY' },
      payable: { minor: 120_000, currency: 'CNY' },
      disputed: { minor: 30_000, currency: 'CNY' },
    },
    invoices: [
      {
        ...{ number: 'I-7', period: '2027-03' },
        ...{ billed: { minor: 80_000, currency: 'JPY' }, paid: { minor: 80_000, currency: 'JPY' } },
      },
    ],
    deletionCertificates: [{ dataset: 'crm', sha256: 'b'.repeat(64) }],
  },
  erased: { settlements: 1, documents: 1_200, requests: 0 },
  tombstonesSha256: 'c'.repeat(64),
  remaining: 0,
  endedAt: '2030-04-02T09:00:00.000Z',
});
const signed = { content, algorithm: 'Ed25519', publicKey: 'key', signature: 'signature' } as const;
const NAMES = new Map([
  [WHO, 'Li'],
  [OTHER, 'Wang'],
]);
const read = (locale: 'en' | 'zh-CN') =>
  purgeDocument(
    { signed, sha256: 'd'.repeat(64), nameOf: (id) => NAMES.get(id) ?? id },
    { locale, timeZone: 'Asia/Shanghai' },
  );
const textsOf = (key: string) =>
  read('en')
    .parts.find((part) => part.key === key)
    ?.table?.rows.map((row) => row.map(({ text }) => text));

test('the certificate lists what went with its sum, who asked and confirmed, and the facts that stay', () => {
  expect(textsOf('gone')).toEqual([
    ['documents', '1,200'],
    ['settlements', '1'],
    ['Total', '1,201'],
  ]);
  expect(textsOf('people')?.map(([name]) => name)).toEqual(['Li', 'Wang']);
  expect(textsOf('stays')).toContainEqual(['Net', '1,500.00 CNY']);
  expect(textsOf('stays')).toContainEqual(['Certificate of deletion of crm (SHA-256)', 'b'.repeat(64)]);
  expect(textsOf('stays')?.map(([name]) => name)).not.toContain('Record kept until');
  expect(textsOf('invoices')).toEqual([['I-7', '2027-03', '80,000 JPY', '80,000 JPY']]);
});

test('in English it says word for word what was signed, and in Chinese each of its limits', () => {
  const en = read('en');
  expect(textsOf('not-covered')?.flat()).toEqual(content.notCovered);
  expect(en.facts.map(({ value }) => value)).toEqual(expect.arrayContaining([content.method, 'signature', '0']));
  const zh = read('zh-CN');
  expect(zh.parts.map(({ table }) => table?.rows.length)).toEqual(en.parts.map(({ table }) => table?.rows.length));
  expect(zh.title).toBe('清除证明：OE-2027-0001');
});
