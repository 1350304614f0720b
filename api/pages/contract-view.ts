import { moneyText, readAmount } from '../../domain/amount';
import { localDate } from '../../domain/calendar/zone';
import { bandOf, exposureOf } from '../../domain/risk/exposure';
import type { AlarmView as Alarm } from '../../domain/risk/alarm-schema';
import type { Risk } from '../../domain/risk/record-schema';
import { contractInForce } from '../../db/read/contract-in-force';
import { termOf } from '../../db/read/term';
import type { Db } from '../../db/knex';
import { signaturesOf } from '../../db/stores/contracts';
import type { EngagementRow } from '../../db/stores/engagements';
import type { AlarmView, ContractView, RiskView } from '../../templates/engagement-page-data';

/** The contract with its dates as they stand today in the engagement's own zone; null before there is one. */
export async function contractView(db: Db, row: EngagementRow, now: number): Promise<ContractView | null> {
  const [contract, signatures, term] = await Promise.all([
    contractInForce(db, row.id, localDate(row.time_zone, now)),
    signaturesOf(db, row.id),
    termOf(db, row.id, localDate(row.time_zone, now)),
  ]);
  if (!contract) return null;
  const { start, renewal, monthlyFee, atRiskBp, clauses } = contract.terms;
  return {
    start: start ?? null,
    currentEnd: term?.currentEnd ?? null,
    noticeDeadline: term?.noticeDeadline ?? null,
    renewal: renewal ?? null,
    monthlyFee:
      monthlyFee === undefined ? null : moneyText(readAmount(monthlyFee, { path: 'monthlyFee' }), row.currency),
    atRiskBp: atRiskBp ?? null,
    clauses: clauses.map(({ code, status, reason }) => ({ code, status, reason: reason ?? null })),
    signatures: signatures.map(({ party, signatory, signedAt }) => ({ party, signatory, at: Date.parse(signedAt) })),
  };
}

export const riskView = ({ type, cause, likelihood, impact }: Risk): RiskView => ({
  type,
  cause,
  likelihood,
  impact,
  level: bandOf(exposureOf({ likelihood, impact })),
});

export const alarmView = ({ rule, subject, severity, state, openedAt, ackDueAt }: Alarm): AlarmView => ({
  rule,
  subject,
  severity,
  state,
  openedAt: Date.parse(openedAt),
  ackDueAt: Date.parse(ackDueAt),
});
