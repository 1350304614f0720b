import type { Db } from '../knex';

export interface Claim {
  readonly principal: string;
  readonly key: string;
  readonly bodyHash: string;
  /** Identity for what the call will create, kept for every repetition. */
  readonly subjectId: string;
  readonly now: number;
}

export interface SavedReply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: unknown;
}

export type ClaimResult =
  | { readonly kind: 'mine'; readonly subjectId: string }
  | { readonly kind: 'running' }
  | { readonly kind: 'other-body' }
  | { readonly kind: 'done'; readonly reply: SavedReply };

interface Row {
  readonly principal: string;
  readonly key: string;
  readonly body_hash: string;
  readonly subject_id: string;
  readonly locked_until: Date | null;
  readonly status: number | null;
  readonly headers: Readonly<Record<string, string>> | null;
  readonly body: unknown;
}

/** A claim older than this belongs to a process that died; the next caller takes over with the same identity. */
const LEASE_MS = 30_000;

/** Claims a key for one caller at a time. Two callers at once: exactly one gets `mine`. */
export async function claimKey(db: Db, claim: Claim): Promise<ClaimResult> {
  const lockedUntil = new Date(claim.now + LEASE_MS);
  const inserted = await db('idempotency_keys')
    .insert({
      principal: claim.principal,
      key: claim.key,
      body_hash: claim.bodyHash,
      subject_id: claim.subjectId,
      locked_until: lockedUntil,
      created_at: new Date(claim.now),
    })
    .onConflict(['principal', 'key'])
    .ignore()
    .returning('subject_id');
  if (inserted.length > 0) return { kind: 'mine', subjectId: claim.subjectId };
  return existing(db, claim, lockedUntil);
}

async function existing(db: Db, claim: Claim, lockedUntil: Date): Promise<ClaimResult> {
  const where = { principal: claim.principal, key: claim.key };
  const row = await db<Row>('idempotency_keys').where(where).first();
  if (!row) return { kind: 'running' };
  if (row.body_hash !== claim.bodyHash) return { kind: 'other-body' };
  if (row.status !== null)
    return { kind: 'done', reply: { status: row.status, headers: row.headers ?? {}, body: row.body } };
  const taken = await db('idempotency_keys')
    .where(where)
    .whereNull('status')
    .andWhere((free) => free.whereNull('locked_until').orWhere('locked_until', '<', new Date(claim.now)))
    .update({ locked_until: lockedUntil });
  return taken === 1 ? { kind: 'mine', subjectId: row.subject_id } : { kind: 'running' };
}

/** Keeps the answer, so that a repetition gets the same one. */
export async function saveReply(
  db: Db,
  { principal, key }: Pick<Claim, 'principal' | 'key'>,
  reply: SavedReply,
): Promise<void> {
  await db('idempotency_keys')
    .where({ principal, key })
    .update({
      status: reply.status,
      headers: JSON.stringify(reply.headers),
      body: JSON.stringify(reply.body ?? null),
      locked_until: null,
    });
}

/** Gives a key back after a refusal, so that the corrected or repeated call may run (with the same identity). */
export async function releaseKey(db: Db, { principal, key }: Pick<Claim, 'principal' | 'key'>): Promise<void> {
  await db('idempotency_keys').where({ principal, key }).whereNull('status').update({ locked_until: null });
}
