import { round4 } from '../decimal';
import type { Line } from './evaluation';
import { weighOptions } from './multi-criteria';
import { rankKnown } from './ranking';
import type { Evaluation, EvaluationModel } from './record-schema';

type Ranked = Evaluation['candidates'][number];

/** Totals and ranks, with the full model and, beside it, with bare quotes in place of total costs. */
export function rankCandidates(model: EvaluationModel, lines: readonly Line[]): Ranked[] {
  const totals = totalsOf(
    model,
    lines.map(({ dimensions }) => dimensions),
  );
  const bare = totalsOf(
    model,
    lines.map(({ bareDimensions }) => bareDimensions),
  );
  const ranks = rankKnown(totals);
  const bareRanks = rankKnown(bare);
  return lines.map(({ bareDimensions: _bare, ...line }, index) => ({
    ...line,
    dimensions: { ...line.dimensions },
    total: totals[index] ?? null,
    rank: ranks[index] ?? null,
    quoteOnlyRank: bareRanks[index] ?? null,
  }));
}

type Scores = Readonly<Record<string, number | null>>;

function totalsOf(model: EvaluationModel, scores: readonly Scores[]): (number | null)[] {
  return model.method === 'topsis' ? closeness(model, scores) : scores.map((one) => weightedTotal(model, one));
}

function weightedTotal({ dimensions }: EvaluationModel, scores: Scores): number | null {
  let total = 0;
  for (const { key, weightBp } of dimensions) {
    const score = scores[key];
    if (score === null || score === undefined) return null;
    total += score * weightBp;
  }
  return round4(total / 10_000);
}

/** TOPSIS compares complete candidates only; the others stay without a total. */
function closeness({ dimensions }: EvaluationModel, scores: readonly Scores[]): (number | null)[] {
  const complete = scores.flatMap((one, index) =>
    dimensions.every(({ key }) => typeof one[key] === 'number') ? [{ one, index }] : [],
  );
  if (complete.length === 0) return scores.map(() => null);
  const { options } = weighOptions({
    method: 'topsis',
    criteria: dimensions.map(({ key, weightBp }) => ({ key, weightBp, direction: 'maximise' as const })),
    options: complete.map(({ one, index }) => ({
      key: String(index),
      values: Object.fromEntries(dimensions.map(({ key }) => [key, one[key] ?? 0])),
    })),
  });
  return scores.map((_one, index) => options.find(({ key }) => key === String(index))?.score ?? null);
}
