import { frequencyOf, periodDates } from '../domain/calendar/periods';
import { localDate } from '../domain/calendar/zone';
import { DomainError, fieldError } from '../domain/errors';
import { correctionKind } from '../domain/kpi/correction';
import type { Correction } from '../domain/kpi/correction-schema';
import type { KpiDefinition, NewValue } from '../domain/kpi/record-schema';
import { isAutomated, owedKpis, valueTaskKey } from '../db/read/owed-values';
import { definitionsFor } from '../db/read/period-card';
import { endItem } from '../db/stores/action-items';
import type { EngagementRow } from '../db/stores/engagements';
import { insertCorrection, openCorrections } from '../db/stores/kpi-corrections';
import { isClosed } from '../db/stores/scorecards';
import { insertValue, kpisOf, type KpiValue, valuesOf } from '../db/stores/kpis';
import type { Trx } from '../db/transaction';
import { askSecondPerson } from './kpi-corrections';

export interface Report {
  readonly params: { readonly key: string };
  readonly body: NewValue;
  /** Null where it is the contact of a vendor, who has no account. */
  readonly actor: { readonly id: string } | null;
  readonly now: number;
  /** Identity of the call. */
  readonly newId: string;
}

export interface Written {
  readonly value: KpiValue;
  /** Where the value counts only after a second person has confirmed it. */
  readonly correction: Correction | null;
  readonly isNew: boolean;
}

/**
 * Notes what was reported of a KPI for a period; the same said again changes nothing. What comes after the period was
 * judged, or against what the other side has reported, is kept as a correction that waits for a second person.
 */
export async function writeValue(trx: Trx, engagement: EngagementRow, report: Report): Promise<Written> {
  const { params, body } = report;
  await checkReport(trx, engagement, report);
  const earlier = await valuesOf(trx, engagement.id, { key: params.key, period: body.period });
  const next = valueOf(report, { engagement, revision: earlier.length + 1 });
  const last = earlier.at(-1);
  if (last && saysTheSame(last, next)) return { value: last, correction: null, isNew: false };
  const closed = await isClosed(trx, engagement.id, body.period);
  const kind = correctionKind(last, { closed, side: next.side ?? 'us' });
  if (kind !== null) return propose(trx, { engagement, next, kind, id: report.newId });
  await insertValue(trx, engagement.id, next);
  await endTask(trx, engagement, next);
  return { value: next, correction: null, isNew: true };
}

/** Nobody need report by hand what has come after all. */
async function endTask(trx: Trx, { id }: EngagementRow, { period, recordedAt }: KpiValue): Promise<void> {
  const owed = await owedKpis(trx, id, period);
  if (!owed.some(isAutomated)) await endItem(trx, valueTaskKey(id, period), recordedAt);
}

function valueOf(
  { params, body, actor, now }: Report,
  { engagement, revision }: { readonly engagement: EngagementRow; readonly revision: number },
): KpiValue {
  const { period, value, status = null, inputs = null, evidence = null, reason = null } = body;
  const side = actor === null || actor.id === engagement.roles.vendorRep ? 'vendor' : 'us';
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
    recordedBy: actor?.id ?? null,
    recordedAt: now,
  };
}

interface Proposal {
  readonly engagement: EngagementRow;
  readonly next: KpiValue;
  readonly kind: Correction['kind'];
  readonly id: string;
}

async function propose(trx: Trx, { engagement, next, kind, id }: Proposal): Promise<Written> {
  const waiting = (await openCorrections(trx, engagement.id, next)).find((one) => saysTheSame(one, next));
  if (waiting) return { value: next, correction: waiting, isNew: false };
  const { key, period, value, status, inputs, evidence, reason = null, side = 'us' } = next;
  const correction: Correction = {
    ...{ id, key, period, kind, value, status, evidence, reason, side },
    inputs: inputs && { ...inputs },
    proposedBy: next.recordedBy,
    proposedAt: new Date(next.recordedAt).toISOString(),
    state: 'proposed',
    decidedBy: null,
    decidedAt: null,
    comment: null,
  };
  await insertCorrection(trx, engagement.id, correction);
  await askSecondPerson(trx, { engagement, correction, now: next.recordedAt });
  return { value: next, correction, isNew: true };
}

/** Repetitions are told by what they say, whatever the order of their fields. */
type Said = Pick<KpiValue, 'value' | 'status' | 'inputs' | 'evidence' | 'reason'>;
const saysTheSame = (a: Said, b: Said): boolean =>
  a.value === b.value &&
  a.status === b.status &&
  a.evidence === b.evidence &&
  (a.reason ?? null) === (b.reason ?? null) &&
  inputsText(a) === inputsText(b);

const inputsText = ({ inputs }: Said): string =>
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
