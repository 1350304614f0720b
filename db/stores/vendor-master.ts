import type { Vendor, VendorQuery } from '../../domain/vendor/vendor-schema';
import type { Db } from '../knex';
import type { Trx } from '../transaction';

interface VendorRow {
  readonly id: string;
  readonly name: string;
  readonly country: string;
  readonly uscc: string | null;
  readonly lei: string | null;
  readonly parent_id: string | null;
  readonly status: Vendor['status'];
  readonly tier: Vendor['tier'];
  readonly owner_id: string | null;
  readonly contact_email: string | null;
  readonly contact_name: string | null;
  readonly locale: Vendor['locale'];
  readonly time_zone: string | null;
  readonly certificates: Vendor['certificates'];
  readonly due_diligence: Vendor['dueDiligence'];
  readonly reference_checks: Vendor['references'];
  readonly flagged: boolean;
  readonly version: number;
}

const toVendor = (row: VendorRow): Vendor => ({
  id: row.id,
  name: row.name,
  country: row.country,
  uscc: row.uscc,
  lei: row.lei,
  parentId: row.parent_id,
  status: row.status,
  tier: row.tier,
  ownerId: row.owner_id,
  contactEmail: row.contact_email,
  contactName: row.contact_name,
  locale: row.locale,
  timeZone: row.time_zone,
  certificates: row.certificates,
  dueDiligence: row.due_diligence,
  references: row.reference_checks,
  flagged: row.flagged,
  version: row.version,
});

const toColumns = (vendor: Vendor) => ({
  name: vendor.name,
  country: vendor.country,
  uscc: vendor.uscc,
  lei: vendor.lei,
  parent_id: vendor.parentId,
  status: vendor.status,
  tier: vendor.tier,
  owner_id: vendor.ownerId,
  contact_email: vendor.contactEmail,
  contact_name: vendor.contactName,
  locale: vendor.locale,
  time_zone: vendor.timeZone,
  certificates: JSON.stringify(vendor.certificates),
  due_diligence: vendor.dueDiligence === null ? null : JSON.stringify(vendor.dueDiligence),
  reference_checks: JSON.stringify(vendor.references),
});

/** Whether a row of `vendors` has a hit on the list that nobody has cleared. */
export const OPEN_HIT = "select 1 from sanctions_hits hit where hit.vendor_id = vendors.id and hit.status = 'open'";

/** Vendors with what the list of sanctioned parties says of them. */
const vendorRows = (db: Db) => db<VendorRow>('vendors').select('vendors.*', db.raw(`exists (${OPEN_HIT}) as flagged`));

export async function insertVendor(trx: Trx, vendor: Vendor, now: number): Promise<void> {
  const at = new Date(now);
  await trx('vendors')
    .insert({ id: vendor.id, ...toColumns(vendor), created_at: at, updated_at: at })
    .onConflict('id')
    .ignore();
}

/** Many new vendors at once, without their parents: one may come before the other. */
export async function insertVendors(trx: Trx, vendors: readonly Vendor[], now: number): Promise<void> {
  const at = new Date(now);
  const rows = vendors.map((vendor) => ({
    id: vendor.id,
    ...toColumns({ ...vendor, parentId: null }),
    created_at: at,
    updated_at: at,
  }));
  await trx.batchInsert('vendors', rows, 500);
}

export async function placeVendors(trx: Trx, vendors: readonly Pick<Vendor, 'id' | 'parentId'>[]): Promise<void> {
  const children = vendors.flatMap(({ id, parentId }) => (parentId === null ? [] : [{ id, parentId }]));
  await trx.raw(
    `update vendors set parent_id = placed.parent from unnest(?::uuid[], ?::uuid[]) as placed (child, parent)
     where vendors.id = placed.child`,
    [children.map(({ id }) => id), children.map(({ parentId }) => parentId)],
  );
}

export async function updateVendor(trx: Trx, vendor: Vendor, now: number): Promise<void> {
  await trx('vendors')
    .where({ id: vendor.id })
    .update({ ...toColumns(vendor), version: trx.raw('version + 1'), updated_at: new Date(now) });
}

export async function findVendor(db: Db, id: string): Promise<Vendor | null> {
  const row = await vendorRows(db).where({ id }).first<VendorRow | undefined>();
  return row ? toVendor(row) : null;
}

/** The name alone, which a vendor may read of itself. */
export async function vendorNameOf(db: Db, id: string): Promise<string | null> {
  const row = await db<{ id: string; name: string }>('vendors').where({ id }).first('name');
  return row?.name ?? null;
}

export async function findVendors(db: Db, ids: readonly string[]): Promise<readonly Vendor[]> {
  const rows = await vendorRows(db).whereIn('id', ids).select<VendorRow[]>();
  return rows.map(toVendor);
}

/** Reads a vendor and keeps others from changing it until the transaction ends. */
export async function lockVendor(trx: Trx, id: string): Promise<Vendor | null> {
  const row = await vendorRows(trx).where({ id }).forUpdate().first<VendorRow | undefined>();
  return row ? toVendor(row) : null;
}

/** Several at once, in the order of their ids so that nobody waits crosswise. */
export async function lockVendorsWhere(trx: Trx, condition: string, values: string[][]): Promise<readonly Vendor[]> {
  const rows = await vendorRows(trx).whereRaw(condition, values).orderBy('id').forUpdate().select<VendorRow[]>();
  return rows.map(toVendor);
}

/** What others say of the vendors of a tender, by vendor. */
export async function referencesOf(
  db: Db,
  candidates: readonly { readonly vendorId: string }[],
): Promise<ReadonlyMap<string, Vendor['references']>> {
  const rows = await db<VendorRow>('vendors')
    .whereIn(
      'id',
      candidates.map(({ vendorId }) => vendorId),
    )
    .select('id', 'reference_checks');
  return new Map(rows.map((row) => [row.id, row.reference_checks]));
}

export async function allVendors(db: Db): Promise<readonly Vendor[]> {
  return (await vendorRows(db).orderBy('id').select<VendorRow[]>()).map(toVendor);
}

/** Whoever changes who belongs to whom waits for the others: two changes together could close a circle. */
export const holdVendorTree = async (trx: Trx): Promise<void> => {
  await trx.raw('select pg_advisory_xact_lock(7360510)');
};

/** The vendor and all its parents, nearest first. */
export async function lineOf(db: Db, id: string): Promise<readonly string[]> {
  const { rows } = await db.raw<{ rows: readonly { id: string }[] }>(
    `with recursive line as (
       select id, parent_id, 1 as depth from vendors where id = ?
       union all select v.id, v.parent_id, depth + 1 from vendors v join line on v.id = line.parent_id where depth < 100)
     select id from line order by depth`,
    [id],
  );
  return rows.map((row) => row.id);
}

export interface VendorFilter extends VendorQuery {
  readonly after: string | null;
  readonly limit: number;
  /** The day from which certificates are counted. */
  readonly today: string;
}

export async function listVendors(db: Db, filter: VendorFilter): Promise<readonly Vendor[]> {
  const { q, after, limit } = filter;
  const query = vendorRows(db).orderBy('id').limit(limit).where(columnsOf(filter));
  if (after !== null) void query.where('id', '>', after);
  if (q) {
    const part = `%${q.replace(/[%_\\]/g, '\\$&')}%`;
    void query.whereRaw('(name ilike ? or uscc ilike ? or lei ilike ?)', [part, part, part]);
  }
  if (filter.flagged !== undefined) void query.whereRaw(`${filter.flagged ? '' : 'not'} exists (${OPEN_HIT})`);
  if (filter.certificateWithinDays !== undefined)
    void query.whereRaw(ENDING, [filter.today, filter.certificateWithinDays]);
  return (await query.select<VendorRow[]>()).map(toVendor);
}

export const vendorsByName = async (db: Db, limit: number): Promise<readonly Vendor[]> =>
  (await vendorRows(db).orderByRaw('lower(name), id').limit(limit).select<VendorRow[]>()).map(toVendor);

/** Vendors by their whole name or their number in a register, whatever the case of the letters. */
export async function vendorsCalled(db: Db, texts: readonly string[]): Promise<readonly Vendor[]> {
  const called =
    'lower(name) = lower(called.text) or lower(uscc) = lower(called.text) or lower(lei) = lower(called.text)';
  const rows = await vendorRows(db)
    .whereRaw(`exists (select 1 from unnest(?::text[]) as called (text) where ${called})`, [[...texts]])
    .select<VendorRow[]>();
  return rows.map(toVendor);
}

const ENDING = `exists (select 1 from jsonb_array_elements(certificates) held
  where (held->>'validTo')::date <= ?::date + ?::integer)`;

const columnsOf = ({ status, country, tier, ownerId, parentId }: VendorFilter) =>
  Object.fromEntries(
    Object.entries({ status, country, tier, owner_id: ownerId, parent_id: parentId }).filter(
      ([, value]) => value !== undefined,
    ),
  );
