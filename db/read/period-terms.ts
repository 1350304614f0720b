import { addDays, daysBetween } from '../../domain/calendar/civil';
import { periodDates } from '../../domain/calendar/periods';
import { costOfParts, type FeeFrom, feeParts, type Rest } from '../../domain/contract/fee-of-days';
import { feeRests } from '../../domain/contract/fee-rests';
import type { ContractBody } from '../../domain/contract/schema';
import { toMoney, toMoneyText } from '../../domain/money';
import type { Db } from '../knex';
import { type BindingTerms, bindingTerms } from '../stores/contract-versions';
import type { StoredContract } from '../stores/contracts';
import { standingPartials } from '../stores/partial-terminations';
import { suspensionsOf } from '../stores/suspensions';
import { contractInForce } from './contract-in-force';

/**
 * The contract that judges a period: the one of its last day. Where a part of the service has left within the period, or
 * the fee rested on some of its days, the fee is that of its days; what was served until a part left is still credited by
 * the levels that were promised for it.
 */
export async function termsOfPeriod(db: Db, engagementId: string, period: string): Promise<StoredContract | null> {
  const { start, end } = periodDates(period);
  const last = await contractInForce(db, engagementId, addDays(end, -1));
  const left = (await standingPartials(db, engagementId)).filter(
    ({ effectiveDate }) => start < effectiveDate && effectiveDate < end,
  );
  const binding = await bindingTerms(db, engagementId);
  const rests = (await feeRestsOf(db, engagementId, binding)).filter(({ since, until }) => since < end && (until ?? end) > start); // prettier-ignore
  if (!last || (left.length === 0 && rests.length === 0)) return last;
  const known = last.terms.slas ?? [];
  const slas = left.flatMap(({ kpis, effectiveDate }) => {
    const before = termsOn(binding, addDays(effectiveDate, -1))?.slas ?? [];
    return before.filter(({ kpiId }) => kpis.includes(kpiId) && !known.some((sla) => sla.kpiId === kpiId));
  });
  const fee = meanFee(binding, { start, end, rests });
  const terms: ContractBody = {
    ...last.terms,
    ...(known.length + slas.length > 0 && { slas: [...known, ...slas] }),
    ...(fee && { monthlyFee: fee }),
  };
  return { ...last, terms };
}

const termsOn = (binding: readonly BindingTerms[], day: string): ContractBody | undefined =>
  binding.find(({ from }) => from === null || from <= day)?.terms;

/** The fee of a month as it was on the mean of the days; of a month exactly what it costs. */
function meanFee(
  binding: readonly BindingTerms[],
  { start: from, end: to, rests }: { start: string; end: string; rests: readonly Rest[] },
) {
  const currency = binding[0]?.terms.monthlyFee?.currency;
  if (currency === undefined) return null;
  const minor = costOfParts(feeParts({ from, to }, feesOf(binding), rests), daysBetween(from, to));
  return toMoneyText({ minor, currency });
}

/** Days on which no fee is owed, because the service stood still and the contract says so. */
export async function feeRestsOf(
  db: Db,
  engagementId: string,
  binding: readonly BindingTerms[],
): Promise<readonly Rest[]> {
  const suspended = await suspensionsOf(db, engagementId);
  return feeRests(
    suspended.map(({ since, until }) => ({ since, until })),
    binding,
  );
}

/** The fees that the contract has had, in the order of their days. */
export const feesOf = (binding: readonly BindingTerms[]): readonly FeeFrom[] =>
  binding
    .toReversed()
    .flatMap(({ from, terms }) => (terms.monthlyFee ? [{ from, minor: toMoney(terms.monthlyFee).minor }] : []));
