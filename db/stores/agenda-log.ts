import type { AgendaItem } from '../../domain/engagement/agenda';
import type { Db } from '../knex';
import type { Trx } from '../transaction';

/** Notes that an item has been done, so that people see what came round and when. */
export async function claimAgendaItem(
  trx: Trx,
  engagementId: string,
  { item, now }: { item: AgendaItem; now: number },
): Promise<void> {
  await trx('agenda_log')
    .insert({
      engagement_id: engagementId,
      key: item.key,
      kind: item.kind,
      due_at: new Date(item.at),
      done_at: new Date(now),
    })
    .onConflict(['engagement_id', 'key'])
    .ignore();
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
