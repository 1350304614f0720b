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

/** What the caller that runs holds until it answers; one that was taken over holds nothing any more. */
export interface Held {
  readonly principal: string;
  readonly key: string;
  readonly subjectId: string;
  /** Grows with each takeover, so that it tells the holders of one key apart. */
  readonly lockedUntil: Date;
}

/** A key that came before and is not free. */
export type Met =
  | { readonly kind: 'running' }
  | { readonly kind: 'other-body' }
  | { readonly kind: 'erased' }
  | { readonly kind: 'done'; readonly reply: SavedReply };
export type ClaimResult = { readonly kind: 'mine'; readonly held: Held } | Met;

interface Row {
  readonly principal: string;
  readonly key: string;
  readonly body_hash: string;
  readonly subject_id: string;
  readonly locked_until: Date | null;
  readonly status: number | null;
  readonly headers: Readonly<Record<string, string>> | null;
  readonly body: unknown;
  /** Answered, and without an answer: one without content is kept as a null of JSON. */
  readonly erased: boolean;
}

/** A claim older than this belongs to a process that died; the next caller takes over with the same identity. */
const LEASE_MS = 30_000;

/** Claims a key for one caller at a time. Two callers at once: exactly one gets `mine`. */
export async function claimKey(db: Db, claim: Claim): Promise<ClaimResult> {
  const inserted = await db('idempotency_keys')
    .insert({
      principal: claim.principal,
      key: claim.key,
      body_hash: claim.bodyHash,
      subject_id: claim.subjectId,
      locked_until: lockOf(claim),
      created_at: new Date(claim.now),
    })
    .onConflict(['principal', 'key'])
    .ignore()
    .returning('subject_id');
  if (inserted.length > 0) return mine(claim, claim.subjectId);
  const met = await meetKey(db, claim);
  return met.kind === 'running' ? takeOver(db, claim) : met;
}

const lockOf = ({ now }: Claim): Date => new Date(now + LEASE_MS);

const mine = (claim: Claim, subjectId: string): ClaimResult => ({
  kind: 'mine',
  held: { principal: claim.principal, key: claim.key, subjectId, lockedUntil: lockOf(claim) },
});

/** How it stands with a key that came before; changes nothing. */
export async function meetKey(db: Db, { principal, key, bodyHash }: Claim): Promise<Met> {
  const row = await db<Row>('idempotency_keys')
    .where({ principal, key })
    .first<Row | undefined>('body_hash', 'status', 'headers', 'body', db.raw('body is null as erased'));
  if (!row) return { kind: 'running' };
  if (row.body_hash !== bodyHash) return { kind: 'other-body' };
  if (row.status === null) return { kind: 'running' };
  if (row.erased) return { kind: 'erased' };
  return { kind: 'done', reply: { status: row.status, headers: row.headers ?? {}, body: row.body } };
}

async function takeOver(db: Db, claim: Claim): Promise<ClaimResult> {
  const [taken] = await db<Row>('idempotency_keys')
    .where({ principal: claim.principal, key: claim.key, status: null })
    .andWhere((free) => free.whereNull('locked_until').orWhere('locked_until', '<', new Date(claim.now)))
    .update({ locked_until: lockOf(claim) })
    .returning('subject_id');
  return taken ? mine(claim, taken.subject_id) : { kind: 'running' };
}

const stillHeld = (db: Db, { principal, key, lockedUntil }: Held) =>
  db('idempotency_keys').where({ principal, key, status: null, locked_until: lockedUntil });

/** Keeps the answer, so that a repetition gets the same one; false when another caller has taken over meanwhile. */
export async function saveReply(db: Db, held: Held, reply: SavedReply): Promise<boolean> {
  const saved = await stillHeld(db, held).update({
    status: reply.status,
    headers: JSON.stringify(reply.headers),
    body: JSON.stringify(reply.body ?? null),
    locked_until: null,
  });
  return saved === 1;
}

/** Gives a key back after a refusal, so that the corrected or repeated call may run (with the same identity). */
export async function releaseKey(db: Db, held: Held): Promise<void> {
  await stillHeld(db, held).update({ locked_until: null });
}

/** Blanks answers, of which the rows stay: a repetition must not run again. Answers how many. */
export const eraseReplies = (db: Db, where: string, bindings: Readonly<Record<string, string>>): Promise<number> =>
  db('idempotency_keys').whereNotNull('body').whereRaw(`(${where})`, bindings).update({ headers: null, body: null });
