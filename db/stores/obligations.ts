import type { Obligation } from '../../domain/contract/obligation-schema';
import type { Db } from '../knex';
import { once } from '../once';
import type { Trx } from '../transaction';

export interface StoredObligation {
  readonly id: string;
  readonly duty: string | null;
  readonly definition: Obligation;
  readonly state: 'active' | 'ended';
  /** Last due date that has a task. */
  readonly openedThrough: string | null;
}

interface Row {
  readonly id: string;
  readonly engagement_id: string;
  readonly duty: string | null;
  readonly definition: Obligation;
  readonly state: StoredObligation['state'];
  readonly opened_through: string | null;
}

const toObligation = (row: Row): StoredObligation => ({
  id: row.id,
  duty: row.duty,
  definition: row.definition,
  state: row.state,
  openedThrough: row.opened_through,
});

export interface NewObligation {
  readonly id: string;
  readonly engagementId: string;
  /** Each duty of the law comes once; what people agreed has none. */
  readonly duty?: string;
  readonly definition: Obligation;
  readonly now: number;
}

export async function insertObligation(
  trx: Trx,
  { id, engagementId, duty, definition, now }: NewObligation,
): Promise<void> {
  const at = new Date(now);
  await trx('obligations')
    .insert({
      id,
      engagement_id: engagementId,
      duty: duty ?? null,
      definition: JSON.stringify(definition),
      created_at: at,
      updated_at: at,
    })
    .onConflict()
    .ignore();
}

export const obligationsOf = (db: Db, engagementId: string): Promise<readonly StoredObligation[]> =>
  once(db, `obligationsOf ${engagementId}`, async () => {
    const rows = await db<Row>('obligations').where({ engagement_id: engagementId }).orderBy('id');
    return rows.map(toObligation);
  });

export async function saveObligation(
  trx: Trx,
  { id, definition, state }: Pick<StoredObligation, 'id' | 'definition' | 'state'>,
  now: number,
): Promise<void> {
  await trx('obligations')
    .where({ id })
    .update({ definition: JSON.stringify(definition), state, updated_at: new Date(now) });
}

/** The task of a due date has been opened. */
export async function noteOpened(trx: Trx, id: string, due: string): Promise<void> {
  await trx('obligations')
    .where({ id })
    .whereRaw('(opened_through is null or opened_through < ?)', [due])
    .update({ opened_through: due });
}
