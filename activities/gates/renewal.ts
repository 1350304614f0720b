import { DomainError } from '../../domain/errors';
import { renewalDossierOf } from '../../db/read/renewal';
import type { DossierOf } from './dossier';

/** G4: renew, renegotiate or exit, with everything on record that speaks for and against it. */
export const renewalDossier: DossierOf = async ({ db, engagement, order }) => {
  const { decision, comment } = order.body;
  if (!decision)
    throw new DomainError('GATE_INCOMPLETE', 'Say what is to be done.', [
      { path: 'decision', message: 'is needed: renew, renegotiate or exit' },
    ]);
  const dossier = await renewalDossierOf(db, engagement, order.now);
  return {
    title: `${engagement.number} ${engagement.title}: ${decision}`,
    data: {
      decision,
      comment: comment ?? null,
      ...dossier,
    },
  };
};
