import { leagueOf, type Served } from '../../domain/review/league';
import type { League, LeagueQuery } from '../../domain/review/league-schema';
import { rollingNow, scoreIn } from '../../domain/review/period-view';
import { isEnded } from '../../domain/engagement/statuses';
import type { Db } from '../knex';
import { scoreRules } from './score-rules';
import { servedEngagements } from './served';

/**
 * The league of a category. Rolling scores are those of services that run; the scores of a period are of everything that
 * was rated in it.
 */
export async function readLeague(db: Db, { category, period, place }: LeagueQuery): Promise<League> {
  const rules = await scoreRules(db);
  const engagements = await servedEngagements(db, { category });
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
    items: lines.filter((line) => place === undefined || line.place === place),
    next: null,
  };
}
