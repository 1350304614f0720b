import type { CreditRules } from './credit-rules-schema';

export const CREDIT_RULES_KEY = 'credit-rules';

/** As they ship: half as much again from the third miss running (off until a contract says so), earned back by three months on target. */
export const SHIPPED_CREDIT_RULES: CreditRules = {
  repeat: { on: false, months: 3, multiplierBp: 15_000 },
  earnBack: { on: true, months: 3 },
  disputeDays: 10,
  termination: { months: 6, shareBp: 5000 },
};
