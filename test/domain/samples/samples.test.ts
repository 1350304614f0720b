import { ContractBody } from '../../../domain/contract/schema';
import { KpiSet } from '../../../domain/kpi/record-schema';
import { missingForNeeds } from '../../../domain/planning/readiness';
import { Needs } from '../../../domain/planning/schema';
import { chinese } from '../../../domain/samples/chinese';
import { english } from '../../../domain/samples/english';
import { passed, pastOf, signed } from '../../../domain/samples/past';
import { sampleContract, sampleKpis } from '../../../domain/samples/stories';
import { isSampleAddress } from '../../../domain/samples/words';

const ID = '0191d5a8-0000-7000-8000-000000000001';
const terms = { start: '2026-08-01', monthlyFee: '95000.00', currency: 'CNY' };

describe.each([
  ['English', english],
  ['Chinese', chinese],
])('in %s', (_name, words) => {
  test('the needs are ones that their gate takes', () => {
    for (const needs of Object.values(words.needs))
      expect(missingForNeeds(Needs.parse(needs), { currency: 'CNY' })).toEqual([]);
  });

  test('contract and figures are ones that could have been entered', () => {
    expect(KpiSet.safeParse(sampleKpis(words)).error).toBeUndefined();
    expect(ContractBody.safeParse(sampleContract(words, terms)).error).toBeUndefined();
  });

  test('every title and vendor says that it is a sample', () => {
    for (const name of [...Object.values(words.titles), ...Object.values(words.vendors)])
      expect(name).toMatch(/^(Sample: |示例：)/);
  });
});

test('a past follows the rules of every engagement', () => {
  const told = [
    ...passed('needs', 90, { requestId: 'n' }),
    ...passed('award', 60, { requestId: 'a', candidateId: 'c' }),
  ];
  expect(pastOf(ID, told).map(({ after }) => [after.version, after.state])).toEqual([
    [2, 'NEEDS_ANALYSIS'],
    [3, 'VENDOR_SELECTION'],
    [4, 'VENDOR_SELECTION'],
    [5, 'CONTRACTING'],
  ]);
  expect(() => pastOf(ID, [...told, ...signed(10)])).toThrow('Signatures follow the approval of the contract');
});

test('an address of samples is told by its whole domain', () => {
  expect(['a@sample.invalid', 'A@SAMPLE.INVALID'].map(isSampleAddress)).toEqual([true, true]);
  expect(['a@sample.invalid.org', 'sample.invalid@b.org', 'a@x.sample.invalid'].map(isSampleAddress)).toEqual([false, false, false]); // prettier-ignore
});
