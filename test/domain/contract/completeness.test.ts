import { requiredClauses, SEED_CLAUSES } from '../../../domain/contract/clauses';
import { contractObjection, missingForContract } from '../../../domain/contract/completeness';
import { type Clause, ContractBody } from '../../../domain/contract/schema';

const present = (codes: readonly string[]): Clause[] => codes.map((code) => ({ code, status: 'present' as const }));
const complete = (changes: Partial<ContractBody> = {}): ContractBody => ({
  clauses: present(SEED_CLAUSES),
  start: '2026-01-01',
  initialMonths: 12,
  renewal: 'none',
  notice: { months: 3, days: 0 },
  monthlyFee: { amount: '10000.00', currency: 'CNY' },
  atRiskBp: 1000,
  ...changes,
});
const NOBODY: ReadonlySet<string> = new Set();
const GENERAL = { criticality: 'general', personalData: false, waived: NOBODY, legalDecides: false } as const;
const paths = (contract: ContractBody, facts: Parameters<typeof missingForContract>[1] = GENERAL) =>
  missingForContract(contract, facts).map(({ path }) => path);
const without = (code: string, ...instead: Clause[]) => [
  ...present(SEED_CLAUSES.filter((one) => one !== code)),
  ...instead,
];

describe('a contract at gate G3', () => {
  test('is ready when nothing is missing', () => {
    expect(paths(complete())).toEqual([]);
    expect(contractObjection(complete(), GENERAL)).toBeNull();
  });

  test.each(SEED_CLAUSES)('needs the clause %s', (code) => {
    expect(paths(complete({ clauses: without(code) }))).toEqual([`clauses.${code}`]);
    expect(paths(complete({ clauses: without(code, { code, status: 'absent' }) }))).toEqual([`clauses.${code}`]);
  });

  test('does without a clause that legal has waived, and only that', () => {
    const byLegal = { ...GENERAL, waived: new Set(['LIABILITY', 'AUDIT']) };
    expect(paths(complete({ clauses: without('LIABILITY') }), byLegal)).toEqual([]);
    expect(
      paths(complete({ clauses: without('LIABILITY', { code: 'LIABILITY', status: 'absent' }) }), byLegal),
    ).toEqual([]);
    expect(paths(complete({ clauses: without('PAYMENT') }), byLegal)).toEqual(['clauses.PAYMENT']);
  });

  test('counts what its editor proposes to waive where legal decides the gate, if a reason is given', () => {
    const proposed = (reason?: string) =>
      complete({
        clauses: without('LIABILITY', { code: 'LIABILITY', status: 'waived', ...(reason !== undefined && { reason }) }),
      });
    const decided = { ...GENERAL, legalDecides: true };
    expect(paths(proposed('Covered by the frame contract'), decided)).toEqual([]);
    expect(paths(proposed(), decided)).toEqual(['clauses.LIABILITY']);
    expect(paths(proposed(' '), decided)).toEqual(['clauses.LIABILITY']);
    expect(paths(complete({ clauses: without('LIABILITY') }), decided)).toEqual(['clauses.LIABILITY']);
  });

  test('does not count what its editor calls waived where legal is not asked, whatever the reason', () => {
    const waived = (reason?: string): Clause[] =>
      without('LIABILITY', { code: 'LIABILITY', status: 'waived', ...(reason !== undefined && { reason }) });
    const messages = (clauses: Clause[]) => missingForContract(complete({ clauses }), GENERAL);
    expect(messages(waived('Covered by the frame contract'))).toEqual([
      { path: 'clauses.LIABILITY', message: expect.stringContaining('nobody of legal') as string },
    ]);
    for (const reason of [undefined, ' '])
      expect(messages(waived(reason))).toEqual([
        { path: 'clauses.LIABILITY', message: 'LIABILITY is waived without a reason' },
      ]);
  });

  test('asks for a reason where a clause that nobody requires is called waived', () => {
    const with_ = (reason?: string) =>
      paths(
        complete({
          clauses: [
            ...present(SEED_CLAUSES),
            { code: 'AUDIT', status: 'waived', ...(reason !== undefined && { reason }) },
          ],
        }),
      );
    expect(with_()).toEqual(['clauses.AUDIT']);
    expect(with_('Group audit')).toEqual([]);
  });

  test.each([
    ['general', false, 8],
    ['important', false, 14],
    ['critical', true, 15],
    ['general', true, 9],
  ] as const)('%s work with personal data %s needs %i clauses', (criticality, personalData, count) => {
    expect(requiredClauses({ criticality, personalData })).toHaveLength(count);
    expect(paths(complete(), { criticality, personalData, waived: NOBODY, legalDecides: false })).toHaveLength(
      count - SEED_CLAUSES.length,
    );
  });

  test.each(['start', 'initialMonths', 'renewal', 'notice', 'monthlyFee', 'atRiskBp'] as const)(
    'needs the term %s',
    (field) => expect(paths({ ...complete(), [field]: undefined })).toEqual([`contract.${field}`]),
  );

  test.each(['tacit', 'express'] as const)('that renews (%s) needs the length of a renewal', (renewal) => {
    expect(paths(complete({ renewal }))).toEqual(['contract.renewalMonths']);
    expect(paths(complete({ renewal, renewalMonths: 12 }))).toEqual([]);
  });

  test('names missing clauses by their own code and everything in one answer', () => {
    const objection = contractObjection({ clauses: [] }, GENERAL);
    expect(objection?.code).toBe('CLAUSE_MISSING');
    expect(objection?.errors).toHaveLength(8 + 6);
    expect(contractObjection({ ...complete(), notice: undefined }, GENERAL)?.code).toBe('GATE_INCOMPLETE');
  });

  test('may be saved as a draft of any completeness', () => expect(ContractBody.parse({})).toEqual({ clauses: [] }));

  test.each([
    ['clauses.1.code', { clauses: present(['SCOPE', 'SCOPE']) }],
    ['clauses.0.code', { clauses: present(['scope']) }],
    ['monthlyFee.amount', { monthlyFee: { amount: '-1', currency: 'CNY' } }],
    ['atRiskBp', { atRiskBp: 10_001 }],
  ])('names %s when it is wrong', (path, body) =>
    expect(ContractBody.safeParse(body).error?.issues[0]?.path.join('.')).toBe(path),
  );
});
