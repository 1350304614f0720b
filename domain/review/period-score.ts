import Big from 'big.js';
import { round4, sum } from '../decimal';
import type { PeriodScoreAnswer, PeriodScoreInput } from './schema';

type Kpi = PeriodScoreInput['kpis'][number];

/** Below this share of rated weight a score is provisional. */
const RATED_FROM_BP = 6000;

/**
 * The weighted score 0–100 of a period. A `missing` value counts 0 (the supplier owed it); what is unavailable, without
 * activity or not rated is left out and the rest renormalised. Nothing rated makes no score at all.
 */
export function scorePeriod({ kpis }: PeriodScoreInput): PeriodScoreAnswer {
  const rated = kpis.flatMap((kpi) => {
    const score = countedScore(kpi);
    return score === null ? [] : [{ weightBp: kpi.weightBp, score }];
  });
  const coverageBp = rated.reduce((total, { weightBp }) => total + weightBp, 0);
  const points = sum(rated.map(({ weightBp, score }) => new Big(score).times(weightBp)));
  return {
    score: coverageBp === 0 ? null : round4(points.div(coverageBp)),
    coverageBp,
    provisional: coverageBp < RATED_FROM_BP,
  };
}

function countedScore({ score, status }: Kpi): number | null {
  if (status === 'missing') return 0;
  return status === undefined ? score : null;
}
