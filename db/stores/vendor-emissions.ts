import { type RecordedEmissions, VendorEmissions } from '../../domain/green/ledger-schema';
import type { Db } from '../knex';
import type { Trx } from '../transaction';

interface Row {
  readonly vendor_id: string;
  readonly year: number;
  readonly version: number;
  readonly figures: unknown;
  readonly recorded_by: string;
  readonly recorded_at: Date;
}

const toRecorded = (row: Row): RecordedEmissions => ({
  ...VendorEmissions.parse(row.figures),
  version: row.version,
  recordedBy: row.recorded_by,
  recordedAt: row.recorded_at.toISOString(),
});

export interface NewEmissions {
  readonly vendorId: string;
  readonly figures: VendorEmissions;
  readonly actorId: string;
  readonly now: number;
}

/** Adds a version of a year's figures. Two writers at once get two versions. */
export async function addEmissions(trx: Trx, { vendorId, figures, actorId, now }: NewEmissions): Promise<number> {
  await trx.raw('select pg_advisory_xact_lock(hashtext(?))', [`vendor-emissions:${vendorId}`]);
  const last = await trx<Row>('vendor_emissions')
    .where({ vendor_id: vendorId, year: figures.year })
    .max<{ max: number | null }>('version')
    .first();
  const version = (last?.max ?? 0) + 1;
  await trx('vendor_emissions').insert({
    vendor_id: vendorId,
    year: figures.year,
    version,
    figures: JSON.stringify(figures),
    recorded_by: actorId,
    recorded_at: new Date(now),
  });
  return version;
}

/** Every version of every year of a vendor, newest year first and in it the version in force first. */
export async function emissionVersions(db: Db, vendorId: string): Promise<readonly RecordedEmissions[]> {
  const rows = await db<Row>('vendor_emissions')
    .where({ vendor_id: vendorId })
    .orderBy([
      { column: 'year', order: 'desc' },
      { column: 'version', order: 'desc' },
    ]);
  return rows.map(toRecorded);
}

/** The versions in force by vendor. */
export async function emissionsOf(
  db: Db,
  vendorIds: readonly string[],
): Promise<ReadonlyMap<string, readonly VendorEmissions[]>> {
  const rows = await db<Row>('vendor_emissions')
    .distinctOn(['vendor_id', 'year'])
    .whereIn('vendor_id', [...vendorIds])
    .orderBy(['vendor_id', 'year', { column: 'version', order: 'desc' }])
    .select();
  const of = new Map<string, VendorEmissions[]>();
  for (const row of rows) of.set(row.vendor_id, [...(of.get(row.vendor_id) ?? []), VendorEmissions.parse(row.figures)]);
  return of;
}
