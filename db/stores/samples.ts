import type { Locale } from '../../domain/people/people';
import type { SampleKind, SampleState } from '../../domain/samples/words';
import type { Db } from '../knex';
import type { Trx } from '../transaction';
import { engagementStream } from './audit';

export interface SampleSet {
  readonly id: string;
  readonly state: SampleState;
  readonly locale: Locale;
  readonly loaded_by: string;
  /** Steps that are done. */
  readonly done: number;
  /** Executions whose histories go with the set. */
  readonly processes: readonly string[];
  readonly began_at: Date;
}

interface Row {
  readonly stream: string;
  readonly set_id: string;
  readonly kind: SampleKind;
  readonly thing_id: string;
}

export const vendorStream = (vendorId: string): string => `vendor:${vendorId}`;
const STREAMS: Readonly<Record<SampleKind, (id: string) => string>> = {
  engagement: engagementStream,
  vendor: vendorStream,
  person: (id) => `person:${id}`,
};

/** The set that is there, being loaded or removed; there is one at a time. */
export const sampleSet = async (db: Db): Promise<SampleSet | null> =>
  (await db<SampleSet>('sample_sets').first()) ?? null;

/** Held until the transaction ends. */
export const lockSampleSet = async (trx: Trx): Promise<SampleSet | null> =>
  (await trx<SampleSet>('sample_sets').forUpdate().first()) ?? null;

/** False where another one was faster. */
export async function insertSampleSet(
  trx: Trx,
  { id, locale, loadedBy, now }: { id: string; locale: Locale; loadedBy: string; now: number },
): Promise<boolean> {
  const row = { id, state: 'loading', locale, loaded_by: loadedBy, began_at: new Date(now) };
  const written: unknown[] = await trx('sample_sets').insert(row).onConflict('single').ignore().returning('id');
  return written.length > 0;
}

export async function saveSampleSet(
  db: Db,
  id: string,
  change: Partial<Pick<SampleSet, 'state' | 'done' | 'processes'>>,
): Promise<void> {
  await db('sample_sets')
    .where({ id })
    .update({ ...change });
}

/** Nothing is left of it. */
export async function deleteSampleSet(trx: Trx, id: string): Promise<void> {
  await trx('samples').where({ set_id: id }).delete();
  await trx('sample_sets').where({ id }).delete();
}

export async function markSample(
  trx: Trx,
  { setId, kind, id }: { setId: string; kind: SampleKind; id: string },
): Promise<void> {
  const row = { stream: STREAMS[kind](id), set_id: setId, kind, thing_id: id };
  await trx('samples').insert(row).onConflict('stream').ignore();
}

/** Ids of what was made of one kind. */
export const samplesOf = (db: Db, kind: SampleKind): Promise<readonly string[]> =>
  db<Row>('samples').where({ kind }).orderBy('thing_id').pluck('thing_id');

export const isSample = async (db: Db, kind: SampleKind, id: string): Promise<boolean> =>
  (await db<Row>('samples')
    .where({ stream: STREAMS[kind](id) })
    .first('stream')) !== undefined;

/** Whoever loaded the set of which the engagement is; null for a real one. */
export async function sampleLoader(db: Db, engagementId: string): Promise<string | null> {
  const row = await db('samples')
    .join('sample_sets', 'sample_sets.id', 'samples.set_id')
    .where({ stream: engagementStream(engagementId) })
    .first<{ loaded_by: string } | undefined>('sample_sets.loaded_by');
  return row?.loaded_by ?? null;
}
