import { DomainError } from '../../domain/errors';
import { missingForSettlement } from '../../db/read/exit';
import { settlementOf } from '../../db/stores/settlements';
import type { DossierOf } from './dossier';

/** G6: what each side still owes the other, once the data is back. */
export const settlementDossier: DossierOf = async ({ db, engagement }) => {
  const errors = await missingForSettlement(db, engagement.id);
  if (errors.length > 0) throw new DomainError('GATE_INCOMPLETE', 'The settlement is not ready.', errors);
  const settlement = await settlementOf(db, engagement.id);
  return {
    title: `${engagement.number} ${engagement.title}: settlement`,
    data: { ...settlement },
  };
};
