import type { FeeFrom } from '../../../domain/contract/fee-of-days';
import type { Invoice } from '../../../domain/exit/invoices';
import { accountOfPart, type Part } from '../../../domain/exit/part-account';

const invoice = (period: string, minor: number, about: Partial<Invoice> = {}): Invoice => ({
  ...{ id: period, number: `R-${period}`, period, about: 'fee', part: null, minor, paidMinor: minor },
  ...about,
});
const PART: Part = { number: 1, effectiveDate: '2027-09-16', feeMinor: null, reductionMinor: 1_000 };
const BEFORE: FeeFrom = { from: null, minor: 3_000 };

function lines(part: Partial<Part>, invoices: readonly Invoice[], fees?: readonly FeeFrom[]) {
  const leaves = { ...PART, ...part };
  const after = { from: leaves.effectiveDate, minor: 3_000 - (leaves.reductionMinor ?? 0) };
  const account = accountOfPart(leaves, {
    effectiveDate: '2040-01-01',
    invoices,
    contract: { version: 2, start: null, monthlyMinor: 2_000 },
    uneven: { fees: fees ?? [BEFORE, after], rests: [], lessSince: leaves.effectiveDate },
  });
  return account.lines.map(({ kind, minor, source }) => [kind, minor, source]);
}

test.each<[string, Partial<Part>, readonly Invoice[], readonly unknown[]]>([
  ['a month that nobody has billed', {}, [], []],
  ['a month that nobody has billed, from its first day on', { effectiveDate: '2027-09-01' }, [], []],
  ['half a month that was billed whole', {}, [invoice('2027-09', 3_000)], [['prepaid_refund', 500, 'contract v2 2027-09']]],
  ['a whole month that was billed whole', { effectiveDate: '2027-09-01' }, [invoice('2027-09', 3_000)], [['prepaid_refund', 1_000, 'contract v2 2027-09']]],
  ['the month before, which it never touched', { effectiveDate: '2027-09-01' }, [invoice('2027-08', 9_000)], []],
  ['a month that was billed right', {}, [invoice('2027-09', 2_500)], []],
  ['a month of which too little was billed', {}, [invoice('2027-09', 2_600)], [['prepaid_refund', 100, 'contract v2 2027-09']]],
  ['what was billed beyond any fee', {}, [invoice('2027-09', 9_000)], [['prepaid_refund', 500, 'contract v2 2027-09']]],
  ['later months that were billed', {}, [invoice('2027-11', 3_000), invoice('2027-10', 3_000)], [['prepaid_refund', 1_000, 'contract v2 2027-10'], ['prepaid_refund', 1_000, 'contract v2 2027-11']]],
  ['a part that costs nothing less', { reductionMinor: null }, [invoice('2027-09', 4_000)], []],
  ['an agreed fee', { feeMinor: 700 }, [], [['termination_fee', 700, 'part 1']]],
  ['an agreed fee of which some was billed', { feeMinor: 700 }, [invoice('2027-09', 300, { about: 'part', part: 1 })], [['termination_fee', 400, 'part 1']]],
  ['an agreed fee that was billed', { feeMinor: 700 }, [invoice('2027-09', 700, { about: 'part', part: 1 })], []],
  ['an agreed fee beside that of another part', { feeMinor: 700 }, [invoice('2027-09', 700, { about: 'part', part: 2 })], [['termination_fee', 700, 'part 1']]],
])('a part settles of %s what it should', (_, part, invoices, expected) => expect(lines(part, invoices)).toEqual(expected)); // prettier-ignore

test('two parts that leave in one month share what was billed too much, and neither asks for all of it', () => {
  const fees = [BEFORE, { from: '2027-09-11', minor: 2_000 }, { from: '2027-09-16', minor: 1_400 }];
  const billed = [invoice('2027-09', 3_000), invoice('2027-10', 3_000)];
  const first = lines({ effectiveDate: '2027-09-11' }, billed, fees);
  const second = lines({ number: 2, reductionMinor: 600 }, billed, fees);
  expect(first.map(([, minor]) => minor)).toEqual([667, 1_000]);
  expect(second.map(([, minor]) => minor)).toEqual([300, 600]);
});
