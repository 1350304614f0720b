import type { CurrencyRules } from './schema';

export const CURRENCY_RULES_KEY = 'currency-rules';
export const SHIPPED_CURRENCY_RULES: CurrencyRules = { reporting: 'CNY' };
