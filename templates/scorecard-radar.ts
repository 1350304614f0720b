import type { KpiDefinition, Scorecard } from '../domain/kpi/record-schema';
import type { Locale } from '../domain/people/people';
import { translate } from './catalog';
import type { Chart } from './chart/chart';
import { radarChart } from './chart/radar-chart';

const FEWEST_AXES = 3;
/** More than these crowd each other's names out. */
const MOST_AXES = 10;
const MOST_SCORE = 100;

type Card = Pick<Scorecard, 'period' | 'score'> & {
  readonly kpis: readonly Pick<Scorecard['kpis'][number], 'key' | 'score'>[];
};

interface Shown {
  /** Newest first. */
  readonly cards: readonly Card[];
  readonly kpis: readonly Pick<KpiDefinition, 'key' | 'name' | 'weightBp'>[];
}

/** How the KPIs of the newest period with a score were rated, before the best of the periods shown; the weightiest of them. */
export function scorecardRadar({ cards, kpis }: Shown, locale: Locale): Chart | null {
  const card = cards.find(({ score }) => score !== null);
  if (!card) return null;
  const weights = new Map(kpis.map(({ key, weightBp }) => [key, weightBp]));
  const weighty = card.kpis
    .filter(({ score }) => score !== null)
    .toSorted((a, b) => (weights.get(b.key) ?? 0) - (weights.get(a.key) ?? 0))
    .slice(0, MOST_AXES)
    .map(({ key }) => key);
  if (weighty.length < FEWEST_AXES) return null;
  return radarChart({
    ...{ title: translate(locale, 'engagement.radar', { period: card.period }), unit: '', locale, most: MOST_SCORE },
    axisName: translate(locale, 'engagement.kpi'),
    name: card.period,
    bestName: translate(locale, 'engagement.radar-best'),
    // In the order of the card, so that an axis stays where it is as weights change.
    axes: card.kpis
      .filter(({ key }) => weighty.includes(key))
      .map(({ key, score }) => ({
        label: kpis.find((one) => one.key === key)?.name ?? key,
        value: score,
        best: bestOf(key, cards),
      })),
  });
}

function bestOf(key: string, cards: readonly Card[]): number | null {
  const scores = cards.flatMap(({ kpis }) => kpis.flatMap((one) => (one.key === key ? (one.score ?? []) : [])));
  return scores.length === 0 ? null : Math.max(...scores);
}
