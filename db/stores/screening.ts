import { v7 as uuidv7 } from 'uuid';
import { openActionItem } from './action-items';
import { appendAudit, type AuditEntry, type Channel, MASTER_STREAM } from './audit';
import { lapseHits, raiseHit, sanctionsMatches, type ScreenedVendor, withOpenHits } from './sanctions';
import { settleVendorWork, stewardOf } from './vendor-work';
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
    const id = await raiseHit(trx, { id: uuidv7(), vendor, match, raisedBy: actorId, now });
    if (id === null) continue;
    entries.push(entry('vendor.sanctions-hit', id, { hitId: id, name: match.entry.name, by: match.by }));
    await askOwner(trx, { vendor, id, title: match.entry.name, now });
  }
  await settleHits(trx, vendor.id, now);
  return entries;
}

/** Days in which the owner of a vendor has a hit looked at. */
const DAYS = 3;
const keyOf = (hitId: string): string => `sanctions|${hitId}`;

interface Asked {
  readonly vendor: ScreenedVendor;
  readonly id: string;
  readonly title: string;
  readonly now: number;
}

async function askOwner(trx: Trx, { vendor, id, title, now }: Asked): Promise<void> {
  const assigneeId = await stewardOf(trx, vendor.id);
  if (assigneeId === null) return;
  const dueAt = now + DAYS * 86_400_000;
  // A hit that lapsed and is back is new work.
  const key = `${keyOf(id)}|${now}`;
  await openActionItem(trx, {
    key,
    vendorId: vendor.id,
    kind: 'sanctions-hit',
    title,
    assigneeId,
    opensAt: now,
    dueAt,
    now,
  });
}

/** Once no hit of a vendor is open, the work about them is done. */
export async function settleHits(trx: Trx, vendorId: string, now: number): Promise<void> {
  if (!(await withOpenHits(trx)).has(vendorId))
    await settleVendorWork(trx, { vendorId, kind: 'sanctions-hit', keep: [], now });
}
