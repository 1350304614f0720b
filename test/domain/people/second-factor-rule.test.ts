import { needsSecondFactor, SHIPPED_SIGN_IN_RULES, signsInByOne } from '../../../domain/people/second-factor-rule';
import { ROLES, type Role } from '../../../domain/people/people';
import { SECOND_FACTOR_RULES } from '../../../domain/people/sign-in-rules-schema';

const ASKED: Readonly<Record<(typeof SECOND_FACTOR_RULES)[number], readonly Role[]>> = {
  off: [],
  administrators: ['admin'],
  approvers: ['admin', 'manager', 'legal', 'finance', 'hr', 'security', 'executive'],
  all: ROLES,
};

test.each(SECOND_FACTOR_RULES)('the rule %s asks whoever has one of its roles', (secondFactor) => {
  const asked = ROLES.filter((role) => needsSecondFactor({ secondFactor }, { roles: [role] }));
  expect([...asked].sort()).toEqual([...ASKED[secondFactor]].sort());
});

test('as it ships nobody is asked', () => {
  expect(ROLES.some((role) => needsSecondFactor(SHIPPED_SIGN_IN_RULES, { roles: [role] }))).toBe(false);
});

test('a password or token is one factor; a passkey is two, and what the provider asks for is its matter', () => {
  expect((['password', 'token', 'passkey', 'oidc'] as const).filter(signsInByOne)).toEqual(['password', 'token']);
});
