import { v7 as uuidv7 } from 'uuid';
import { appendAudit, type AuditEntry, type Channel, MASTER_STREAM } from './audit';
import { lapseHits, raiseHit, sanctionsMatches, type ScreenedVendor, withOpenHits } from './sanctions';
import type { Trx } from '../transaction';

/** Who looks, and when; nobody for the nightly screening. */
export interface Screening {
  readonly actorId: string | null;
  readonly channel: Channel;
  readonly now: number;
}

/** Compares vendors with the list of sanctioned parties; new hits and those that lapse go into the audit trail. */
export async function screenVendors(
  trx: Trx,
  vendors: readonly ScreenedVendor[],
  screening: Screening,
): Promise<readonly string[]> {
  const matches = await sanctionsMatches(trx, vendors);
  const open = await withOpenHits(trx);
  const concerned = vendors.filter(({ id }) => open.has(id) || (matches.get(id) ?? []).length > 0);
  const entries: AuditEntry[] = [];
  for (const vendor of concerned)
    entries.push(...(await screenOne(trx, { vendor, screening, matches: matches.get(vendor.id) ?? [] })));
  await appendAudit(trx, MASTER_STREAM, entries);
  return entries
    .filter(({ type }) => type === 'vendor.sanctions-hit')
    .map(({ payload }) => String(payload?.['vendorId']));
}

interface One {
  readonly vendor: ScreenedVendor;
  readonly matches: Parameters<typeof lapseHits>[2];
  readonly screening: Screening;
}

async function screenOne(trx: Trx, { vendor, matches, screening }: One): Promise<readonly AuditEntry[]> {
  const { actorId, channel, now } = screening;
  const entry = (type: string, id: string, facts: object = {}): AuditEntry => ({
    key: `${type}:${id}:${now}`,
    at: now,
    type,
    channel,
    ...(actorId !== null && { actorId }),
    payload: { vendorId: vendor.id, ...facts },
  });
  const lapsed = await lapseHits(trx, vendor, matches);
  const entries = lapsed.map((id) => entry('vendor.sanctions-lapsed', id));
  for (const match of matches) {
    const id = uuidv7();
    if (await raiseHit(trx, { id, vendor, match, raisedBy: actorId, now }))
      entries.push(entry('vendor.sanctions-hit', id, { name: match.entry.name, by: match.by }));
  }
  return entries;
}
