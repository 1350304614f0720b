import { askedRecords, outlivedRecords, type Outlived } from '../db/read/retention';
import { cancelItems, openActionItem } from '../db/stores/action-items';
import type { Trx } from '../db/transaction';
import { dueOnDay } from '../domain/action-item/marks';
import { addDays } from '../domain/calendar/civil';
import { localDate } from '../domain/calendar/zone';

/** Days in which the owner is to decide. */
const DECIDE_DAYS = 30;

/** The end of a later hold is another occasion to decide. */
const keyOf = ({ id, until, releasedAt }: Outlived): string =>
  `retention:${id}:${until}${releasedAt ? `:${releasedAt.toISOString()}` : ''}`;

/**
 * Nightly: the owner of a record that need not be kept any longer is asked what becomes of it, and no longer where a hold
 * has been placed or the period made longer since.
 */
export async function askAboutRetention(trx: Trx, now: number): Promise<void> {
  const outlived = await outlivedRecords(trx, now);
  const wanted = new Set(outlived.map(keyOf));
  const old = (await askedRecords(trx)).filter(({ key }) => !wanted.has(key));
  await cancelItems(
    trx,
    old.map(({ id }) => id),
    now,
  );
  for (const record of outlived) await ask(trx, record, now);
}

const ask = (trx: Trx, record: Outlived, now: number) =>
  openActionItem(trx, {
    key: keyOf(record),
    engagementId: record.id,
    kind: 'retention-ended',
    title: record.title.slice(0, 200),
    assigneeId: record.owner_id,
    escalateIds: record.sponsor_id === null ? [] : [record.sponsor_id],
    opensAt: now,
    dueAt: dueOnDay(record.time_zone, addDays(localDate(record.time_zone, now), DECIDE_DAYS)),
    now,
  });
