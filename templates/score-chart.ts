import type { Locale } from '../domain/people/people';
import { labelOf, translate } from './catalog';
import type { Chart } from './chart/chart';
import { lineChart } from './chart/line-chart';
import type { Tone } from './chart/paint';

interface ScoreCourse {
  readonly title: string;
  /** Oldest first, at least one; `rolling` is what the rolling score was when the period closed. */
  readonly cards: readonly {
    readonly period: string;
    readonly score: number | null;
    readonly rolling: number | null;
  }[];
  readonly bands: readonly { readonly key: string; readonly min: number; readonly max: number }[];
}

/** Standings from worst to best: the best is good, the two worst are not. */
const toneOf = (rank: number, count: number): Tone =>
  rank === count - 1 ? 'good' : rank === 0 ? 'bad' : rank === 1 && count > 3 ? 'warn' : 'info';

/** Scores by period before the standings that they mean, with the rolling score beside. */
export const scoreChart = ({ title, cards, bands }: ScoreCourse, locale: Locale): Chart =>
  lineChart({
    title,
    name: translate(locale, 'engagement.score'),
    unit: '',
    locale,
    range: { min: 0, max: 100 },
    points: cards.map(({ period, score }) => ({ label: period, value: score })),
    others: [{ name: translate(locale, 'pack.rolling'), values: cards.map(({ rolling }) => rolling) }],
    bands: bands
      .toSorted((a, b) => a.min - b.min)
      .map(({ key, min, max }, rank) => ({
        name: labelOf(locale, 'standing', key),
        from: min,
        to: max,
        tone: toneOf(rank, bands.length),
      })),
  });
