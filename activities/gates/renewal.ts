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
  // Renegotiating and leaving stay open: what must not happen is to go on as before.
  if (decision === 'renew' && dossier.flags.includes('STANDING_PREVENTS_RENEWAL'))
    throw new DomainError('GATE_INCOMPLETE', 'The standing does not allow a renewal.', [
      { path: 'decision', code: 'STANDING_PREVENTS_RENEWAL', message: `the standing is ${dossier.standing}` },
    ]);
  return {
    title: `${engagement.number} ${engagement.title}: ${decision}`,
    data: {
      decision,
      comment: comment ?? null,
      ...dossier,
      fastTrack: dossier.flags.includes('FAST_TRACK'),
    },
  };
};
