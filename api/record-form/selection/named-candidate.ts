import { DomainError } from '../../../domain/errors';
import { Uuid } from '../../../domain/shapes';
import type { Candidate } from '../../../domain/vendor/records';
import { vendorNames } from '../../../db/read/vendors-named';
import { candidateOf } from '../../selection-rules';
import type { FormContext } from '../form';

/** The candidate that a form is about, with the name of its vendor. */
export async function namedCandidate({ db, row, item }: FormContext): Promise<{ candidate: Candidate; name: string }> {
  const cid = Uuid.safeParse(item);
  if (!cid.success) throw new DomainError('NOT_FOUND', 'There is no such candidate.');
  const candidate = await candidateOf(db, { id: row.id, cid: cid.data });
  const name = (await vendorNames(db, [candidate.vendorId])).get(candidate.vendorId) ?? candidate.vendorId;
  return { candidate, name };
}
