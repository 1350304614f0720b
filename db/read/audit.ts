import type { ExportedEntry } from '../../domain/approval/export-schema';
import type { Db } from '../knex';
import type { Trx } from '../transaction';
import { type AuditRow, GENESIS } from '../stores/audit';
import { type Evidence, evidenceOf, isAsWritten, toExported } from './audit-entry';
import { isSealWhole, SEALED_STREAM } from './audit-seal';
import { faultsAgainstHeads, type Trust } from './audit-anchors';

export interface AuditLine {
  readonly seq: number;
  readonly at: string;
  readonly actorId: string | null;
  readonly onBehalfOfId: string | null;
  readonly channel: string;
  readonly type: string;
  readonly payload: Readonly<Record<string, unknown>>;
  readonly hash: string;
}

/** The columns that a line is made of. */
export const LINE_COLUMNS = ['seq', 'at', 'actor_id', 'on_behalf_of_id', 'channel', 'type', 'payload', 'hash'] as const;
export type LineRow = Pick<AuditRow, (typeof LINE_COLUMNS)[number]>;

/** The trail of a stream after entry `after`, oldest first. */
export async function auditTrail(
  db: Db,
  stream: string,
  page: { after: number; limit: number },
): Promise<readonly AuditLine[]> {
  const rows = await db<AuditRow>('audit_events')
    .where({ stream })
    .andWhere('seq', '>', page.after)
    .orderBy('seq')
    .limit(page.limit);
  return rows.map(lineOf);
}

export interface BrokenLink {
  readonly stream: string;
  readonly seq: number;
}

/** How many entries have lost their payload as records of erasure tell. */
export async function erasedEntries(db: Db): Promise<number> {
  const rows: readonly { erased: number }[] = await db('audit_events').whereNotNull('erased_by').count('* as erased');
  return rows[0]?.erased ?? 0;
}

/**
 * Recomputes every chain and holds it to the signed heads; names the first entry of each stream that does not fit. One
 * snapshot of the database, so that entries that are written meanwhile are no faults.
 */
export function verifyAudit(db: Db, trust?: Trust): Promise<readonly BrokenLink[]> {
  return db.transaction(
    async (trx) => {
      const broken = new Map<string, number>();
      const chains = await brokenChains(trx);
      const seal = (await isSealWhole(trx)) ? [] : [{ stream: SEALED_STREAM, seq: 1 }];
      const heads = trust ? await faultsAgainstHeads(trx, trust) : [];
      for (const { stream, seq } of [...chains, ...seal, ...heads])
        broken.set(stream, Math.min(seq, broken.get(stream) ?? seq));
      return [...broken].map(([stream, seq]) => ({ stream, seq }));
    },
    { isolationLevel: 'repeatable read', readOnly: true },
  );
}

async function brokenChains(trx: Trx): Promise<readonly BrokenLink[]> {
  const broken: BrokenLink[] = [];
  const { rows: heads } = await trx.raw<{ rows: { stream: string; seq: number; hash: string }[] }>(
    `select stream, coalesce(h.seq, 0) as seq, coalesce(h.hash, ?) as hash
     from audit_heads h full join (select distinct stream from audit_events) e using (stream) order by stream`,
    [GENESIS],
  );
  for (const head of heads) {
    const fault = await firstFault(trx, head);
    if (fault !== null) broken.push({ stream: head.stream, seq: fault });
  }
  return broken;
}

async function firstFault(db: Db, head: { stream: string; seq: number; hash: string }): Promise<number | null> {
  let hash = GENESIS;
  let seq = 0;
  for (;;) {
    const rows = await db<AuditRow>('audit_events')
      .where({ stream: head.stream })
      .andWhere('seq', '>', seq)
      .orderBy('seq')
      .limit(500);
    const intact = intactPrefix(rows, { seq, hash, evidence: await evidenceOf(db, rows) });
    if (intact < rows.length) return seq + intact + 1;
    const last = rows.at(-1);
    if (last) ({ seq, hash } = last);
    if (rows.length < 500) return seq === head.seq && hash === head.hash ? null : seq + 1;
  }
}

interface Before {
  readonly seq: number;
  readonly hash: string;
  readonly evidence: Evidence;
}

/** How many rows continue the chain that ends in `before`. */
function intactPrefix(rows: readonly AuditRow[], { evidence, ...before }: Before): number {
  const broken = rows.findIndex((row, index) => {
    const previous = rows[index - 1] ?? before;
    return row.seq !== previous.seq + 1 || row.prev_hash !== previous.hash || !isAsWritten(row, evidence);
  });
  return broken === -1 ? rows.length : broken;
}

/** An entry as it is told. */
export const lineOf = (row: LineRow): AuditLine => ({
  seq: row.seq,
  at: row.at.toISOString(),
  actorId: row.actor_id,
  onBehalfOfId: row.on_behalf_of_id,
  channel: row.channel,
  type: row.type,
  payload: row.payload,
  hash: row.hash,
});

const PAGE = 500;

/** The trail of one stream, or of all in the order of their names, with all that its hashes are made of. */
export async function* auditEntries(db: Db, stream?: string): AsyncGenerator<ExportedEntry> {
  let after = { stream: '', seq: 0 };
  for (;;) {
    const query = db<AuditRow>('audit_events')
      .whereRaw('(stream, seq) > (?, ?)', [after.stream, after.seq])
      .orderBy(['stream', 'seq'])
      .limit(PAGE);
    const rows = await (stream === undefined ? query : query.andWhere({ stream }));
    yield* rows.map(toExported);
    const last = rows.at(-1);
    if (!last || rows.length < PAGE) return;
    after = { stream: last.stream, seq: last.seq };
  }
}
