import Big from 'big.js';
import { currencyIn, readAmount } from '../amount';
import { round4 } from '../decimal';
import type { CarbonAnswer, CarbonInput } from './schema';

/**
 * Emissions of a service in tonnes of CO₂e (GHG Protocol, purchased services): spend · factor, or, once the supplier
 * reports, its total · our share of its revenue. Throws `INVALID_FIELDS` when spend and revenue differ in currency.
 */
export function carbonOf({ spend, factor, supplierTotal, supplierRevenue }: CarbonInput): CarbonAnswer {
  const exact = readAmount(spend, { path: 'spend' });
  if (supplierTotal === undefined || supplierRevenue === undefined) {
    return { tonnes: round4(exact.times(factor)), method: 'spend-based' };
  }
  const revenue = readAmount(supplierRevenue, { path: 'supplierRevenue', currency: currencyIn(spend) });
  return { tonnes: round4(new Big(supplierTotal).times(exact).div(revenue)), method: 'supplier-specific' };
}
