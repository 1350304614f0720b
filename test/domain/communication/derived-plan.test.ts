import fc from 'fast-check';
import { type BothSides, derivedPlan, type OwnContact } from '../../../domain/communication/derived-plan';
import { CommunicationPlan } from '../../../domain/communication/schema';

const person = (role: OwnContact['role'], n: number): OwnContact => ({
  id: `0198f0de-0000-7000-8000-00000000000${n}`,
  name: `P${n}`,
  email: `p${n}@example.com`,
  role,
});
const vendor = { name: 'Wu', email: 'wu@example.com' };
const sides = (part: Partial<BothSides> = {}): BothSides => ({
  us: [person('owner', 1), person('sponsor', 2)],
  vendor,
  rhythm: 'monthly',
  ...part,
});

test('the vendor is next first, then the owner, then the sponsor', () => {
  expect(derivedPlan(sides()).plan.escalation).toEqual([
    { level: 1, contact: vendor.email, afterBusinessDays: 2 },
    { level: 2, personId: person('owner', 1).id, afterBusinessDays: 5 },
    { level: 3, personId: person('sponsor', 2).id, afterBusinessDays: 10 },
  ]);
  expect(derivedPlan(sides({ rhythm: 'quarterly' })).plan.cadence).toEqual({ days: 90 });
});

test('an owner who is the sponsor too is one contact and stands on one rung', () => {
  const { plan } = derivedPlan(sides({ us: [person('owner', 1), person('sponsor', 1)] }));
  expect(plan.contacts.map(({ role }) => role)).toEqual(['owner', 'vendorRep']);
  expect(plan.escalation).toHaveLength(2);
});

test.each([
  ['the vendor has nobody', sides({ vendor: null }), ['vendor'], [2, 3]],
  ['we have nobody', sides({ us: [] }), ['us'], [1]],
  ['one address speaks for both', sides({ us: [{ ...person('owner', 1), email: vendor.email }] }), ['us'], [1]],
  ['nobody is known at all', sides({ us: [], vendor: null }), ['us', 'vendor'], []],
])('where %s the side is missing, and its rungs with it', (_name, known, missing, levels) => {
  const derived = derivedPlan(known);
  expect(derived.missing).toEqual(missing);
  expect(derived.plan.escalation.map(({ level }) => level)).toEqual(levels);
});

test('what follows from both sides is always a plan that could have been written', () => {
  const roles = fc.constantFrom<OwnContact['role']>('owner', 'serviceManager', 'contractManager', 'sponsor');
  const us = fc.array(fc.tuple(roles, fc.integer({ min: 1, max: 9 })).map(([role, n]) => person(role, n)));
  fc.assert(
    fc.property(us, fc.constantFrom('monthly' as const, 'quarterly' as const), (people, rhythm) => {
      const { plan, missing } = derivedPlan({ us: people, vendor, rhythm });
      expect(missing).toEqual(people.length === 0 ? ['us'] : []);
      if (people.length > 0) expect(CommunicationPlan.safeParse(plan).success).toBe(true);
    }),
  );
});
