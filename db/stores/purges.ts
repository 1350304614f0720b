import type { KeptFacts, PurgeCertificate, PurgeState, PurgeView } from '../../domain/exit/purge-schema';
import type { Signed } from '../../domain/exit/manifest';
import type { Db } from '../knex';
import type { Trx } from '../transaction';
import { valueHash } from './audit';

export interface PurgeRow {
  readonly id: string;
  readonly engagement_id: string;
  readonly reason: string;
  readonly archive_sha256: string;
  readonly state: PurgeState;
  readonly requested_by: string;
  readonly requested_at: Date;
  readonly confirmed_by: string | null;
  readonly confirmed_at: Date | null;
  readonly facts: KeptFacts | null;
  /** SHA-256 of contents of the document store that may have to go. */
  readonly contents: readonly string[];
  /** Ids of workflows whose histories have to go. */
  readonly processes: readonly string[];
  readonly certificate: Signed<PurgeCertificate> | null;
  readonly ended_at: Date | null;
}

export async function purgeView(db: Db, row: PurgeRow): Promise<PurgeView> {
  return {
    id: row.id,
    engagementId: row.engagement_id,
    state: row.state,
    reason: row.reason,
    archiveSha256: row.archive_sha256,
    requestedById: row.requested_by,
    requestedAt: row.requested_at.toISOString(),
    confirmedById: row.confirmed_by,
    confirmedAt: row.confirmed_at?.toISOString() ?? null,
    endedAt: row.ended_at?.toISOString() ?? null,
    erased: await erasedOf(db, row.id),
  };
}

/** The purge of an engagement; one that was withdrawn is none. */
export async function purgeOf(db: Db, engagementId: string): Promise<PurgeRow | null> {
  const row = await db<PurgeRow>('purges')
    .where({ engagement_id: engagementId })
    .whereNot('state', 'withdrawn')
    .first();
  return row ?? null;
}

export const unfinishedPurges = (db: Db): Promise<readonly string[]> =>
  db<PurgeRow>('purges').where({ state: 'running' }).orderBy('confirmed_at').pluck('id');

export async function findPurge(db: Db, id: string): Promise<PurgeRow | null> {
  const row = await db<PurgeRow>('purges').where({ id }).first();
  return row ?? null;
}

export interface NewPurge {
  readonly id: string;
  readonly engagementId: string;
  readonly reason: string;
  readonly archiveSha256: string;
  readonly actorId: string;
  readonly now: number;
}

export async function insertPurge(trx: Trx, purge: NewPurge): Promise<void> {
  await trx('purges').insert({
    id: purge.id,
    engagement_id: purge.engagementId,
    reason: purge.reason,
    archive_sha256: purge.archiveSha256,
    state: 'asked',
    requested_by: purge.actorId,
    requested_at: new Date(purge.now),
  });
}

export interface Confirmed {
  readonly actorId: string;
  readonly now: number;
  readonly facts: KeptFacts;
  readonly contents: readonly string[];
  readonly processes: readonly string[];
}

export async function confirmPurge(trx: Trx, id: string, { actorId, now, facts, ...going }: Confirmed): Promise<void> {
  await trx('purges')
    .where({ id })
    .update({
      state: 'running',
      confirmed_by: actorId,
      confirmed_at: new Date(now),
      facts: JSON.stringify(facts),
      contents: [...going.contents],
      processes: [...going.processes],
    });
}

export async function withdrawPurge(trx: Trx, id: string, now: number): Promise<void> {
  await trx('purges')
    .where({ id })
    .update({ state: 'withdrawn', ended_at: new Date(now) });
}

export async function endPurge(trx: Trx, id: string, certificate: Signed<PurgeCertificate>): Promise<void> {
  const { endedAt } = certificate.content;
  await trx('purges')
    .where({ id })
    .update({ state: 'done', certificate: JSON.stringify(certificate), ended_at: new Date(endedAt) });
}

export interface PurgeTombstone {
  readonly seq: number;
  readonly class: string;
  readonly rows: number;
  readonly sha256: string;
}

/** What a step of a purge has taken away. */
export interface Gone {
  readonly purgeId: string;
  readonly class: string;
  readonly keys: readonly unknown[];
  readonly now: number;
}

export const leaveTombstone = (trx: Trx, gone: Gone): Promise<void> => insertTombstone(trx, gone, 'true');

/** For what goes outside of the tables, where a repetition takes the same away. */
export async function leaveTombstoneOnce(trx: Trx, gone: Gone): Promise<void> {
  await trx('purges').where({ id: gone.purgeId }).forUpdate().first('id');
  await insertTombstone(
    trx,
    gone,
    'not exists (select from purge_tombstones where purge_id = :purgeId and sha256 = :sha256 and class = :of)',
  );
}

async function insertTombstone(trx: Trx, { purgeId, class: of, keys, now }: Gone, unless: string): Promise<void> {
  await trx.raw(
    `insert into purge_tombstones (purge_id, seq, class, rows, sha256, deleted_at)
     select :purgeId, coalesce((select max(seq) from purge_tombstones where purge_id = :purgeId), 0) + 1,
       :of, :rows, :sha256, :at where ${unless}`,
    { purgeId, of, rows: keys.length, sha256: hashOf(keys), at: new Date(now) },
  );
}

const hashOf = (keys: readonly unknown[]): string => valueHash(keys.map(valueHash).sort());

/** Which of what goes one by one has no tombstone yet. */
export async function withoutTombstone(
  db: Db,
  { purgeId, class: of, keys }: Pick<Gone, 'purgeId' | 'class'> & { readonly keys: readonly string[] },
): Promise<readonly string[]> {
  const gone = await db('purge_tombstones').where({ purge_id: purgeId, class: of }).pluck<string[]>('sha256');
  const known = new Set(gone);
  return keys.filter((key) => !known.has(hashOf([key])));
}

export const tombstonesOf = (db: Db, purgeId: string): Promise<readonly PurgeTombstone[]> =>
  db('purge_tombstones')
    .where({ purge_id: purgeId })
    .orderBy('seq')
    .select<PurgeTombstone[]>('seq', 'class', 'rows', 'sha256');

async function erasedOf(db: Db, purgeId: string): Promise<Readonly<Record<string, number>>> {
  const { rows } = await db.raw<{ rows: { class: string; rows: number }[] }>(
    'select class, sum(rows)::bigint as rows from purge_tombstones where purge_id = ? group by class order by class',
    [purgeId],
  );
  return Object.fromEntries(rows.map((row) => [row.class, row.rows]));
}
