import type { Db } from '../knex';

export type LinkUseKind = 'refused' | 'new-link' | 'code';

/** How often one kind of thing may happen to a task within an hour. */
export const USES_PER_HOUR = { refused: 10, 'new-link': 3, code: 6 } as const satisfies Record<LinkUseKind, number>;

const HOUR_MS = 3_600_000;

export interface LinkUse {
  readonly taskId: string;
  readonly kind: LinkUseKind;
  readonly now: number;
}

/** Uses within the hour that the first of them began. */
export interface LinkUses {
  readonly since: number;
  readonly uses: number;
  /** When the next hour may begin. */
  readonly until: number;
}

interface Row {
  readonly task_id: string;
  readonly kind: LinkUseKind;
  readonly since: Date;
  readonly uses: number;
}

const toUses = ({ since, uses }: Pick<Row, 'since' | 'uses'>): LinkUses => ({
  since: since.getTime(),
  uses,
  until: since.getTime() + HOUR_MS,
});

/** Counts one more use in one statement, so that many at once through several processes are all counted. */
export async function takeUse(db: Db, { taskId, kind, now }: LinkUse): Promise<LinkUses> {
  const over = new Date(now - HOUR_MS);
  const { rows } = await db.raw<{ rows: Row[] }>(
    `insert into link_uses (task_id, kind, since, uses) values (?, ?, ?, 1)
     on conflict (task_id, kind) do update set
       since = case when link_uses.since <= ? then excluded.since else link_uses.since end,
       uses = case when link_uses.since <= ? then 1 else link_uses.uses + 1 end
     returning since, uses`,
    [taskId, kind, new Date(now), over, over],
  );
  return toUses(rows[0] ?? { since: new Date(now), uses: 1 });
}

/** Takes a use back that came to nothing, so that a part which was away costs nobody anything. */
export async function giveBackUse(db: Db, { taskId, kind }: LinkUse): Promise<void> {
  await db('link_uses').where({ task_id: taskId, kind }).andWhere('uses', '>', 0).decrement('uses', 1);
}

/** Uses of the running hour; null when there were none. */
export async function usesOf(db: Db, { taskId, kind, now }: LinkUse): Promise<LinkUses | null> {
  const row = await db<Row>('link_uses').where({ task_id: taskId, kind }).first();
  return row && row.since.getTime() > now - HOUR_MS ? toUses(row) : null;
}
