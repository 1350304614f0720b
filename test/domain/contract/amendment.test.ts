import fc from 'fast-check';
import { amended, amendmentObjection, type AmendedFacts } from '../../../domain/contract/amendment';
import type { AmendmentChanges } from '../../../domain/contract/amendment-schema';
import { NewAmendment } from '../../../domain/contract/amendment-schema';
import { contractValue, cumulativeBp } from '../../../domain/contract/cumulative-change';
import type { ContractBody } from '../../../domain/contract/schema';

const terms: ContractBody = {
  clauses: [
    { code: 'SCOPE', status: 'present' },
    { code: 'AUDIT', status: 'absent' },
  ],
  start: '2026-01-01',
  initialMonths: 12,
  renewal: 'tacit',
  renewalMonths: 6,
  notice: { months: 3, days: 0 },
  monthlyFee: { amount: '10000.00', currency: 'CNY' },
};

test('clauses are replaced by their code, terms by their field, the rest stays', () =>
  expect(amended(terms, { clauses: [{ code: 'AUDIT', status: 'present' }], renewal: 'none' })).toEqual({
    ...terms,
    renewal: 'none',
    clauses: [
      { code: 'SCOPE', status: 'present' },
      { code: 'AUDIT', status: 'present' },
    ],
  }));

const facts = (changes: AmendmentChanges, part: Partial<AmendedFacts> = {}): AmendedFacts => ({
  before: terms,
  after: amended(terms, changes),
  effectiveOn: '2026-06-01',
  lastEffectiveOn: null,
  entries: [],
  ...part,
});
const fee = (amount: string, currency = 'CNY') => ({ monthlyFee: { amount, currency } });

test.each<[string, AmendedFacts, string | null]>([
  ['a new fee', facts(fee('12000')), null],
  ['a fee in another currency', facts(fee('12000', 'USD')), 'changes.monthlyFee'],
  ['before the contract', facts(fee('1'), { effectiveOn: '2025-12-31' }), 'effectiveOn'],
  ['before the last amendment', facts(fee('1'), { lastEffectiveOn: '2026-07-01' }), 'effectiveOn'],
  ['on the day of the last amendment', facts(fee('1'), { lastEffectiveOn: '2026-06-01' }), null],
  ['a longer first term', facts({ initialMonths: 18 }), null],
  ['a first term that is over', facts({ initialMonths: 3 }), 'changes'],
  [
    'a longer first term that has been renewed',
    facts({ initialMonths: 18 }, { entries: [{ termEnd: '2027-01-01', kind: 'auto_renewed' }] }),
    'changes.initialMonths',
  ],
  [
    'another renewal length for the terms to come',
    facts({ renewalMonths: 12 }, { entries: [{ termEnd: '2027-01-01', kind: 'renew' }] }),
    null,
  ],
  [
    'another renewal length once it has been used',
    facts(
      { renewalMonths: 12 },
      { entries: ['2027-01-01', '2027-07-01'].map((termEnd) => ({ termEnd, kind: 'renew' as const })) },
    ),
    'changes.initialMonths',
  ],
])('%s', (_what, given, path) => expect(amendmentObjection(given)?.errors?.[0]?.path ?? null).toBe(path));

test.each([{}, { clauses: [] }, { start: '2027-01-01' }])('an amendment of %j is none', (changes) => {
  const body = { changes, reason: 'Because', effectiveOn: '2026-06-01' };
  expect(NewAmendment.safeParse(body).success).toBe(false);
});

// Directive 2014/24/EU, art. 72(2): successive modifications are weighed by their net cumulative value.
test.each<[readonly string[], number]>([
  [['12000.00'], 1_000],
  [['12000.00', '12000.00'], 2_000],
  [['12000.00', '12000.01'], 2_001],
  [['30000.00', '-12000.00'], 1_500],
  [['-30000.00'], 2_500],
  [['0.00'], 0],
])('changes of %j are %i basis points of 120,000', (costs, share) => {
  expect(cumulativeBp(contractValue(terms), costs)).toBe(share);
});

test('without a fee there is nothing to take a share of', () => {
  expect(cumulativeBp(contractValue({ clauses: [] }), ['1.00'])).toBeNull();
  expect(cumulativeBp(contractValue({ ...terms, ...fee('0') }), ['1.00'])).toBeNull();
});

test('splitting a change hides nothing', () => {
  const cents = fc.integer({ min: -10_000_000, max: 10_000_000 });
  const text = (minor: number): string => (minor / 100).toFixed(2);
  fc.assert(
    fc.property(cents, fc.integer({ min: -5_000_000, max: 5_000_000 }), (whole, part) => {
      const value = contractValue(terms);
      expect(cumulativeBp(value, [text(part), text(whole - part)])).toBe(cumulativeBp(value, [text(whole)]));
    }),
  );
});
