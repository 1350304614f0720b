import { weighManagement } from '../../domain/delivery/management-cost';
import type { ManagementCostInput } from '../../domain/delivery/schema';
import { carbonOf } from '../../domain/green/carbon';
import { CarbonInput } from '../../domain/green/schema';

const cny = (amount: string) => ({ amount, currency: 'CNY' });

describe('the management-cost ledger', () => {
  const ledger = (changes: Partial<ManagementCostInput> = {}) =>
    weighManagement({ hours: [{ role: 'owner', hours: 10, rate: cny('300') }, { hours: 5.5, rate: cny('200') }], vendorSpend: cny('100000'), planBp: 300, ...changes }); // prettier-ignore

  test('compares the cost of hours with the spend', () =>
    expect(ledger()).toEqual({ cost: cny('4100.00'), ratioBp: 410, overPlan: false }));

  test.each([
    [274, false],
    [273, true],
    [0, true],
  ])('with a plan of %i bp is over: %s', (planBp, overPlan) => expect(ledger({ planBp }).overPlan).toBe(overPlan));

  test('exactly at one and a half times the plan is not over', () =>
    expect(ledger({ hours: [{ hours: 15, rate: cny('300') }] })).toMatchObject({ ratioBp: 450, overPlan: false }));

  test('without spend has no ratio, and any cost is over', () => {
    expect(ledger({ vendorSpend: cny('0') })).toMatchObject({ ratioBp: null, overPlan: true });
    expect(ledger({ vendorSpend: cny('0'), hours: [] })).toMatchObject({
      cost: cny('0.00'),
      ratioBp: null,
      overPlan: false,
    });
  });

  test('answers figures to figures and money to money', () => {
    const bare = { hours: [{ hours: 3, rate: 33.335 }], vendorSpend: '1000' };
    expect(ledger(bare).cost).toBe(100.01);
    expect(ledger({ ...bare, currency: 'USD' }).cost).toEqual({ amount: '100.01', currency: 'USD' });
  });

  test('does not mix currencies', () =>
    expect(() => ledger({ hours: [{ hours: 1, rate: { amount: '1', currency: 'USD' } }] })).toThrow(
      expect.objectContaining({ errors: [{ path: 'hours.0.rate', message: 'is in USD, the rest is in CNY' }] }),
    ));
});

describe('the carbon ledger', () => {
  test('estimates from spend', () =>
    expect(carbonOf({ spend: 780_000, factor: 0.00021 })).toEqual({ tonnes: 163.8, method: 'spend-based' }));

  test('prefers the figures of the supplier', () =>
    expect(carbonOf({ spend: '780000', factor: 0.00021, supplierTotal: 4200, supplierRevenue: 26_000_000 })).toEqual({
      tonnes: 126,
      method: 'supplier-specific',
    }));

  test('does not mix currencies', () =>
    expect(() =>
      carbonOf({ spend: cny('1'), factor: 1, supplierTotal: 1, supplierRevenue: { amount: '1', currency: 'USD' } }),
    ).toThrow('supplierRevenue'));

  test.each([
    ['supplierRevenue', { supplierTotal: 1 }],
    ['supplierTotal', { supplierRevenue: 1 }],
    ['supplierRevenue', { supplierTotal: 1, supplierRevenue: 0 }],
    ['spend', { spend: -1 }],
    ['factor', { factor: -1 }],
  ])('names %s when it is wrong', (path, changes) =>
    expect(CarbonInput.safeParse({ spend: 1, factor: 1, ...changes }).error?.issues[0]?.path).toEqual([path]),
  );
});
