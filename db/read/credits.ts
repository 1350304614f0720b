import { localDate } from '../../domain/calendar/zone';
import { periodOfDate } from '../../domain/calendar/periods';
import { atRiskOf, type Cumulative, cumulativeCredits } from '../../domain/contract/credit-ledger';
import type { CreditLine, CreditMonth, CreditStatement } from '../../domain/contract/credit-schema';
import { type Money, toMoney, toMoneyText } from '../../domain/money';
import type { Db } from '../knex';
import { together } from '../together';
import { claimsOf } from '../stores/credit-claims';
import { creditLinesOf, type StoredCreditLine } from '../stores/credit-lines';
import type { EngagementRow } from '../stores/engagements';
import { contractInForce } from './contract-in-force';
import { creditRules } from './credit-rules';

type Engagement = Pick<EngagementRow, 'id' | 'time_zone'>;

/** What a month's fee puts at risk by the contract in force on a day; null where nothing is. */
export async function monthlyAtRisk(db: Db, { id }: Pick<Engagement, 'id'>, day: string): Promise<Money | null> {
  const { monthlyFee, atRiskBp } = (await contractInForce(db, id, day))?.terms ?? {};
  if (!monthlyFee || !atRiskBp) return null;
  return atRiskOf(toMoney(monthlyFee), atRiskBp);
}

/** How far the credits of the last months have come on their way to the right to terminate. */
export async function cumulativeOf(
  db: Db,
  engagement: Engagement,
  { period, day }: { readonly period: string; readonly day: string },
): Promise<(Cumulative & { readonly currency: string }) | null> {
  const atRisk = await monthlyAtRisk(db, engagement, day);
  if (!atRisk) return null;
  const lines = (await creditLinesOf(db, engagement.id)).filter(({ currency }) => currency === atRisk.currency);
  const found = cumulativeCredits(lines, { period, monthlyAtRiskMinor: atRisk.minor }, await creditRules(db));
  return found && { ...found, currency: atRisk.currency };
}

/** Everything about the credits of an engagement, newest invoice first; one invoice where a month is named. */
export async function creditStatement(
  db: Db,
  engagement: Engagement,
  { invoice, now }: { readonly invoice?: string | undefined; readonly now: number },
): Promise<CreditStatement> {
  const [lines, claims, rules] = await together(db, [
    () => creditLinesOf(db, engagement.id),
    () => claimsOf(db, engagement.id),
    () => creditRules(db),
  ]);
  const day = localDate(engagement.time_zone, now);
  const found = await cumulativeOf(db, engagement, { period: periodOfDate(day, 'monthly'), day });
  const money = (minor: number) => toMoneyText({ minor, currency: found?.currency ?? '' });
  return {
    items: monthsOf(lines).filter((month) => invoice === undefined || month.invoice === invoice),
    next: null,
    claims: [...claims],
    cumulative: found && {
      months: rules.termination.months,
      credited: money(found.creditedMinor),
      atRisk: money(found.atRiskMinor),
      shareBp: found.shareBp,
      limitBp: rules.termination.shareBp,
    },
  };
}

/** One part for each invoice and currency. */
function monthsOf(lines: readonly StoredCreditLine[]): readonly CreditMonth[] {
  const groups = new Map<string, StoredCreditLine[]>();
  for (const line of lines) {
    const key = `${line.invoice} ${line.currency}`;
    groups.set(key, [...(groups.get(key) ?? []), line]);
  }
  return [...groups.values()]
    .map((own) => ({
      invoice: own[0]?.invoice ?? '',
      total: onInvoice({ minor: own.reduce((sum, { minor }) => sum + minor, 0), currency: own[0]?.currency ?? '' }),
      lines: own.map(lineView),
    }))
    .sort((a, b) => (a.invoice < b.invoice ? 1 : -1));
}

const lineView = ({
  id,
  period,
  kpi,
  kind,
  minor,
  currency,
  invoice,
  claimId,
  createdAt,
}: StoredCreditLine): CreditLine => ({
  id,
  period,
  kpi,
  kind,
  money: onInvoice({ minor, currency }),
  invoice,
  claimId,
  createdAt: createdAt.toISOString(),
});

/** What we are owed lowers the invoice. */
const onInvoice = ({ minor, currency }: Money) => toMoneyText({ minor: minor === 0 ? 0 : -minor, currency });
