import { localDate } from '../../domain/calendar/zone';
import type { PurgeFacts } from '../../domain/exit/purge';
import type { KeptFacts } from '../../domain/exit/purge-schema';
import type { Db } from '../knex';
import { findArchive } from '../stores/archives';
import { valueHash } from '../stores/audit';
import { listDatasets } from '../stores/datasets';
import type { EngagementRow } from '../stores/engagements';
import { activeHolds } from '../stores/exit-holds';
import { trailOf } from './archive-records';
import { deletionCertificate } from './deletion-certificate';
import { retainUntil } from './retention';

export async function purgeFacts(
  db: Db,
  engagement: EngagementRow,
  { takenSha256, now }: Pick<PurgeFacts, 'takenSha256'> & { readonly now: number },
): Promise<PurgeFacts> {
  const archive = await findArchive(db, engagement.id);
  const trail = await trailOf(db, engagement.id);
  return {
    state: engagement.state,
    keptUntil: await retainUntil(db, engagement),
    today: localDate(engagement.time_zone, now),
    holds: (await activeHolds(db, engagement.id)).map(({ reason }) => reason),
    archive: archive && { sha256: archive.sha256, current: archive.index.content.trail.hash === trail.hash },
    takenSha256,
  };
}

interface SettlementSums {
  readonly approved_at: Date | null;
  readonly currency: string;
  readonly net_minor: number;
  readonly payable_minor: number;
  readonly disputed_minor: number;
}

/** What accounting and the register need of an engagement when all else of it has gone. */
export async function keptFacts(db: Db, row: EngagementRow): Promise<KeptFacts> {
  const vendor = await db('vendors').where({ id: row.vendor_id }).first<{ name: string } | undefined>('name');
  return {
    number: row.number,
    vendorId: row.vendor_id,
    vendorName: vendor?.name ?? null,
    ownerId: row.owner_id,
    openedAt: row.created_at.toISOString(),
    liveOn: row.live_on,
    serviceEnded: row.exit_effective_date,
    keptUntil: await retainUntil(db, row),
    settlement: await settlementSums(db, row.id),
    invoices: await invoiceSums(db, row.id),
    deletionCertificates: await certificatesOf(db, row.id),
  };
}

async function settlementSums(db: Db, id: string): Promise<KeptFacts['settlement']> {
  const sums = await db('settlements').where({ engagement_id: id }).first<SettlementSums | undefined>();
  if (!sums) return null;
  const money = (minor: number) => ({ minor, currency: sums.currency });
  return {
    approvedAt: sums.approved_at?.toISOString() ?? null,
    net: money(sums.net_minor),
    payable: money(sums.payable_minor),
    disputed: money(sums.disputed_minor),
  };
}

interface InvoiceSums {
  readonly number: string;
  readonly period: string;
  readonly minor: number;
  readonly paid_minor: number;
  readonly currency: string;
}

async function invoiceSums(db: Db, id: string): Promise<KeptFacts['invoices']> {
  const rows = await db('invoices')
    .where({ engagement_id: id })
    .orderBy('number')
    .select<InvoiceSums[]>('number', 'period', 'minor', 'paid_minor', 'currency');
  return rows.map(({ number, period, minor, paid_minor: paid, currency }) => ({
    number,
    period,
    billed: { minor, currency },
    paid: { minor: paid, currency },
  }));
}

async function certificatesOf(db: Db, engagementId: string): Promise<KeptFacts['deletionCertificates']> {
  const kept = [];
  for (const { key } of await listDatasets(db, engagementId)) {
    const issued = await deletionCertificate(db, { engagementId, key });
    if (issued) kept.push({ dataset: key, sha256: valueHash(issued.certificate) });
  }
  return kept;
}

/** Contents of the document store that rows of the engagement name; others may name them too. */
export async function contentsOf(db: Db, id: string): Promise<readonly string[]> {
  const { rows } = await db.raw<{ rows: { sha256: string }[] }>(
    `select sha256 from documents where engagement_id = :id
     union select sha256 from kpi_evidence where engagement_id = :id
     union select sha256 from archive_contents where archive_id in (select id from archives where engagement_id = :id)
     order by sha256`,
    { id },
  );
  return rows.map(({ sha256 }) => sha256);
}
