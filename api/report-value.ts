import { frequencyOf, periodDates } from '../domain/calendar/periods';
import { localDate } from '../domain/calendar/zone';
import { DomainError, fieldError } from '../domain/errors';
import type { KpiDefinition, NewValue } from '../domain/kpi/record-schema';
import { definitionsFor } from '../db/read/period-card';
import type { EngagementRow } from '../db/stores/engagements';
import { kpisOf, type KpiValue } from '../db/stores/kpis';
import { keepValue, type Written } from '../db/stores/report-value';
import type { Trx } from '../db/transaction';

export interface Report {
  readonly params: { readonly key: string };
  readonly body: NewValue;
  /** Null where it is the contact of a vendor, who has no account. */
  readonly actor: { readonly id: string } | null;
  readonly now: number;
  /** Identity of the call. */
  readonly newId: string;
}

/**
 * Notes what was reported of a KPI for a period; the same said again changes nothing. What comes after the period was
 * judged, or against what the other side has reported, is kept as a correction that waits for a second person.
 */
export async function writeValue(trx: Trx, engagement: EngagementRow, report: Report): Promise<Written> {
  await checkReport(trx, engagement, report);
  return keepValue(trx, { engagement, value: valueOf(report, engagement), id: report.newId });
}

function valueOf(
  { params, body, actor, now }: Report,
  { roles }: Pick<EngagementRow, 'roles'>,
): Omit<KpiValue, 'revision'> {
  const { period, value, status = null, inputs = null, evidence = null, reason = null } = body;
  const side = actor === null || actor.id === roles.vendorRep ? 'vendor' : 'us';
  return {
    key: params.key,
    period,
    value,
    status,
    inputs,
    evidence,
    reason,
    side,
    recordedBy: actor?.id ?? null,
    recordedAt: now,
  };
}

async function checkReport(trx: Trx, engagement: EngagementRow, { params, body, now }: Report): Promise<void> {
  const kpi = (await kpisOf(trx, engagement.id)).find(({ key }) => key === params.key);
  if (!kpi) throw new DomainError('NOT_FOUND', 'There is no such KPI.');
  checkPeriod(body.period, { frequency: kpi.frequency, today: localDate(engagement.time_zone, now) });
  const judged = (await definitionsFor(trx, engagement.id, body.period)).kpis.find(({ key }) => key === params.key);
  if (!judged) throw fieldError('period', 'is judged by definitions that do not have this KPI yet');
  checkInputs(judged, body);
}

function checkPeriod(
  period: string,
  { frequency, today }: { frequency: KpiDefinition['frequency']; today: string },
): void {
  if (frequencyOf(period) !== frequency) throw fieldError('period', `must be a ${frequency} period`);
  if (periodDates(period).start > today) throw fieldError('period', 'lies in the future');
}

/** An input that no formula asks for would be lost without a word. */
function checkInputs({ formula, inputs = [] }: KpiDefinition, body: NewValue): void {
  const unknown = Object.keys(body.inputs ?? {}).filter((name) => !formula || !inputs.includes(name));
  if (unknown.length === 0) return;
  const errors = unknown.map((name) => ({ path: `inputs.${name}`, message: 'is not an input of this KPI' }));
  throw new DomainError('UNKNOWN_VARIABLE', errors.map(({ path, message }) => `${path} ${message}`).join('; '), errors);
}
