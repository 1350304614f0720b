import { purgeCertificate } from '../../domain/exit/purge';
import { createHash } from 'node:crypto';
import { appendAudit, engagementStream, valueHash } from '../stores/audit';
import { endPurge, type PurgeRow, purgeView, tombstonesOf } from '../stores/purges';
import { signValue } from '../signature';
import type { Trx } from '../transaction';
import { KEPT_TABLES } from './tables';

/** Nothing but facts stays in the row of the engagement; the certificate says what has gone. */
export async function finishPurge(
  trx: Trx,
  purge: PurgeRow,
  { rootKey, now }: { readonly rootKey: string; readonly now: number },
): Promise<void> {
  await stripEngagement(trx, purge);
  const certificate = signValue(await certificateOf(trx, purge, now), rootKey);
  await endPurge(trx, purge.id, certificate);
  const { tombstonesSha256, erased } = certificate.content;
  const entry = {
    key: `purge.done:${purge.id}`,
    at: now,
    type: 'purge.done',
    actorId: purge.confirmed_by ?? undefined,
    channel: 'workflow' as const,
    payload: { purgeId: purge.id, sha256: valueHash(certificate.content), tombstonesSha256, erased },
  };
  await appendAudit(trx, engagementStream(purge.engagement_id), [entry]);
}

async function stripEngagement(trx: Trx, { engagement_id: id, facts }: PurgeRow): Promise<void> {
  await trx('engagements')
    .where({ id })
    .update({
      title: facts?.number ?? '',
      roles: '{}',
      needs: '{}',
      candidate_id: null,
      open_gate: null,
      open_request_id: null,
      next_due_at: null,
      version: trx.raw('version + 1'),
    });
}

async function certificateOf(trx: Trx, purge: PurgeRow, now: number) {
  const view = await purgeView(trx, purge);
  if (!purge.facts || !view.confirmedById || !view.confirmedAt) throw new Error('A purge runs once it is confirmed.');
  const { id, engagementId, reason, requestedById, requestedAt, archiveSha256, confirmedById, confirmedAt } = view;
  const lines = (await tombstonesOf(trx, id)).map((one) => `${one.seq} ${one.class} ${one.rows} ${one.sha256}\n`);
  return purgeCertificate({
    purge: { id, engagementId, reason, requestedById, requestedAt, confirmedById, confirmedAt, archiveSha256 },
    kept: purge.facts,
    erased: view.erased,
    tombstonesSha256: createHash('sha256').update(lines.join('')).digest('hex'),
    remaining: await remainingRows(trx, engagementId),
    endedAt: new Date(now).toISOString(),
  });
}

/** Looks through every table that has a column for engagements, also those that nobody has thought of; those in parts as the whole. */
export async function remainingRows(trx: Trx, engagementId: string): Promise<number> {
  const { rows: tables } = await trx.raw<{ rows: { table: string }[] }>(
    `select c.table_name as "table" from information_schema.columns c
     join information_schema.tables t using (table_schema, table_name)
     where c.table_schema = 'public' and c.column_name = 'engagement_id' and t.table_type = 'BASE TABLE'
       and not exists (select from pg_inherits where inhrelid = to_regclass(c.table_name))
     order by c.table_name`,
  );
  let remaining = 0;
  for (const { table } of tables.filter((each) => !(each.table in KEPT_TABLES))) {
    const [row] = await trx(table).where({ engagement_id: engagementId }).count<{ count: number }[]>('* as count');
    remaining += row?.count ?? 0;
  }
  return remaining;
}
