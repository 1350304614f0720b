import { evidenceOf } from '../../domain/tender/culture';
import { evaluate, type EvaluationInput } from '../../domain/vendor/evaluation';
import type { Evaluation } from '../../domain/vendor/record-schema';
import type { Db } from '../knex';
import { standingBids } from '../stores/bids';
import { notesOf, waiversOf } from '../stores/evaluation-records';
import { candidatesOf, modelOf, sheetsOf } from '../stores/vendors';
import { cultureFits, type Timed } from './culture';
import { pastLowBidGaps } from './past-gaps';

/** Everything that an evaluation is made of, as it stands; null before there is a model. */
export async function evaluationInput(db: Db, engagement: Timed, now: number): Promise<EvaluationInput | null> {
  const { id, currency } = engagement;
  const model = await modelOf(db, id);
  if (!model) return null;
  // One after the other: inside a transaction all of them share one connection.
  const candidates = await candidatesOf(db, id);
  const sheets = await sheetsOf(db, id);
  const pastGaps = await pastLowBidGaps(db, id);
  const fits = await cultureFits(db, engagement, now);
  const notes = await notesOf(db, id);
  const waivers = await waiversOf(db, id);
  const bids = await standingBids(db, id);
  return {
    currency,
    model,
    candidates,
    sheets,
    pastGaps,
    evidence: new Map([...fits.of].map(([candidateId, fit]) => [candidateId, evidenceOf(fit)])),
    notes,
    waivers,
    late: new Set(bids.flatMap(({ late, candidateId }) => (late ? [candidateId] : []))),
    clarified: fits.clarified,
  };
}

/** The evaluation of a tender as it stands; null before there is a model. */
export async function evaluationOf(db: Db, engagement: Timed, now: number): Promise<Evaluation | null> {
  const input = await evaluationInput(db, engagement, now);
  return input && evaluate(input);
}
