import { v7 as uuidv7 } from 'uuid';
import { DomainError } from '../../domain/errors';
import type { NewValue } from '../../domain/kpi/record-schema';
import { appendAudit, type Channel, engagementStream } from '../../db/stores/audit';
import type { EngagementRow } from '../../db/stores/engagements';
import { type DraftPlace, saveKpiDraft } from '../../db/stores/kpi-drafts';
import { openCorrections } from '../../db/stores/kpi-corrections';
import type { Trx } from '../../db/transaction';
import { type Borne, valueEntry, writeValue } from '../report-value';
import type { TypedValues } from './fields';

/** Somebody at the form of a period. */
export interface FormAct {
  readonly period: string;
  readonly side: DraftPlace['side'];
  /** Null for the contact of a vendor, who has no account. */
  readonly actorId: string | null;
  readonly channel: Channel;
  readonly now: number;
  /** Names this act in the trail. */
  readonly actId: string;
}

const placeOf = ({ id }: EngagementRow, { period, side }: FormAct): DraftPlace => ({ engagementId: id, period, side });

/** Values that wait for a second person about one KPI and period; more are not weighed but thrown about. */
const MOST_WAITING = 5;

/** Takes what a form says of a period: all of it or none, each value with its entry in the trail. */
export async function takeForm(
  trx: Trx,
  engagement: EngagementRow,
  { act, reports }: { readonly act: FormAct; readonly reports: readonly { key: string; body: NewValue }[] },
): Promise<readonly Borne[]> {
  const { actorId, channel, now } = act;
  const actor = actorId === null ? null : { id: actorId };
  const written: Borne[] = [];
  for (const { key, body } of reports) {
    const waiting = await openCorrections(trx, engagement.id, { key, period: body.period });
    const one = await writeValue(trx, engagement, { params: { key }, body, actor, now, newId: uuidv7() });
    if (one.correction && one.isNew && waiting.length >= MOST_WAITING)
      throw new DomainError('TOO_MANY_REQUESTS', `${MOST_WAITING} values of ${key} wait for a second person.`);
    written.push(one);
  }
  const entries = written
    .filter(({ isNew, evidenceFiles }) => isNew || evidenceFiles.length > 0)
    .map((one) => ({
      key: `kpi.value:${act.actId}:${one.value.key}`,
      at: now,
      type: 'kpi.value',
      ...(actorId !== null && { actorId }),
      channel,
      payload: valueEntry(one),
    }));
  await appendAudit(trx, engagementStream(engagement.id), entries);
  await saveKpiDraft(trx, placeOf(engagement, act), null);
  return written;
}

/** Keeps what was typed, whatever it is. */
export const keepForm = (
  trx: Trx,
  engagement: EngagementRow,
  { act, typed }: { readonly act: FormAct; readonly typed: TypedValues },
): Promise<void> => saveKpiDraft(trx, placeOf(engagement, act), { typed, savedBy: act.actorId, savedAt: act.now });
