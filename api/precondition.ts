import { DomainError } from '../domain/errors';

/** The entity tag of a record that counts its versions. */
export const etagOf = (version: number): Readonly<Record<'etag', string>> => ({ etag: `"v${version}"` });

/**
 * Refuses a change whose `If-Match` names none of the record's present version (RFC 9110, 13.1.1); `null` is a record that
 * is not there yet, which only a form names, as version 0. Call it while the record is held, or another change may come between.
 */
export function checkIfMatch(ifMatch: string | null, version: number | null): void {
  if (ifMatch === null) return;
  const tags = ifMatch.split(',').map((tag) => tag.trim());
  const matches = tags.includes(etagOf(version ?? 0).etag) || (version !== null && tags.includes('*'));
  if (!matches) throw staleRecord();
}

/** Why a change is refused that is about an older version than the present one. */
export const staleRecord = (): DomainError =>
  new DomainError('PRECONDITION_FAILED', 'Somebody has changed this since it was read; read it again.');
