import { addDays } from '../../domain/calendar/civil';
import { periodDates } from '../../domain/calendar/periods';
import { leagueOf, type Served } from '../../domain/review/league';
import type { League, LeagueQuery } from '../../domain/review/league-schema';
import { rollingNow, scoreIn } from '../../domain/review/period-view';
import { isEnded } from '../../domain/engagement/statuses';
import type { Db } from '../knex';
import { scoreRules } from './score-rules';
import { servedEngagements } from './served';

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
  const { engagements, rates, withoutRate } = await servedEngagements(db, { category, on });
  const served: readonly Served[] = engagements
    .filter(({ state }) => period !== undefined || !isEnded(state))
    .map(({ cards, ...one }) => ({
      ...one,
      ...(period === undefined ? rollingNow(cards, rules) : scoreIn(cards, period)),
    }))
    .filter(({ score }) => period === undefined || score !== null);
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
