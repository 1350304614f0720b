import Big from 'big.js';
import { moneyText, readAmount, readMoney } from '../amount';
import { shareBp, sum } from '../decimal';
import type { BusinessCaseAnswer, BusinessCaseInput, Needs } from './schema';

/** Below this share of the vendor's annual fee the cost of managing the vendor counts as underestimated. */
export const MANAGEMENT_FLOOR_BP = 300;
const WEEKS_PER_YEAR = 52;

/**
 * Total cost of ownership in the case's currency:
 * years · (vendor + tooling + 52 · Σ hours · rate) · (1 + rework + risk) + transition + exit.
 * Throws `INVALID_FIELDS` when an amount is of another currency or has too many digits.
 */
export function weighBusinessCase(input: BusinessCaseInput): BusinessCaseAnswer {
  const { currency, years, inHouseAnnual } = input;
  const amount = (field: 'vendorAnnual' | 'toolingAnnual' | 'transitionOneOff' | 'exitCostOneOff'): Big =>
    readMoney(input[field], { path: field, currency });
  const management = managementAnnual(input);
  const vendor = amount('vendorAnnual');
  const surcharge = new Big(10_000 + input.reworkBp + input.riskBufferBp).div(10_000);
  const running = sum([vendor, amount('toolingAnnual'), management])
    .times(years)
    .times(surcharge);
  const tco = sum([running, amount('transitionOneOff'), amount('exitCostOneOff')]);
  const inHouse =
    inHouseAnnual === undefined ? null : readMoney(inHouseAnnual, { path: 'inHouseAnnual', currency }).times(years);
  return {
    managementAnnual: moneyText(management, currency),
    managementShareBp: shareBp(management, vendor),
    tco: moneyText(tco, currency),
    ...(inHouse && { savings: moneyText(inHouse.minus(tco), currency) }),
    flags: isUnderestimated(management, vendor) ? ['MGMT_COST_UNDERESTIMATED'] : [],
  };
}

const managementAnnual = ({ managementHours, currency }: BusinessCaseInput): Big =>
  sum(
    managementHours.map(({ hoursPerWeek, rate }, index) =>
      readAmount(rate, { path: `managementHours.${index}.rate`, currency })
        .times(hoursPerWeek)
        .times(WEEKS_PER_YEAR),
    ),
  );

const isUnderestimated = (management: Big, vendor: Big): boolean =>
  management.eq(0) || management.times(10_000).lt(vendor.times(MANAGEMENT_FLOOR_BP));

/** The business case of a needs record as the calculator's body; null while there is none. */
export function plannedCase({ businessCase }: Pick<Needs, 'businessCase'>, currency: string): BusinessCaseInput | null {
  if (!businessCase) return null;
  const { inHouseAnnual, vendorAnnual, years } = businessCase;
  return {
    currency,
    years,
    vendorAnnual,
    ...(inHouseAnnual !== undefined && { inHouseAnnual }),
    toolingAnnual: businessCase.toolingAnnual ?? 0,
    transitionOneOff: businessCase.transitionOneOff ?? 0,
    exitCostOneOff: businessCase.exitCostOneOff ?? 0,
    managementHours: (businessCase.mgmtHoursPerWeek ?? []).map(({ role, hours, rate }) => ({
      role,
      hoursPerWeek: hours,
      rate,
    })),
    reworkBp: percentToBp(businessCase.reworkPct),
    riskBufferBp: percentToBp(businessCase.riskBufferPct),
  };
}

const percentToBp = (percent = 0): number => new Big(percent).times(100).round(0, Big.roundHalfUp).toNumber();
