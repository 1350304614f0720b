import { DomainError } from '../../domain/errors';
import { localDate } from '../../domain/calendar/zone';
import { rollingScoreOf } from '../../db/read/scorecards';
import { termOf } from '../../db/read/term';
import type { DossierOf } from './dossier';

/** G4: renew, renegotiate or exit, with the standing of the vendor beside it. */
export const renewalDossier: DossierOf = async ({ db, engagement, order }) => {
  const { decision, comment } = order.body;
  if (!decision)
    throw new DomainError('GATE_INCOMPLETE', 'Say what is to be done.', [
      { path: 'decision', message: 'is needed: renew, renegotiate or exit' },
    ]);
  const today = localDate(engagement.time_zone, order.now);
  const rolling = await rollingScoreOf(db, engagement.id);
  const term = await termOf(db, engagement.id, today);
  return {
    title: `${engagement.number} ${engagement.title}: ${decision}`,
    data: {
      decision,
      comment: comment ?? null,
      rollingScore: rolling.score,
      standing: rolling.standing,
      currentEnd: term?.currentEnd ?? null,
      noticeDeadline: term?.noticeDeadline ?? null,
    },
  };
};
