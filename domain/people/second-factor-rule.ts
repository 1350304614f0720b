import { hasRole, type OurRole, type Person } from './people';
import type { SignInMethod } from './session-rules';
import type { SecondFactorRule, SignInRules } from './sign-in-rules-schema';

/** As it ships nobody has to: those who use the product go on. */
export const SHIPPED_SIGN_IN_RULES: SignInRules = { secondFactor: 'off' };

/** Whoever has one of these is asked for decisions; evaluators give scores, and auditors read. */
const APPROVERS: readonly OurRole[] = ['admin', 'manager', 'legal', 'finance', 'hr', 'security', 'executive'];

const ASKED = {
  off: () => false,
  administrators: (person) => hasRole(person, 'admin'),
  approvers: (person) => hasRole(person, ...APPROVERS),
  all: () => true,
} as const satisfies Record<SecondFactorRule, (person: Pick<Person, 'roles'>) => boolean>;

/** Whether somebody has to have a second factor. */
export const needsSecondFactor = ({ secondFactor }: SignInRules, person: Pick<Person, 'roles'>): boolean =>
  ASKED[secondFactor](person);

/** A passkey is two factors in one, and what the organisation's own sign-in asks for is its matter. */
const BY_ONE = { password: true, token: true, passkey: false, oidc: false } as const satisfies Record<
  SignInMethod,
  boolean
>;

/** Whether it is one factor by which somebody has signed in. */
export const signsInByOne = (method: SignInMethod): boolean => BY_ONE[method];
