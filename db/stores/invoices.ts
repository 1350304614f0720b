import type { Invoice } from '../../domain/exit/invoices';
import type { Db } from '../knex';
import { cutById, type Slice } from '../slice';
import type { Trx } from '../transaction';

export interface StoredInvoice extends Invoice {
  readonly currency: string;
  readonly evidence: string | null;
  readonly recordedBy: string;
  readonly recordedAt: number;
}

interface Row {
  readonly id: string;
  readonly engagement_id: string;
  readonly number: string;
  readonly period: string;
  readonly about: Invoice['about'];
  readonly part: number | null;
  readonly minor: string;
  readonly paid_minor: string;
  readonly currency: string;
  readonly evidence: string | null;
  readonly recorded_by: string;
  readonly recorded_at: Date;
}

const toInvoice = (row: Row): StoredInvoice => ({
  id: row.id,
  number: row.number,
  period: row.period,
  about: row.about,
  part: row.part,
  minor: Number(row.minor),
  paidMinor: Number(row.paid_minor),
  currency: row.currency,
  evidence: row.evidence,
  recordedBy: row.recorded_by,
  recordedAt: row.recorded_at.getTime(),
});

/** Keeps an invoice; false where its number is on record already. */
export async function insertInvoice(trx: Trx, engagementId: string, invoice: StoredInvoice): Promise<boolean> {
  const at = new Date(invoice.recordedAt);
  const rows = await trx('invoices')
    .insert({
      id: invoice.id,
      engagement_id: engagementId,
      number: invoice.number,
      period: invoice.period,
      about: invoice.about,
      part: invoice.part,
      minor: invoice.minor,
      paid_minor: invoice.paidMinor,
      currency: invoice.currency,
      evidence: invoice.evidence,
      recorded_by: invoice.recordedBy,
      recorded_at: at,
      updated_at: at,
    })
    .onConflict(['engagement_id', 'number'])
    .ignore()
    .returning('id');
  return rows.length > 0;
}

export async function lockInvoice(trx: Trx, engagementId: string, id: string): Promise<StoredInvoice | null> {
  const row = await trx<Row>('invoices').where({ id, engagement_id: engagementId }).forUpdate().first();
  return row ? toInvoice(row) : null;
}

export async function savePayment(
  trx: Trx,
  id: string,
  { paidMinor, evidence, now }: { readonly paidMinor: number; readonly evidence: string | null; readonly now: number },
): Promise<void> {
  await trx('invoices')
    .where({ id })
    .update({ paid_minor: paidMinor, evidence, updated_at: new Date(now) });
}

export async function invoicesOf(db: Db, engagementId: string, slice?: Slice): Promise<readonly StoredInvoice[]> {
  const rows: Row[] = await cutById(db<Row>('invoices').where({ engagement_id: engagementId }).orderBy('id'), slice);
  return rows.map(toInvoice);
}
