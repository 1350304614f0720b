import type { AuditHead, StreamHead } from '../../domain/audit/head';
import { localDate } from '../../domain/calendar/zone';
import type { Signed } from '../../domain/exit/manifest';
import type { Db } from '../knex';
import type { Trx } from '../transaction';
import { GENESIS, valueHash } from './audit';

interface AnchorRow {
  readonly number: number;
  readonly day: string;
  readonly head: Signed<AuditHead>;
}

type Sign = (head: AuditHead) => Signed<AuditHead>;

/** Signs where every stream ends now; null where this day has its head. */
export async function anchorAudit(trx: Trx, sign: Sign, now: number): Promise<Signed<AuditHead> | null> {
  const last = await trx<AnchorRow>('audit_anchors').orderBy('number', 'desc').first();
  const day = localDate('UTC', now);
  if (last && last.day >= day) return null;
  const { streams, entries } = await endsOf(trx);
  const grown = streams.filter(({ isAnchored }) => !isAnchored).map(({ stream, seq, hash }) => ({ stream, seq, hash }));
  const number = (last?.number ?? 0) + 1;
  const previous = last ? valueHash(last.head.content) : GENESIS;
  const head = sign({ number, day, at: now, entries, streams: grown.length, root: valueHash(grown), previous });
  await trx('audit_anchors').insert({ number, day, head: JSON.stringify(head) });
  await trx.batchInsert('audit_anchor_streams', grown.map((end) => ({ ...end, number })), BATCH); // prettier-ignore
  return head;
}

/** Rows of one insert. */
const BATCH = 1_000;

interface End extends StreamHead {
  readonly isAnchored: boolean;
}

async function endsOf(trx: Trx): Promise<{ streams: readonly End[]; entries: number }> {
  const { rows } = await trx.raw<{ rows: (StreamHead & { anchored: boolean })[] }>(
    `select h.stream, h.seq, h.hash, coalesce(last.seq = h.seq, false) as anchored
     from audit_heads h
     left join lateral (
       select a.seq from audit_anchor_streams a where a.stream = h.stream order by a.number desc limit 1) last on true
     where h.seq > 0 order by h.stream collate "C"`,
  );
  const streams = rows.map(({ stream, seq, hash, anchored }) => ({ stream, seq, hash, isAnchored: anchored }));
  return { streams, entries: streams.reduce((sum, { seq }) => sum + seq, 0) };
}

export async function findAuditHead(db: Db, number: number): Promise<Signed<AuditHead> | null> {
  const row = await db<AnchorRow>('audit_anchors').where({ number }).first('head');
  return row?.head ?? null;
}

/** The last signed heads, newest first. */
export async function newestHeads(db: Db, limit: number): Promise<readonly Signed<AuditHead>[]> {
  const rows = await db<AnchorRow>('audit_anchors').orderBy('number', 'desc').limit(limit).select('head');
  return rows.map(({ head }) => head);
}

/** All signed heads, oldest first. */
export async function auditHeads(db: Db): Promise<readonly Signed<AuditHead>[]> {
  const rows = await db<AnchorRow>('audit_anchors').orderBy('number').select('head');
  return rows.map(({ head }) => head);
}
