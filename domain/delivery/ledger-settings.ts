import type { ManagementRules, RoleRates } from './ledger-schema';

/** No organisation's wages ship; until rates are set, those of the business case hold for its roles. */
export const SHIPPED_RATES: RoleRates = { rates: [] };

export const SHIPPED_MANAGEMENT_RULES: ManagementRules = {
  effort: { approval: 0.25, 'action-item': 0.5, 'exit-task': 1, 'kpi-value': 0.25 },
  overrunBp: 15_000,
  overrunMonths: 2,
  closeAfterDays: 5,
};
