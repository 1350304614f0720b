/** Ranks from the highest score down, 1 first; equal scores share a rank and the next one is skipped (1, 2, 2, 4). */
export const rankAll = (scores: readonly number[]): readonly number[] =>
  scores.map((score) => 1 + scores.filter((other) => other > score).length);

/** The same where some have no score, and therefore no rank. */
export function rankKnown(scores: readonly (number | null)[]): readonly (number | null)[] {
  const known = scores.filter((score) => score !== null);
  return scores.map((score) => (score === null ? null : 1 + known.filter((other) => other > score).length));
}
