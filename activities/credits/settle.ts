import { cumulativeOf } from '../../db/read/credits';
import { creditRules } from '../../db/read/credit-rules';
import { contractInForce } from '../../db/read/contract-in-force';
import { appendAudit, engagementStream } from '../../db/stores/audit';
import { insertCreditLines, lockCreditLines } from '../../db/stores/credit-lines';
import type { EngagementRow } from '../../db/stores/engagements';
import { scorecardsOf } from '../../db/stores/scorecards';
import type { Trx } from '../../db/transaction';
import { periodOfDate } from '../../domain/calendar/periods';
import { localDate } from '../../domain/calendar/zone';
import { earnedBack, type LedgerLine, linesForCard, type Measured } from '../../domain/contract/credit-ledger';
import type { KpiDefinition, Scorecard } from '../../domain/kpi/record-schema';
import { senseOf } from '../../domain/kpi/score';
import type { MailOrder } from '../../domain/mail/order';
import { toMoney, toMoneyText } from '../../domain/money';
import { soundAlarms } from '../alarms';

interface Where {
  readonly trx: Trx;
  readonly engagement: EngagementRow;
  readonly now: number;
}

/** A card and what it was judged by. */
export interface Closed {
  readonly card: Scorecard;
  /** The definitions that the card was judged by. */
  readonly kpis: readonly KpiDefinition[];
}

/**
 * Writes what a card says about credits on the invoice of the running month: lines the first time, corrections afterwards;
 * gives back what months on target have earned, and raises the alarm where credits reach the right to terminate. Asking
 * again writes nothing.
 */
export async function settleCredits(where: Where, { card, kpis }: Closed): Promise<readonly MailOrder[]> {
  const { trx, engagement, now } = where;
  const day = localDate(engagement.time_zone, now);
  const lines = await lockCreditLines(trx, engagement.id);
  const currency = card.credits[0]?.money.currency ?? lines.at(-1)?.currency;
  if (currency === undefined) return [];
  const same = lines.filter((line) => line.currency === currency);
  const credits = card.credits.map(({ kpi, money }) => ({ kpi, minor: toMoney(money).minor }));
  const said = linesForCard(same, { period: card.period, credits });
  const earned = earnedBack([...same, ...said], await measuredIn(where, { kpis, day }), await creditRules(trx));
  const fresh = [...said, ...earned];
  await insertCreditLines(trx, engagement.id, { lines: fresh, currency, invoice: periodOfDate(day, 'monthly'), now });
  await note(where, { fresh, currency });
  return warnOfTermination(where, { period: card.period, day });
}

/** What closed periods said of the KPIs that the contract credits, by its promised levels. */
async function measuredIn(
  { trx, engagement }: Where,
  { kpis, day }: { readonly kpis: readonly KpiDefinition[]; readonly day: string },
): Promise<readonly Measured[]> {
  const slas = (await contractInForce(trx, engagement.id, day))?.terms.slas ?? [];
  const cards = (await scorecardsOf(trx, engagement.id)).toReversed();
  return slas.flatMap(({ kpiId, expected, target }) => {
    const kpi = kpis.find(({ key }) => key === kpiId);
    if (!kpi) return [];
    const points = cards.flatMap(({ period, kpis: rated }) => {
      const found = rated.find(({ key }) => key === kpiId);
      return found ? [{ period, value: found.value }] : [];
    });
    return [{ kpi: kpiId, direction: senseOf(kpi.direction), target: expected ?? target, points }];
  });
}

async function note(
  { trx, engagement, now }: Where,
  { fresh, currency }: { readonly fresh: readonly LedgerLine[]; readonly currency: string },
): Promise<void> {
  const entries = fresh.map(({ period, kpi, kind, minor }) => ({
    key: `credit:${kind}:${period}:${kpi}:${now}`,
    at: now,
    type: `credit.${kind}`,
    channel: 'workflow' as const,
    payload: { period, kpi, money: toMoneyText({ minor: -minor, currency }) },
  }));
  await appendAudit(trx, engagementStream(engagement.id), entries);
}

async function warnOfTermination(
  where: Where,
  { period, day }: { readonly period: string; readonly day: string },
): Promise<readonly MailOrder[]> {
  const found = await cumulativeOf(where.trx, where.engagement, { period, day });
  if (!found?.reached) return [];
  const { creditedMinor, atRiskMinor, shareBp, currency } = found;
  const evidence = {
    period,
    credited: toMoneyText({ minor: creditedMinor, currency }),
    atRisk: toMoneyText({ minor: atRiskMinor, currency }),
    shareBp,
  };
  return soundAlarms(where, [{ rule: 'TERMINATION_RIGHT', severity: 'red', subject: 'credits', evidence }]);
}
