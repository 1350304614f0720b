import type { Db } from '../../db/knex';
import { engagementStream } from '../../db/stores/audit';
import { AGENDA_KINDS, type AgendaItem } from '../../domain/engagement/agenda';

export interface Step {
  readonly engagementId: string;
  readonly item: AgendaItem;
  /** When it was done. */
  readonly now: number;
}

interface Row {
  readonly event_key: string;
  readonly type: string;
  readonly at: Date;
  readonly payload: AgendaItem['facts'];
}

/** What came round in an engagement and was done, as its trail has it. */
export async function stepsDone(db: Db, engagementId: string): Promise<readonly Step[]> {
  const rows = await db<Row & { readonly stream: string }>('audit_events')
    .where({ stream: engagementStream(engagementId) })
    .whereLike('type', 'agenda.%')
    .orderBy('seq')
    .select('event_key', 'type', 'at', 'payload');
  return rows.map(({ event_key: key, type, at, payload: facts }) => {
    const [, itemKey = '', dueAt = ''] = /^agenda:(.*):(\d+)$/.exec(key) ?? [];
    const kind = AGENDA_KINDS.find((one) => type === `agenda.${one}`)!;
    return { engagementId, item: { key: itemKey, kind, at: Number(dueAt), facts }, now: at.getTime() };
  });
}
