import { asOurselves } from '../wall/scope';
import { correctionKind } from '../../domain/kpi/correction';
import type { Correction } from '../../domain/kpi/correction-schema';
import { isAutomated, owedKpis, valueTaskKey } from '../read/owed-values';
import type { Trx } from '../transaction';
import { endItem } from './action-items';
import type { EngagementRow } from './engagements';
import { insertCorrection, openCorrections } from './kpi-corrections';
import { insertValue, type KpiValue, valuesOf } from './kpis';
import { isClosed } from './scorecards';
import { askSecondPerson } from './second-person';

export interface Reported {
  readonly engagement: EngagementRow;
  readonly value: Omit<KpiValue, 'revision'>;
  /** Names the correction, should it become one. */
  readonly id: string;
}

export interface Written {
  readonly value: KpiValue;
  /** Where the value counts only after a second person has confirmed it. */
  readonly correction: Correction | null;
  readonly isNew: boolean;
}

/**
 * Keeps a value that was reported, whoever or whatever reports it. The same said again changes nothing; what comes after
 * the period was judged, or against what the other side has reported, waits for a second person.
 */
export async function keepValue(trx: Trx, { engagement, value, id }: Reported): Promise<Written> {
  const earlier = await valuesOf(trx, engagement.id, value);
  const next: KpiValue = { ...value, revision: earlier.length + 1 };
  const last = earlier.at(-1);
  if (last && saysTheSame(last, next)) return { value: last, correction: null, isNew: false };
  const closed = await isClosed(trx, engagement.id, next.period);
  const kind = correctionKind(last, { closed, side: next.side ?? 'us' });
  if (kind !== null) return propose(trx, { engagement, next, kind, id });
  await insertValue(trx, engagement.id, next);
  await asOurselves(() => endTask(trx, engagement, next));
  return { value: next, correction: null, isNew: true };
}

/** Nobody need report by hand what has come after all. */
async function endTask(trx: Trx, { id }: EngagementRow, { period, recordedAt }: KpiValue): Promise<void> {
  const owed = await owedKpis(trx, id, period);
  if (!owed.some(isAutomated)) await endItem(trx, valueTaskKey(id, period), recordedAt);
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
  await asOurselves(() => askSecondPerson(trx, { engagement, correction, now: next.recordedAt }));
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
