import Big from 'big.js';
import { moneyText, readAmount, readMoney } from '../amount';
import { shareBp, sum } from '../decimal';
import { DomainError, type Issue } from '../errors';
import { SHIPPED_RULES } from './settings';
import type { BusinessCaseAnswer, BusinessCaseInput, Needs } from './schema';

const WEEKS_PER_YEAR = 52;

/**
 * Total cost of ownership in the case's currency:
 * years · (vendor + tooling + 52 · Σ hours · rate) · (1 + rework + risk) + transition + exit.
 * Below `floorBp` of the vendor's annual fee the cost of managing the vendor counts as underestimated.
 * Throws `INVALID_FIELDS` when an amount is of another currency or has too many digits.
 */
export function weighBusinessCase(
  input: BusinessCaseInput,
  floorBp: number = SHIPPED_RULES.managementFloorBp,
): BusinessCaseAnswer {
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
    flags: isUnderestimated({ management, vendor, floorBp }) ? ['MGMT_COST_UNDERESTIMATED'] : [],
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

interface ManagementShare {
  readonly management: Big;
  readonly vendor: Big;
  readonly floorBp: number;
}

const isUnderestimated = ({ management, vendor, floorBp }: ManagementShare): boolean =>
  management.eq(0) || management.times(10_000).lt(vendor.times(floorBp));

/** The business case of a needs record as the calculator's body; null while there is none. */
export function plannedCase({ businessCase }: Pick<Needs, 'businessCase'>, currency: string): BusinessCaseInput | null {
  if (!businessCase) return null;
  const { vendorAnnual, years } = businessCase;
  const inHouseAnnual = inHouseOf(businessCase, currency);
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

/** The business case of a needs record, weighed; or what is wrong with its amounts. Null while there is none. */
export function weighPlanned(
  needs: Pick<Needs, 'businessCase' | 'currency'>,
  { currency, floorBp }: { readonly currency: string; readonly floorBp: number },
): { readonly answer: BusinessCaseAnswer } | { readonly issues: readonly Issue[] } | null {
  try {
    const planned = plannedCase(needs, needs.currency ?? currency);
    return planned && { answer: weighBusinessCase(planned, floorBp) };
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    return { issues: error.errors.map(({ path, message }) => ({ path: `needs.businessCase.${path}`, message })) };
  }
}

type Planned = NonNullable<Needs['businessCase']>;

/** What doing it ourselves costs a year: as given, or the sum of people, equipment and their management. */
function inHouseOf({ inHouseAnnual, inHouseParts }: Planned, currency: string): Planned['inHouseAnnual'] {
  if (inHouseAnnual !== undefined || !inHouseParts) return inHouseAnnual;
  const { people, equipmentAnnual = 0, managementAnnual = 0 } = inHouseParts;
  const path = 'inHouseParts';
  const staff = people.map(({ headcount, annualCost }) => readMoney(annualCost, { path, currency }).times(headcount));
  const rest = [equipmentAnnual, managementAnnual].map((amount) => readMoney(amount, { path, currency }));
  return moneyText(sum([...staff, ...rest]), currency);
}

const percentToBp = (percent = 0): number => new Big(percent).times(100).round(0, Big.roundHalfUp).toNumber();
