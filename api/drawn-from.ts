import { valueHash } from '../db/stores/audit';
import { staleRecord } from './precondition';

/** What a record that counts no versions held when a form was drawn from it. */
export const printOf = (record: unknown): string => valueHash(record ?? null).slice(0, 24);

/** Refuses a form about a record that says something else by now. Call it while the record is held. */
export function checkDrawnFrom(print: string | null, record: unknown): void {
  if (print !== null && print !== printOf(record)) throw staleRecord();
}
