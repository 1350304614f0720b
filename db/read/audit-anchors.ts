import type { AuditHead, StreamHead } from '../../domain/audit/head';
import type { Signed } from '../../domain/exit/manifest';
import { GENESIS, valueHash } from '../stores/audit';
import { auditHeads } from '../stores/audit-anchors';
import type { Db } from '../knex';
import type { BrokenLink } from './audit';

/** The name under which a fault of the signed heads themselves is told; `seq` is then the number of the head. */
export const HEADS_STREAM = 'heads';

export interface Trust {
  readonly isOurs: (head: Signed<AuditHead>) => boolean;
  /** A head from a mail: one that has been kept where whoever rules the database cannot reach it. */
  readonly kept?: Signed<AuditHead> | undefined;
}

/**
 * Holds the trail to its signed heads, which finds what the chains alone cannot tell: ends that were cut off together with
 * the row that names them, and chains that were written anew from some entry on. Names the first head of its own kind that
 * does not fit, and of every stream the first end that is not what was signed.
 */
export async function faultsAgainstHeads(db: Db, trust: Trust): Promise<readonly BrokenLink[]> {
  const heads = await auditHeads(db);
  const broken = await firstBrokenHead(db, heads, trust);
  const ends = await contradictedEnds(db);
  return broken === null ? ends : [{ stream: HEADS_STREAM, seq: broken }, ...ends];
}

/** Every head names the one before, so that the signature of the last one vouches for all, also for those of older keys. */
async function firstBrokenHead(db: Db, heads: readonly Signed<AuditHead>[], trust: Trust): Promise<number | null> {
  const ends = await signedEnds(db);
  let previous = GENESIS;
  for (const [index, { content }] of heads.entries()) {
    const follows = content.number === index + 1 && content.previous === previous;
    if (!follows || content.root !== valueHash(ends.get(content.number) ?? [])) return index + 1;
    previous = valueHash(content);
  }
  const last = heads.at(-1);
  if (last && !trust.isOurs(last)) return last.content.number;
  return trust.kept && !isAmong(heads, trust.kept) ? trust.kept.content.number : null;
}

const isAmong = (heads: readonly Signed<AuditHead>[], { content }: Signed<AuditHead>): boolean => {
  const known = heads[content.number - 1];
  return known !== undefined && valueHash(known.content) === valueHash(content);
};

/** The ends that each head has signed, by its number, in the order in which they were hashed. */
async function signedEnds(db: Db): Promise<ReadonlyMap<number, readonly StreamHead[]>> {
  const rows = await db<StreamHead & { number: number }>('audit_anchor_streams')
    .orderByRaw('number, stream collate "C"')
    .select('number', 'stream', 'seq', 'hash');
  const ends = new Map<number, StreamHead[]>();
  for (const { number, ...end } of rows) {
    const known = ends.get(number);
    if (known) known.push(end);
    else ends.set(number, [end]);
  }
  return ends;
}

async function contradictedEnds(db: Db): Promise<readonly BrokenLink[]> {
  const { rows } = await db.raw<{ rows: BrokenLink[] }>(
    `select a.stream, min(a.seq) as seq
     from audit_anchor_streams a left join audit_events e on e.stream = a.stream and e.seq = a.seq
     where e.hash is distinct from a.hash group by a.stream order by a.stream`,
  );
  return rows;
}
