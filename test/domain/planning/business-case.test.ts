import fc from 'fast-check';
import { plannedCase, weighBusinessCase } from '../../../domain/planning/business-case';
import { BusinessCaseInput } from '../../../domain/planning/schema';

const aCase = (changes: Partial<BusinessCaseInput> = {}): BusinessCaseInput => ({
  currency: 'CNY',
  years: 3,
  vendorAnnual: '1000000.00',
  toolingAnnual: '50000',
  transitionOneOff: '80000',
  exitCostOneOff: '40000',
  managementHours: [{ role: 'service manager', hoursPerWeek: 10, rate: '300' }],
  reworkBp: 500,
  riskBufferBp: 300,
  ...changes,
});

describe('a business case', () => {
  test('adds management, rework and risk to the running cost, and one-off costs once', () =>
    expect(weighBusinessCase(aCase())).toEqual({
      managementAnnual: { amount: '156000.00', currency: 'CNY' },
      managementShareBp: 1560,
      tco: { amount: '4027440.00', currency: 'CNY' },
      flags: [],
    }));

  test('saves what doing it ourselves would cost more', () =>
    expect(weighBusinessCase(aCase({ inHouseAnnual: 1_500_000 })).savings).toEqual({
      amount: '472560.00',
      currency: 'CNY',
    }));

  test('may save less than nothing', () =>
    expect(weighBusinessCase(aCase({ inHouseAnnual: '1000000' })).savings?.amount).toBe('-1027440.00'));

  test.each([
    [[], 0, true],
    [[{ role: 'a', hoursPerWeek: 1, rate: '576.92' }], 300, true],
    [[{ role: 'a', hoursPerWeek: 1, rate: '576.93' }], 300, false],
    [[{ role: 'a', hoursPerWeek: 2, rate: '100' }], 104, true],
  ])('with management %j has a share of %i bp and is underestimated: %s', (managementHours, share, flagged) => {
    const { managementShareBp, flags } = weighBusinessCase(aCase({ managementHours }));
    expect([managementShareBp, flags]).toEqual([share, flagged ? ['MGMT_COST_UNDERESTIMATED'] : []]);
  });

  test('without a fee has no share', () =>
    expect(weighBusinessCase(aCase({ vendorAnnual: 0 }))).toMatchObject({ managementShareBp: null, flags: [] }));

  test('takes text, numbers and money alike', () => {
    const money = (amount: string) => ({ amount, currency: 'CNY' });
    expect(weighBusinessCase(aCase({ vendorAnnual: money('1000000'), toolingAnnual: 50_000 }))).toEqual(
      weighBusinessCase(aCase()),
    );
  });

  test.each([
    ['vendorAnnual', { vendorAnnual: { amount: '1', currency: 'USD' } }],
    [
      'managementHours.0.rate',
      { managementHours: [{ role: 'a', hoursPerWeek: 1, rate: { amount: '1', currency: 'USD' } }] },
    ],
    ['toolingAnnual', { toolingAnnual: '0.001' }],
    ['toolingAnnual', { toolingAnnual: '0.5', currency: 'JPY' }],
  ])('names %s when its money does not fit', (path, changes) =>
    expect(() => weighBusinessCase(aCase(changes))).toThrow(
      expect.objectContaining({ errors: [expect.objectContaining({ path })] }),
    ),
  );

  test.each([
    ['vendorAnnual', { vendorAnnual: '-1' }],
    ['vendorAnnual', { vendorAnnual: '1e3' }],
    ['vendorAnnual', { vendorAnnual: 'abc' }],
    ['years', { years: 0 }],
    ['reworkBp', { reworkBp: 10_001 }],
    ['currency', { currency: 'yuan' }],
  ])('names %s when it is wrong', (path, changes) =>
    expect(BusinessCaseInput.safeParse(aCase(changes as object)).error?.issues[0]?.path.join('.')).toBe(path),
  );

  test('costs at least the fee for its years, whatever else is estimated', () => {
    const amount = fc.integer({ min: 0, max: 10_000_000 });
    fc.assert(
      fc.property(
        amount,
        amount,
        fc.integer({ min: 1, max: 10 }),
        fc.integer({ min: 0, max: 10_000 }),
        (vendorAnnual, toolingAnnual, years, reworkBp) => {
          const { tco } = weighBusinessCase(aCase({ vendorAnnual, toolingAnnual, years, reworkBp }));
          expect(Number(tco.amount)).toBeGreaterThanOrEqual(vendorAnnual * years);
        },
      ),
    );
  });

  test('of a needs record is the same case', () => {
    const needs = {
      businessCase: {
        vendorAnnual: '1000000.00',
        toolingAnnual: '50000',
        transitionOneOff: '80000',
        exitCostOneOff: '40000',
        mgmtHoursPerWeek: [{ role: 'service manager', hours: 10, rate: '300' }],
        reworkPct: 5,
        riskBufferPct: 3,
        years: 3,
      },
    };
    expect(plannedCase(needs, 'CNY')).toEqual(aCase());
    expect(plannedCase({}, 'CNY')).toBeNull();
  });

  test('may give the cost of doing it ourselves in parts: people, equipment, management', () => {
    const inHouseParts = {
      people: [
        { role: 'agent', headcount: 10, annualCost: '120000' },
        { role: 'lead', headcount: 1.5, annualCost: '200000' },
      ],
      equipmentAnnual: '40000',
      managementAnnual: '60000.50',
    };
    const businessCase = { vendorAnnual: '1', years: 1, inHouseParts };
    expect(plannedCase({ businessCase }, 'CNY')?.inHouseAnnual).toEqual({ amount: '1600000.50', currency: 'CNY' });
    expect(plannedCase({ businessCase: { ...businessCase, inHouseAnnual: '7' } }, 'CNY')?.inHouseAnnual).toBe('7');
    const foreign = { ...inHouseParts, equipmentAnnual: { amount: '1', currency: 'USD' } };
    expect(() => plannedCase({ businessCase: { ...businessCase, inHouseParts: foreign } }, 'CNY')).toThrow('USD');
  });
});
