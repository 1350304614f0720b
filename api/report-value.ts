import { frequencyOf, periodDates } from '../domain/calendar/periods';
import { localDate } from '../domain/calendar/zone';
import { DomainError, fieldError } from '../domain/errors';
import { needsEvidence } from '../domain/kpi/evidence';
import type { KpiDefinition, NewValue } from '../domain/kpi/record-schema';
import { definitionsFor } from '../db/read/period-card';
import type { EngagementRow } from '../db/stores/engagements';
import { attachEvidence, evidenceOf } from '../db/stores/kpi-evidence';
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
 * judged, or against what the other side has reported, is kept as a correction that waits for a second person. Files that
 * its side has brought for it go with it.
 */
export async function writeValue(trx: Trx, engagement: EngagementRow, report: Report): Promise<Borne> {
  await checkReport(trx, engagement, report);
  const side = sideOf(report, engagement);
  const written = await keepValue(trx, { engagement, value: valueOf(report, side), id: report.newId });
  const { value, correction } = written;
  const to = correction ? { correctionId: correction.id } : { revision: value.revision };
  const { key, period } = value;
  const evidenceFiles = await attachEvidence(trx, engagement.id, { key, period, side, to });
  return { ...written, evidenceFiles };
}

export interface Borne extends Written {
  /** Files that were handed in with it. */
  readonly evidenceFiles: readonly string[];
}

/** What the trail says of a value that was reported. */
export const valueEntry = ({ value: { key, period, revision }, correction, evidenceFiles }: Borne) => ({
  key,
  period,
  revision,
  ...(correction && { correctionId: correction.id, proposed: true }),
  ...(evidenceFiles.length > 0 && { evidenceFiles }),
});

/** For whom somebody speaks; the contact of a vendor has no account. */
export const sideOf = (
  { actor }: Pick<Report, 'actor'>,
  { roles }: Pick<EngagementRow, 'roles'>,
): NonNullable<KpiValue['side']> => (actor === null || actor.id === roles.vendorRep ? 'vendor' : 'us');

function valueOf(
  { params, body, actor, now }: Report,
  side: NonNullable<KpiValue['side']>,
): Omit<KpiValue, 'revision'> {
  const { period, value, status = null, inputs = null, evidence = null, reason = null } = body;
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

async function checkReport(trx: Trx, engagement: EngagementRow, report: Report): Promise<void> {
  const { params, body, now } = report;
  const judged = await checkedKpi(trx, engagement, { key: params.key, period: body.period, now });
  checkInputs(judged, body);
  if (!needsEvidence(judged, body)) return;
  const files = await evidenceOf(trx, engagement.id, {
    period: body.period,
    key: params.key,
    side: sideOf(report, engagement),
  });
  if (files.length === 0)
    throw new DomainError('EVIDENCE_REQUIRED', `A value of ${params.key} needs a file that bears it out.`, [
      { path: 'evidence', message: 'needs a file' },
    ]);
}

interface Place {
  readonly key: string;
  readonly period: string;
  readonly now: number;
}

/** The definition by which a period is judged of which something is reported; refuses periods of another kind and of the future. */
export async function checkedKpi(
  trx: Trx,
  engagement: EngagementRow,
  { key, period, now }: Place,
): Promise<KpiDefinition> {
  const kpi = (await kpisOf(trx, engagement.id)).find((one) => one.key === key);
  if (!kpi) throw new DomainError('NOT_FOUND', 'There is no such KPI.');
  checkPeriod(period, { frequency: kpi.frequency, today: localDate(engagement.time_zone, now) });
  const judged = (await definitionsFor(trx, engagement.id, period)).kpis.find((one) => one.key === key);
  if (!judged) throw fieldError('period', 'is judged by definitions that do not have this KPI');
  return judged;
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
