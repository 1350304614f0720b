import { asOurselves } from '../wall/scope';
import { createHash, randomBytes } from 'node:crypto';
import type { Trx } from '../transaction';
import { handOut } from './deliveries';

export type Channel = 'api' | 'page' | 'email' | 'workflow' | 'system' | 'key';

/** One fact for the trail. `key` is its business identity within the stream: writing it twice leaves one entry. */
export interface AuditEntry {
  readonly key: string;
  /** Epoch milliseconds of business time. */
  readonly at: number;
  readonly type: string;
  readonly actorId?: string | undefined;
  readonly onBehalfOfId?: string | undefined;
  readonly channel: Channel;
  readonly payload?: Readonly<Record<string, unknown>>;
}

/** The hash before the first entry of a stream. */
export const GENESIS = '0'.repeat(64);

/** An entry as it is stored. */
export interface AuditRow {
  readonly stream: string;
  readonly seq: number;
  readonly event_key: string;
  readonly at: Date;
  readonly actor_id: string | null;
  readonly on_behalf_of_id: string | null;
  readonly channel: Channel;
  readonly type: string;
  /** Empty where it was erased. */
  readonly payload: Readonly<Record<string, unknown>>;
  readonly prev_hash: string;
  readonly hash: string;
  /** The rule by which `hash` was made. */
  readonly version: 1 | 2;
  /** Of version 2; the salt goes with the payload. */
  readonly payload_salt: string | null;
  readonly payload_hash: string | null;
  /** The entry `audit.erased` of the same stream that tells why the payload has gone. */
  readonly erased_by: number | null;
}

export const engagementStream = (engagementId: string): string => `engagement:${engagementId}`;
export const requestStream = (requestId: string): string => `request:${requestId}`;
/** A request of an engagement stands in the trail of that. */
export const streamOfRequest = (requestId: string, engagementId: string | null): string =>
  engagementId === null ? requestStream(requestId) : engagementStream(engagementId);
/** Master data: people, vendors, policies, calendars. */
export const MASTER_STREAM = 'master';
/** Who signed in and who tried: apart from master data, so that a flood of tries holds nothing else up. */
export const SIGN_IN_STREAM = 'sign-ins';

/** Rows of one insert: an import appends thousands, and a statement has room for 65,535 values. */
const BATCH = 500;

/** Appends to the hash chain of a stream; the head row's lock keeps parallel writers in one line. */
export async function appendAudit(trx: Trx, stream: string, entries: readonly AuditEntry[]): Promise<void> {
  if (entries.length > 0) await asOurselves(() => append(trx, stream, entries));
}

async function append(trx: Trx, stream: string, entries: readonly AuditEntry[]): Promise<void> {
  await trx.raw('insert into audit_heads (stream, seq, hash) values (?, 0, ?) on conflict do nothing', [
    stream,
    GENESIS,
  ]);
  const head = await trx<{ stream: string; seq: number; hash: string }>('audit_heads')
    .where({ stream })
    .forUpdate()
    .first('seq', 'hash');
  let { seq, hash } = head ?? { seq: 0, hash: GENESIS };
  const fresh = await unseen(trx, stream, entries);
  const rows = fresh.map((entry) => {
    const prevHash = hash;
    seq += 1;
    const payloadSalt = randomBytes(16).toString('hex');
    const payloadHash = saltedHash(payloadSalt, entry.payload ?? {});
    hash = entryHash(prevHash, { stream, seq, entry, payloadHash });
    const hashes = { version: 2, payload_salt: payloadSalt, payload_hash: payloadHash, prev_hash: prevHash, hash };
    return { ...row(stream, entry), seq, ...hashes };
  });
  for (let from = 0; from < rows.length; from += BATCH)
    await trx('audit_events').insert(rows.slice(from, from + BATCH));
  await trx('audit_heads').where({ stream }).update({ seq, hash });
  const told = rows.map(({ seq, type }, index) => ({ seq, type, payload: fresh[index]?.payload ?? {} }));
  if (told.length > 0) await handOut(trx, stream, told);
}

async function unseen(trx: Trx, stream: string, entries: readonly AuditEntry[]): Promise<readonly AuditEntry[]> {
  const keys = entries.map(({ key }) => key);
  const known = await trx<{ stream: string; event_key: string }>('audit_events')
    .where({ stream })
    .whereIn('event_key', keys)
    .select('event_key');
  const seen = new Set(known.map((k) => k.event_key));
  return entries.filter(({ key }) => !seen.has(key) && seen.add(key));
}

const row = (stream: string, entry: AuditEntry) => ({
  stream,
  event_key: entry.key,
  at: new Date(entry.at),
  actor_id: entry.actorId ?? null,
  on_behalf_of_id: entry.onBehalfOfId ?? null,
  channel: entry.channel,
  type: entry.type,
  payload: JSON.stringify(entry.payload ?? {}),
});

interface Link {
  readonly stream: string;
  readonly seq: number;
  readonly entry: Omit<AuditEntry, 'payload'>;
}

interface Hashed extends Link {
  readonly entry: AuditEntry;
  /** Of entries of version 2. */
  readonly payloadHash?: string;
}

/** SHA-256 over the previous hash and the canonical (key-sorted) JSON of the entry, in which its payload is a hash since version 2. */
export function entryHash(prevHash: string, { payloadHash, ...link }: Hashed): string {
  const payload = payloadHash === undefined ? { payload: link.entry.payload ?? {} } : { version: 2, payloadHash };
  return createHash('sha256')
    .update(prevHash)
    .update(canonicalJson({ ...factsOf(link), ...payload }))
    .digest('hex');
}

/** What an entry is, whatever it says. */
const factsOf = ({ stream, seq, entry }: Link) => ({
  stream,
  seq,
  key: entry.key,
  at: entry.at,
  actorId: entry.actorId ?? null,
  onBehalfOfId: entry.onBehalfOfId ?? null,
  channel: entry.channel,
  type: entry.type,
});

export const factsOfRow = (row: AuditRow) => factsOf(linkOf(row));

/** An entry as it stands in the chain, from its row. */
export const linkOf = (row: AuditRow): Link & { readonly entry: AuditEntry } => ({
  stream: row.stream,
  seq: row.seq,
  entry: {
    key: row.event_key,
    at: row.at.getTime(),
    actorId: row.actor_id ?? undefined,
    onBehalfOfId: row.on_behalf_of_id ?? undefined,
    channel: row.channel,
    type: row.type,
    payload: row.payload,
  },
});

/** The hash of a payload; without its salt nobody can tell it by guessing. */
export const saltedHash = (salt: string, payload: NonNullable<AuditEntry['payload']>): string =>
  createHash('sha256').update(salt).update(canonicalJson(payload)).digest('hex');

/** JSON with sorted keys and no spaces, so that equal values have equal bytes (in the manner of RFC 8785). */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value ?? null);
  const fields = Object.entries(value)
    .filter(([, field]) => field !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, field]) => `${JSON.stringify(name)}:${canonicalJson(field)}`);
  return `{${fields.join(',')}}`;
}

/** SHA-256 of the canonical JSON of a value. */
export const valueHash = (value: unknown): string => createHash('sha256').update(canonicalJson(value)).digest('hex');
