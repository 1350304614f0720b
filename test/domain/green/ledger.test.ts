import fc from 'fast-check';
import { factorFor } from '../../../domain/green/factors';
import { type CarbonFacts, carbonTotal, monthCarbon } from '../../../domain/green/ledger';
import { EmissionFactors, VendorEmissions } from '../../../domain/green/ledger-schema';

const cny = (amount: string) => ({ amount, currency: 'CNY' });
const factor = {
  serviceType: 'it',
  year: 2026,
  currency: 'CNY',
  tonnesPerUnit: 0.00021,
  source: 'Statistics',
} as const;
const reported = { year: 2026, totalTonnes: 4200, revenue: cny('26000000.00'), source: 'Annual report' };
const facts = (part: Partial<CarbonFacts> = {}): CarbonFacts => ({
  month: '2026-10',
  spend: cny('780000.00'),
  serviceType: 'it',
  factors: [factor],
  emissions: [],
  on: '2026-10-31',
  rates: [],
  ...part,
});
const dollar = { base: 'USD', quote: 'CNY', rate: '7.8', on: '2026-10-30', source: 'central bank' };

describe('the carbon of a month', () => {
  test.each([
    ['is spend times the factor of its kind', {}, 163.8, 'spend-based'],
    ['is our share of what the vendor reports of the year', { emissions: [reported] }, 126, 'supplier-specific'],
    ['goes by spend while the vendor reports of other years', { emissions: [{ ...reported, year: 2025 }] }, 163.8, 'spend-based'], // prettier-ignore
    ['is unknown without factor and figures', { factors: [] }, null, 'unknown'],
    ['is unknown with a factor of another kind', { factors: [{ ...factor, serviceType: 'hr' as const }] }, null, 'unknown'], // prettier-ignore
    ['is nothing where nothing was spent', { spend: cny('0.00') }, 0, 'spend-based'],
    ['meets a factor in another currency', { factors: [{ ...factor, currency: 'USD' }], rates: [dollar] }, 21, 'spend-based'], // prettier-ignore
    ['is unknown where no rate leads to the factor', { factors: [{ ...factor, currency: 'USD' }] }, null, 'unknown'],
    ['goes by spend where no rate leads to the revenue', { emissions: [{ ...reported, revenue: { amount: '1.00', currency: 'USD' } }] }, 163.8, 'spend-based'], // prettier-ignore
  ])('%s', (_, part, tonnes, method) => expect(monthCarbon(facts(part))).toMatchObject({ tonnes, method }));

  test('names what it was made of', () => {
    expect(monthCarbon(facts())).toMatchObject({ factor, emissions: null, rates: [] });
    expect(monthCarbon(facts({ emissions: [reported] }))).toMatchObject({ factor: null, emissions: reported });
    expect(monthCarbon(facts({ factors: [{ ...factor, currency: 'USD' }], rates: [dollar] })).rates).toEqual([
      { ...dollar, inverted: true },
    ]);
  });

  test('grows with spend and never falls below nothing', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1e9 }), fc.integer({ min: 0, max: 1e9 }), fc.boolean(), (a, b, reports) => {
        const of = (amount: number): number =>
          monthCarbon(facts({ spend: cny(amount.toFixed(2)), emissions: reports ? [reported] : [] })).tonnes ?? -1;
        expect(of(Math.min(a, b))).toBeGreaterThanOrEqual(0);
        expect(of(Math.min(a, b))).toBeLessThanOrEqual(of(Math.max(a, b)));
      }),
    );
  });
});

test('a factor holds until a newer year has one, and never for years before it', () => {
  const newer = { ...factor, year: 2028, tonnesPerUnit: 0.0001 };
  const year = (of: number) => factorFor([newer, factor], { serviceType: 'it', year: of })?.year ?? null;
  expect([2025, 2026, 2027, 2028, 2030].map(year)).toEqual([null, 2026, 2026, 2028, 2028]);
});

test('sums say which part vendors told, and what is missing', () => {
  expect(
    carbonTotal(
      [
        { tonnes: 126, method: 'supplier-specific', months: 1 },
        { tonnes: 163.8, method: 'spend-based', months: 4 },
        { tonnes: null, method: 'unknown', months: 3 },
      ],
      2,
    ),
  ).toEqual({ tonnes: 289.8, supplierSpecific: 126, spendBased: 163.8, engagements: 2, unknownMonths: 3 });
  expect(carbonTotal([], 0)).toMatchObject({ tonnes: 0, engagements: 0 });
});

test.each([
  ['two factors of one kind and year', EmissionFactors, { factors: [factor, factor] }],
  ['a factor below nothing', EmissionFactors, { factors: [{ ...factor, tonnesPerUnit: -1 }] }],
  ['figures without revenue', VendorEmissions, { ...reported, revenue: cny('0.00') }],
  ['figures below nothing', VendorEmissions, { ...reported, totalTonnes: -1 }],
])('%s are refused', (_, schema, body) => expect(schema.safeParse(body).success).toBe(false));
