import type { KnowledgeView } from '../../domain/exit/knowledge-schema';
import type { Db } from '../knex';
import { cutById, type Slice } from '../slice';
import type { Trx } from '../transaction';

interface Row {
  readonly id: string;
  readonly engagement_id: string;
  readonly topic: string;
  readonly giver: string;
  readonly receiver_id: string;
  readonly method: KnowledgeView['method'];
  readonly due: string;
  readonly materials: KnowledgeView['materials'];
  readonly state: KnowledgeView['state'];
  readonly handed_over_by: string | null;
  readonly handed_over_at: Date | null;
  readonly answered_by: string | null;
  readonly answered_at: Date | null;
  readonly comment: string | null;
  readonly rounds: number;
}

const toItem = (row: Row): KnowledgeView => ({
  id: row.id,
  topic: row.topic,
  giver: row.giver,
  receiverId: row.receiver_id,
  method: row.method,
  due: row.due,
  materials: row.materials,
  state: row.state,
  handedOverBy: row.handed_over_by,
  handedOverAt: row.handed_over_at?.toISOString() ?? null,
  answeredBy: row.answered_by,
  answeredAt: row.answered_at?.toISOString() ?? null,
  comment: row.comment,
  rounds: row.rounds,
});

const when = (text: string | null): Date | null => (text === null ? null : new Date(text));

const columns = (item: KnowledgeView) => ({
  topic: item.topic,
  giver: item.giver,
  receiver_id: item.receiverId,
  method: item.method,
  due: item.due,
  materials: JSON.stringify(item.materials),
  state: item.state,
  handed_over_by: item.handedOverBy,
  handed_over_at: when(item.handedOverAt),
  answered_by: item.answeredBy,
  answered_at: when(item.answeredAt),
  comment: item.comment,
  rounds: item.rounds,
});

/** Writes an item of an engagement, new or changed. */
export async function saveKnowledge(
  trx: Trx,
  engagementId: string,
  { item, now }: { readonly item: KnowledgeView; readonly now: number },
): Promise<void> {
  const values = { ...columns(item), updated_at: new Date(now) };
  await trx('knowledge_transfers')
    .insert({ id: item.id, engagement_id: engagementId, ...values })
    .onConflict('id')
    .merge(values);
}

export async function lockKnowledge(trx: Trx, engagementId: string, id: string): Promise<KnowledgeView | null> {
  const row = await trx<Row>('knowledge_transfers').where({ id, engagement_id: engagementId }).forUpdate().first();
  return row ? toItem(row) : null;
}

export async function knowledgeOf(db: Db, engagementId: string, slice?: Slice): Promise<readonly KnowledgeView[]> {
  const query = db<Row>('knowledge_transfers').where({ engagement_id: engagementId }).orderBy('id');
  const rows: Row[] = await cutById(query, slice);
  return rows.map(toItem);
}
