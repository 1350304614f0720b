import fc from 'fast-check';
import { BY_HAND, type ProposalFacts, proposeSettlement } from '../../../domain/exit/proposal';
import { isCharge, SETTLEMENT_KINDS } from '../../../domain/exit/settlement-kinds';

const FACTS: ProposalFacts = {
  effectiveDate: '2027-03-16',
  cause: 'breach',
  contract: { version: 2, start: '2026-01-01', monthlyMinor: 310_000, terminationMinor: 50_000 },
  invoices: [],
  milestones: [],
  lost: [],
  credits: [],
};
const invoice = (part: Partial<ProposalFacts['invoices'][number]>) => ({ id: 'i', number: 'R-1', period: '2027-02', about: 'fee' as const, part: null, minor: 310_000, paidMinor: 310_000, ...part }); // prettier-ignore
const lines = (facts: Partial<ProposalFacts>) =>
  proposeSettlement({ ...FACTS, ...facts }).lines.map(({ kind, minor, source }) => [kind, minor, source]);

test.each([
  ['in the middle of a month', '2027-03-16', 150_000, 'contract v2 2027-03'],
  ['on the first of a month: the month before is whole', '2027-04-01', 310_000, 'contract v2 2027-03'],
  ['on the second', '2027-04-02', 10_333, 'contract v2 2027-04'],
  ['in February of a leap year', '2028-02-15', 149_655, 'contract v2 2028-02'],
])('the last fee of a service that ends %s (%s) is %i', (_when, effectiveDate, minor, source) => {
  expect(lines({ effectiveDate })).toEqual([['final_fee_prorata', minor, source]]);
});

test('a service that began in its last month pays for its own days', () => {
  const contract = { ...FACTS.contract!, start: '2027-03-11' };
  expect(lines({ contract })).toEqual([['final_fee_prorata', 50_000, 'contract v2 2027-03']]);
});

test('accepted milestones are owed, less what was billed for milestones, which goes to those accepted first', () => {
  const milestones = [
    { name: '#1 Live', minor: 100_000 },
    { name: '#2 Manual', minor: 50_000 },
  ];
  const owed = (billed: number) =>
    lines({
      milestones,
      contract: null,
      invoices: [invoice({ about: 'milestone', minor: billed, paidMinor: billed })],
    });
  expect(owed(0)).toEqual([
    ['milestone', 100_000, 'milestone #1 Live'],
    ['milestone', 50_000, 'milestone #2 Manual'],
  ]);
  expect(owed(120_000)).toEqual([['milestone', 30_000, 'milestone #2 Manual']]);
  expect(owed(200_000)).toEqual([]);
});

test('what has been billed for the last month is taken off, and what was billed beyond it comes back', () => {
  const billed = (minor: number, paidMinor: number) => lines({ invoices: [invoice({ period: '2027-03', minor, paidMinor })] }); // prettier-ignore
  expect(billed(100_000, 0)).toEqual([
    ['final_fee_prorata', 50_000, 'contract v2 2027-03'],
    ['unpaid_invoice', 100_000, 'invoice R-1'],
  ]);
  expect(billed(310_000, 310_000)).toEqual([['prepaid_refund', 160_000, 'contract v2 2027-03']]);
  expect(billed(310_000, 0)).toEqual([
    ['prepaid_refund', 160_000, 'contract v2 2027-03'],
    ['unpaid_invoice', 310_000, 'invoice R-1'],
  ]);
});

test('months after the end are not owed: what was paid for them comes back', () => {
  const invoices = [invoice({ period: '2027-04' }), invoice({ number: 'R-2', period: '2027-05', paidMinor: 0 })];
  expect(lines({ invoices })).toContainEqual(['prepaid_refund', 310_000, 'invoice R-1']);
  expect(proposeSettlement({ ...FACTS, invoices }).omitted).toEqual(['invoice R-2']);
});

test('part payments and overpayments are told apart', () => {
  const invoices = [invoice({ paidMinor: 10_000 }), invoice({ number: 'R-2', about: 'other', paidMinor: 311_000 })];
  expect(lines({ invoices }).slice(1)).toEqual([
    ['unpaid_invoice', 300_000, 'invoice R-1'],
    ['overpayment', 1_000, 'invoice R-2'],
  ]);
});

test.each([
  ['convenience', true],
  ['breach', false],
  ['expired', false],
])('a termination for %s owes the termination fee: %s', (cause, owed) => {
  expect(lines({ cause }).some(([kind]) => kind === 'termination_fee')).toBe(owed);
});

test('credits that no invoice has taken are deducted; those earned back after they were taken are given back', () => {
  const credit = { period: '2027-02', kpi: 'uptime', kind: 'credit', minor: 2_000, invoice: '2027-03' } as const;
  const taken = { ...credit, period: '2027-01', invoice: '2027-02' };
  const back = { ...taken, kind: 'earn-back', minor: -2_000, invoice: '2027-04' } as const;
  expect(lines({ credits: [credit, taken, back], invoices: [invoice({})] }).slice(1)).toEqual([
    ['service_credit', 2_000, 'credit 2027-02 uptime'],
    ['unpaid_invoice', 2_000, 'credit 2027-01 uptime'],
  ]);
});

test('without a contract nothing is made up', () => expect(lines({ contract: null })).toEqual([]));

test('every kind is proposed, is a milestone, or is added by hand', () => {
  const proposed = ['final_fee_prorata', 'unpaid_invoice', 'termination_fee', 'service_credit', 'prepaid_refund', 'overpayment']; // prettier-ignore
  expect([...proposed, 'milestone', ...BY_HAND].toSorted()).toEqual([...SETTLEMENT_KINDS].toSorted());
});

test('fees of invoices come out as what the service has cost less what was paid', () => {
  const anInvoice = fc.record({
    id: fc.uuid(),
    number: fc.uuid(),
    period: fc.constantFrom('2027-01', '2027-02', '2027-03', '2027-04'),
    about: fc.constant('fee' as const),
    part: fc.constant(null),
    minor: fc.nat(1_000_000),
    paidMinor: fc.nat(1_000_000),
  });
  fc.assert(
    fc.property(fc.array(anInvoice, { maxLength: 8 }), (invoices) => {
      const net = proposeSettlement({ ...FACTS, invoices }).lines.reduce(
        (sum, { kind, minor }) => sum + (isCharge(kind) ? minor : -minor),
        0,
      );
      const earlier = invoices.filter(({ period }) => period < '2027-03').reduce((sum, { minor }) => sum + minor, 0);
      const paid = invoices.reduce((sum, { paidMinor }) => sum + paidMinor, 0);
      expect(net).toBe(earlier + 150_000 - paid);
    }),
  );
});
