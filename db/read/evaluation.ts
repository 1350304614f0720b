import { evaluate } from '../../domain/vendor/evaluation';
import type { Evaluation } from '../../domain/vendor/record-schema';
import type { Db } from '../knex';
import { candidatesOf, modelOf, sheetsOf } from '../stores/vendors';

/** The evaluation of a tender as it stands; null before there is a model. */
export async function evaluationOf(
  db: Db,
  { id, currency }: { readonly id: string; readonly currency: string },
): Promise<Evaluation | null> {
  const model = await modelOf(db, id);
  if (!model) return null;
  const [candidates, sheets] = await Promise.all([candidatesOf(db, id), sheetsOf(db, id)]);
  return evaluate({ currency, model, candidates, sheets });
}
