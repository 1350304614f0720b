import type { NewPartialTermination, PartialTermination } from '../../domain/exit/partial-schema';
import type { KpiEnd } from '../../domain/kpi/leaving';
import type { Db } from '../knex';
import { once } from '../once';
import type { Trx } from '../transaction';

interface Row {
  readonly id: string;
  readonly engagement_id: string;
  readonly number: number;
  readonly definition: NewPartialTermination;
  readonly status: PartialTermination['status'];
  readonly request_id: string;
  readonly version: number | null;
  readonly lapsed_because: string | null;
  readonly requested_by: string;
  readonly created_at: Date;
}

const toPartial = (row: Row): PartialTermination => ({
  ...row.definition,
  id: row.id,
  number: row.number,
  status: row.status,
  requestId: row.request_id,
  version: row.version,
  lapsedBecause: row.lapsed_because,
  requestedById: row.requested_by,
  requestedAt: row.created_at.toISOString(),
});

export interface AskedPartial {
  readonly id: string;
  readonly engagementId: string;
  readonly definition: NewPartialTermination;
  readonly requestedById: string;
  readonly now: number;
}

/** Keeps what was asked for; its request has its id. The engagement is held by the caller. */
export async function insertPartial(trx: Trx, asked: AskedPartial): Promise<void> {
  const at = new Date(asked.now);
  const newest = (await partialsOf(trx, asked.engagementId)).at(-1)?.number ?? 0;
  await trx('partial_terminations')
    .insert({
      id: asked.id,
      engagement_id: asked.engagementId,
      number: newest + 1,
      definition: JSON.stringify(asked.definition),
      effective_on: asked.definition.effectiveDate,
      status: 'pending',
      request_id: asked.id,
      requested_by: asked.requestedById,
      created_at: at,
      updated_at: at,
    })
    .onConflict('id')
    .ignore();
}

/** In the order in which they were asked for. */
export const partialsOf = (db: Db, engagementId: string): Promise<readonly PartialTermination[]> =>
  once(db, `partialsOf ${engagementId}`, async () => {
    const rows = await db<Row>('partial_terminations').where({ engagement_id: engagementId }).orderBy('number');
    return (rows as readonly Row[]).map(toPartial);
  });

/** Those that were approved and stand, whether or not their day has come. */
export const standingPartials = async (db: Db, engagementId: string): Promise<readonly PartialTermination[]> =>
  (await partialsOf(db, engagementId)).filter(({ status }) => status === 'approved' || status === 'in-force');

/** From when on which KPIs are measured no longer. */
export const kpiEnds = async (db: Db, engagementId: string): Promise<readonly KpiEnd[]> =>
  (await standingPartials(db, engagementId)).flatMap(({ kpis, effectiveDate }) =>
    kpis.map((kpi) => ({ kpi, endsOn: effectiveDate })),
  );

/** The one whose request this is, held; null where there is none. */
export async function lockPartial(trx: Trx, requestId: string): Promise<PartialTermination | null> {
  const row = await trx<Row>('partial_terminations').where({ request_id: requestId }).forUpdate().first();
  return row ? toPartial(row) : null;
}

interface Settled {
  readonly status: Exclude<PartialTermination['status'], 'pending'>;
  readonly version?: number | null;
  readonly lapsedBecause?: string;
  readonly now: number;
}

export async function settlePartial(trx: Trx, id: string, settled: Settled): Promise<void> {
  const { status, version, lapsedBecause, now } = settled;
  await trx('partial_terminations')
    .where({ id })
    .update({
      status,
      updated_at: new Date(now),
      ...(version !== undefined && { version }),
      ...(lapsedBecause !== undefined && { lapsed_because: lapsedBecause }),
    });
}

/** Nobody has been asked: as if it had never been sent. */
export async function forgetPartial(db: Db, id: string): Promise<void> {
  await db('partial_terminations').where({ id, status: 'pending' }).delete();
}
