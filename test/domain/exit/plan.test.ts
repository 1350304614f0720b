import { lacksOf, missingForExitPlan, planShare } from '../../../domain/exit/plan';
import { ExitPlan } from '../../../domain/exit/plan-schema';

const whole: ExitPlan = {
  alternatives: [{ name: 'Own team' }],
  estDays: 90,
  estCost: { amount: '1000.00', currency: 'CNY' },
  dataInventory: [{ name: 'Tickets', personalData: true }],
  ktPlan: 'Shadowing',
  stepIn: 'Security',
  nextTestAt: '2027-06-01',
};

// Regulation (EU) 2022/2554 (DORA), art. 28(8): a plan with alternatives and the way of the data, tested periodically.
test.each([
  ['general', null, 0],
  ['general', ExitPlan.parse({}), 0],
  ['important', null, 1],
  ['critical', null, 1],
  ['important', ExitPlan.parse({}), 7],
  ['critical', whole, 0],
] as const)('%s work with %j lacks %i things', (criticality, plan, count) =>
  expect(missingForExitPlan(plan, criticality)).toHaveLength(count),
);

test.each(['estDays', 'estCost', 'ktPlan', 'stepIn', 'nextTestAt', 'alternatives', 'dataInventory'] as const)(
  'names %s when it is not there',
  (field) => {
    const empty = field === 'alternatives' || field === 'dataInventory' ? [] : undefined;
    const plan = { ...whole, [field]: empty };
    expect(lacksOf(plan).map(({ path }) => path)).toEqual([`exitPlan.${field}`]);
    expect(planShare(plan)).toBeCloseTo(6 / 7);
  },
);

test('a plan that was never tested is whole', () => {
  expect(lacksOf(whole)).toEqual([]);
  expect(planShare(whole)).toBe(1);
});
