import type { AgendaItem } from '../../domain/engagement/agenda';
import { toleranceMs } from '../../domain/engagement/moved';
import type { Db } from '../knex';
import type { Trx } from '../transaction';

interface Claim {
  readonly engagementId: string;
  readonly item: AgendaItem;
  readonly now: number;
}

/**
 * Notes that an item is being done, so that people see what came round and when. The same item at the same instant is a
 * repetition and answers false; an item whose date has moved comes round anew. One of a day has not moved where only
 * its instant has, as other rules of a time zone move it.
 */
export async function claimAgendaItem(trx: Trx, { engagementId, item, now }: Claim): Promise<boolean> {
  const { rows } = await trx.raw<{ rows: unknown[] }>(
    `insert into agenda_log (engagement_id, key, kind, due_at, done_at) values (?, ?, ?, ?, ?)
     on conflict (engagement_id, key) do update
       set due_at = excluded.due_at, done_at = excluded.done_at, outcome = null
       where abs(extract(epoch from agenda_log.due_at - excluded.due_at)) > ?
     returning key`,
    [engagementId, item.key, item.kind, new Date(item.at), new Date(now), toleranceMs(item.kind) / 1_000],
  );
  return rows.length > 0;
}

/** Keeps what came of an item, for a caller whose answer is lost and who asks again for the same instant. */
export async function keepOutcome(
  trx: Trx,
  { engagementId, item }: Omit<Claim, 'now'>,
  outcome: object,
): Promise<void> {
  await trx('agenda_log')
    .where({ engagement_id: engagementId, key: item.key })
    .update({ outcome: JSON.stringify(outcome) });
}

export async function keptOutcome(trx: Trx, { engagementId, item }: Omit<Claim, 'now'>): Promise<unknown> {
  const row = await trx<{ engagement_id: string; key: string; due_at: Date; outcome: unknown }>('agenda_log')
    .where({ engagement_id: engagementId, key: item.key, due_at: new Date(item.at) })
    .first('outcome');
  return row?.outcome ?? null;
}

/** When items were done last, by key, as epoch milliseconds. */
export async function doneAtOf(
  db: Db,
  engagementId: string,
  keys: readonly string[],
): Promise<ReadonlyMap<string, number>> {
  const rows = await db<{ engagement_id: string; key: string; done_at: Date }>('agenda_log')
    .where({ engagement_id: engagementId })
    .whereIn('key', [...keys])
    .select('key', 'done_at');
  return new Map(rows.map(({ key, done_at }) => [key, done_at.getTime()]));
}

export interface AgendaLogLine {
  readonly key: string;
  readonly kind: string;
  readonly dueAt: string;
  readonly doneAt: string;
}

export async function agendaLogOf(db: Db, engagementId: string): Promise<readonly AgendaLogLine[]> {
  const rows = await db<{ engagement_id: string; key: string; kind: string; due_at: Date; done_at: Date }>('agenda_log')
    .where({ engagement_id: engagementId })
    .orderBy(['due_at', 'key']);
  return rows.map((row) => ({
    key: row.key,
    kind: row.kind,
    dueAt: row.due_at.toISOString(),
    doneAt: row.done_at.toISOString(),
  }));
}
