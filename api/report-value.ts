import { frequencyOf, periodDates } from '../domain/calendar/periods';
import { localDate } from '../domain/calendar/zone';
import { DomainError, fieldError } from '../domain/errors';
import type { KpiDefinition, NewValue } from '../domain/kpi/record-schema';
import { definitionsFor } from '../db/read/period-card';
import type { EngagementRow } from '../db/stores/engagements';
import { insertValue, kpisOf, type KpiValue, valuesOf } from '../db/stores/kpis';
import type { Trx } from '../db/transaction';

export interface Report {
  readonly params: { readonly key: string };
  readonly body: NewValue;
  readonly actor: { readonly id: string };
  readonly now: number;
}

/** Notes what was reported of a KPI for a period; the same said again changes nothing. */
export async function writeValue(
  trx: Trx,
  engagement: EngagementRow,
  report: Report,
): Promise<{ readonly value: KpiValue; readonly isNew: boolean }> {
  const { params, body } = report;
  await checkReport(trx, engagement, report);
  const earlier = await valuesOf(trx, engagement.id, { key: params.key, period: body.period });
  const next = valueOf(report, { engagement, revision: earlier.length + 1 });
  const last = earlier.at(-1);
  if (last && saysTheSame(last, next)) return { value: last, isNew: false };
  await insertValue(trx, engagement.id, next);
  return { value: next, isNew: true };
}

function valueOf(
  { params, body, actor, now }: Report,
  { engagement, revision }: { readonly engagement: EngagementRow; readonly revision: number },
): KpiValue {
  const { period, value, status = null, inputs = null, evidence = null, reason = null } = body;
  const side = actor.id === engagement.roles.vendorRep ? 'vendor' : 'us';
  return {
    key: params.key,
    period,
    revision,
    value,
    status,
    inputs,
    evidence,
    reason,
    side,
    recordedBy: actor.id,
    recordedAt: now,
  };
}

/** Repetitions are told by what they say, whatever the order of their fields. */
const saysTheSame = (a: KpiValue, b: KpiValue): boolean =>
  a.value === b.value &&
  a.status === b.status &&
  a.evidence === b.evidence &&
  (a.reason ?? null) === (b.reason ?? null) &&
  inputsText(a) === inputsText(b);

const inputsText = ({ inputs }: KpiValue): string =>
  JSON.stringify(Object.entries(inputs ?? {}).sort(([a], [b]) => (a < b ? -1 : 1)));

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
