import type { SanctionsEntry, SanctionsMatch, Screened } from '../../domain/vendor/sanctions';
import { hitKey, normaliseIdentifier, normaliseName, screeningKeys } from '../../domain/vendor/sanctions';
import type { Db } from '../knex';
import type { Trx } from '../transaction';

export interface SanctionsList {
  readonly id: string;
  readonly uploadedBy: string;
  readonly uploadedAt: string;
  readonly entries: number;
}

export interface SanctionsHit {
  readonly id: string;
  readonly vendorId: string;
  readonly entry: SanctionsEntry;
  readonly matchedBy: SanctionsMatch['by'];
  /** `lapsed`: the list or the vendor has changed and they no longer match. */
  readonly status: 'open' | 'cleared' | 'lapsed';
  /** Whose act brought it up; null for the nightly screening. */
  readonly raisedBy: string | null;
  readonly raisedAt: string;
  readonly clearedBy: string | null;
  readonly clearedAt: string | null;
  readonly reason: string | null;
}

interface ListRow {
  readonly id: string;
  readonly uploaded_by: string;
  readonly uploaded_at: Date;
  readonly entries: number;
  readonly is_current: boolean;
}

interface HitRow {
  readonly id: string;
  readonly vendor_id: string;
  readonly hit_key: string;
  readonly entry: SanctionsEntry;
  readonly matched_by: SanctionsMatch['by'];
  readonly status: SanctionsHit['status'];
  readonly raised_by: string | null;
  readonly raised_at: Date;
  readonly cleared_by: string | null;
  readonly cleared_at: Date | null;
  readonly reason: string | null;
}

const toHit = (row: HitRow): SanctionsHit => ({
  id: row.id,
  vendorId: row.vendor_id,
  entry: row.entry,
  matchedBy: row.matched_by,
  status: row.status,
  raisedBy: row.raised_by,
  raisedAt: row.raised_at.toISOString(),
  clearedBy: row.cleared_by,
  clearedAt: row.cleared_at?.toISOString() ?? null,
  reason: row.reason,
});

interface Upload {
  readonly id: string;
  readonly uploadedBy: string;
  readonly entries: readonly (SanctionsEntry & { readonly row: number })[];
  readonly now: number;
}

/** Puts a list in the place of the one before, whose entries go. */
export async function replaceSanctionsList(trx: Trx, { id, uploadedBy, entries, now }: Upload): Promise<void> {
  const former = trx<ListRow>('sanctions_lists').where({ is_current: true }).select('id');
  await trx('sanctions_entries').whereIn('list_id', former).delete();
  await trx('sanctions_lists').where({ is_current: true }).update({ is_current: false });
  await trx('sanctions_lists').insert({
    id,
    uploaded_by: uploadedBy,
    uploaded_at: new Date(now),
    entries: entries.length,
    is_current: true,
  });
  const rows = entries.map(({ row, name, identifier, country, program }) => ({
    list_id: id,
    row,
    name,
    name_key: normaliseName(name),
    identifier,
    identifier_key: identifier === null ? null : normaliseIdentifier(identifier),
    country,
    program,
  }));
  await trx.batchInsert('sanctions_entries', rows, 1_000);
}

export async function currentSanctionsList(db: Db): Promise<SanctionsList | null> {
  const row = await db<ListRow>('sanctions_lists').where({ is_current: true }).first();
  if (!row) return null;
  return { id: row.id, uploadedBy: row.uploaded_by, uploadedAt: row.uploaded_at.toISOString(), entries: row.entries };
}

interface EntryRow extends SanctionsEntry {
  readonly name_key: string;
  readonly identifier_key: string | null;
}

export type ScreenedVendor = Screened & { readonly id: string };

export const vendorsToScreen = (db: Db): Promise<readonly ScreenedVendor[]> =>
  db<ScreenedVendor>('vendors').orderBy('id').select('id', 'name', 'uscc', 'lei');

/** What the current list says of these vendors, by name or by identifier. */
export async function sanctionsMatches(
  db: Db,
  vendors: readonly ScreenedVendor[],
): Promise<ReadonlyMap<string, readonly SanctionsMatch[]>> {
  const keys = vendors.map((vendor) => ({ id: vendor.id, ...screeningKeys(vendor) }));
  const names = [...new Set(keys.map(({ name }) => name))];
  const identifiers = [...new Set(keys.flatMap((one) => one.identifiers))];
  const entries = await db<EntryRow>('sanctions_entries')
    .join('sanctions_lists', 'sanctions_lists.id', 'sanctions_entries.list_id')
    .where('sanctions_lists.is_current', true)
    .whereRaw('(name_key = any(?) or identifier_key = any(?))', [names, identifiers])
    .orderBy('row')
    .select<EntryRow[]>('name', 'identifier', 'country', 'program', 'name_key', 'identifier_key');
  const byName = grouped(entries, ({ name_key }) => name_key);
  const byIdentifier = grouped(entries, ({ identifier_key }) => identifier_key);
  return new Map(
    keys.map(({ id, name, identifiers: own }) => {
      const strong = own.flatMap((one) => byIdentifier.get(one) ?? []);
      const weak = (byName.get(name) ?? []).filter((entry) => !strong.includes(entry));
      return [id, [...strong.map(matchBy('identifier')), ...weak.map(matchBy('name'))]];
    }),
  );
}

function grouped(entries: readonly EntryRow[], keyOf: (entry: EntryRow) => string | null) {
  const groups = new Map<string | null, EntryRow[]>();
  for (const entry of entries) groups.set(keyOf(entry), [...(groups.get(keyOf(entry)) ?? []), entry]);
  return groups;
}

const matchBy =
  (by: SanctionsMatch['by']) =>
  ({ name, identifier, country, program }: EntryRow): SanctionsMatch => ({
    by,
    entry: { name, identifier, country, program },
  });

export interface NewHit {
  readonly id: string;
  readonly vendor: ScreenedVendor;
  readonly match: SanctionsMatch;
  readonly raisedBy: string | null;
  readonly now: number;
}

/** Notes a hit; one that is open or cleared stays as it is, a lapsed one opens again. Answers its id when it is news. */
export async function raiseHit(trx: Trx, { id, vendor, match, raisedBy, now }: NewHit): Promise<string | null> {
  const raised = { status: 'open', raised_by: raisedBy, raised_at: new Date(now) };
  const rows: { id: string }[] = await trx('sanctions_hits')
    .insert({
      id,
      vendor_id: vendor.id,
      hit_key: hitKey(vendor, match),
      entry: JSON.stringify(match.entry),
      matched_by: match.by,
      ...raised,
    })
    .onConflict(['vendor_id', 'hit_key'])
    .merge(raised)
    .where('sanctions_hits.status', 'lapsed')
    .returning('id');
  return rows[0]?.id ?? null;
}

/** Open hits that the vendor's matches of today no longer bear out. Answers their ids. */
export async function lapseHits(
  trx: Trx,
  vendor: ScreenedVendor,
  matches: readonly SanctionsMatch[],
): Promise<readonly string[]> {
  const rows = await trx<HitRow>('sanctions_hits')
    .where({ vendor_id: vendor.id, status: 'open' })
    .whereNotIn(
      'hit_key',
      matches.map((match) => hitKey(vendor, match)),
    )
    .update({ status: 'lapsed' })
    .returning('id');
  return rows.map(({ id }) => id);
}

/** Ids of the vendors that are flagged now. */
export const withOpenHits = async (db: Db): Promise<ReadonlySet<string>> =>
  new Set(await db<HitRow>('sanctions_hits').where({ status: 'open' }).pluck('vendor_id'));

export interface HitFilter {
  readonly vendorId?: string | undefined;
  readonly status?: SanctionsHit['status'] | undefined;
  readonly after: string | null;
  readonly limit: number;
}

export async function listHits(
  db: Db,
  { vendorId, status, after, limit }: HitFilter,
): Promise<readonly SanctionsHit[]> {
  const query = db<HitRow>('sanctions_hits').orderBy('id').limit(limit);
  if (vendorId) void query.where({ vendor_id: vendorId });
  if (status) void query.where({ status });
  if (after !== null) void query.where('id', '>', after);
  return (await query.select()).map(toHit);
}

export async function lockHit(trx: Trx, id: string): Promise<SanctionsHit | null> {
  const row = await trx<HitRow>('sanctions_hits').where({ id }).forUpdate().first();
  return row ? toHit(row) : null;
}

export async function clearHit(
  trx: Trx,
  id: string,
  { by, reason, now }: { by: string; reason: string; now: number },
): Promise<void> {
  await trx('sanctions_hits')
    .where({ id, status: 'open' })
    .update({ status: 'cleared', cleared_by: by, cleared_at: new Date(now), reason });
}
