import { addDays } from '../../domain/calendar/civil';
import { periodDates } from '../../domain/calendar/periods';
import { leagueOf } from '../../domain/review/league';
import type { League, LeagueQuery } from '../../domain/review/league-schema';
import { periodsFor, scoreIn } from '../../domain/review/period-view';
import { isEnded } from '../../domain/engagement/statuses';
import type { Db } from '../knex';
import { scoreRules } from './score-rules';
import { scoresOf } from '../stores/rolling-scores';
import { type ServedEngagement, servedEngagements } from './served';

interface Today {
  readonly today: string;
}

const earlier = (a: string, b: string): string => (a < b ? a : b);

/**
 * The league of a category. Rolling scores are those of services that run; the scores of a period are of everything that
 * was rated in it. Costs weigh at the rates of today, or of the last day of the period.
 */
export async function readLeague(db: Db, { category, period, place, today }: LeagueQuery & Today): Promise<League> {
  const rules = await scoreRules(db);
  const on = period === undefined ? today : earlier(today, addDays(periodDates(period).end, -1));
  const { engagements, rates, withoutRate } = await servedEngagements(db, {
    categories: [category],
    on,
    rolling: rules.rolling,
  });
  const served = period === undefined ? running(engagements) : await scoredIn(db, engagements, period);
  const lines = leagueOf(served, rules);
  const peers = lines.filter(({ score }) => score !== null).length;
  const { minPeers } = rules.league;
  return {
    category,
    period: period ?? null,
    peers,
    minPeers,
    percentiles: peers >= minPeers ? 'given' : 'not-enough-peers',
    rates: [...rates],
    withoutRate: [...withoutRate],
    items: lines.filter((line) => place === undefined || line.place === place),
    next: null,
  };
}

export const running = (engagements: readonly ServedEngagement[]): readonly ServedEngagement[] =>
  engagements.filter(({ state }) => !isEnded(state));

/** Those that were rated in a period, with its scores instead of the rolling ones. */
async function scoredIn(
  db: Db,
  engagements: readonly ServedEngagement[],
  period: string,
): Promise<readonly ServedEngagement[]> {
  const ids = engagements.map(({ engagementId }) => engagementId);
  const cardsOf = await scoresOf(db, ids, periodsFor(period));
  return engagements
    .map((one) => ({ ...one, ...scoreIn(cardsOf(one.engagementId), period) }))
    .filter(({ score }) => score !== null);
}
