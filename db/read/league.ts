import { addDays } from '../../domain/calendar/civil';
import { periodDates } from '../../domain/calendar/periods';
import { gather } from '../../domain/currency/gather';
import { leagueOf, leagueOfVendors } from '../../domain/review/league';
import type { League, LeagueLine, LeagueQuery } from '../../domain/review/league-schema';
import { periodsFor, scoreIn } from '../../domain/review/period-view';
import type { ScoreRules } from '../../domain/review/rules-schema';
import type { Db } from '../knex';
import { currencyRules } from './currency-rules';
import { leagueField } from './league-field';
import { scoreRules } from './score-rules';
import { ratesOn } from '../stores/exchange-rates';
import { scoresOf } from '../stores/rolling-scores';
import { type Served, type ServedEngagement, servedEngagements } from './served';
import { vendorNames } from './vendors-named';

interface Asked {
  readonly today: string;
  readonly rules: ScoreRules;
}

const earlier = (a: string, b: string): string => (a < b ? a : b);

/**
 * The league of a category. Rolling scores are those of services that run; the scores of a period are of everything that
 * was rated in it. Costs weigh at the rates of today, or of the last day of the period.
 */
export async function readLeague(
  db: Db,
  { category, period, place, today }: LeagueQuery & Pick<Asked, 'today'>,
): Promise<League> {
  const rules = await scoreRules(db);
  const asked = { today, rules };
  const { lines, rates, withoutRate } = await (period === undefined
    ? rollingLeague(db, category, asked)
    : leagueIn(db, { category, period }, asked));
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

type Ranked = Pick<Served, 'rates' | 'withoutRate'> & { readonly lines: readonly LeagueLine[] };

async function rollingLeague(db: Db, category: string, { today, rules }: Asked): Promise<Ranked> {
  const field = await leagueField(db, category, { today, rules });
  const ids = field.map(({ vendorId }) => vendorId);
  const names = await vendorNames(db, ids);
  const vendors = field.map(({ vendorId, score, previous, engagements }) => {
    return { vendorId, vendor: names.get(vendorId) ?? '', score, previous, engagements };
  });
  const currencies = [...new Set(field.flatMap((line) => line.currencies))];
  return { lines: leagueOfVendors(vendors, rules), ...(await ratesTo(db, currencies, today)) };
}

/** By what amounts of some currencies are brought into the one that is reported in. */
async function ratesTo(db: Db, currencies: readonly string[], on: string): Promise<Omit<Ranked, 'lines'>> {
  const { reporting: to } = await currencyRules(db);
  const foreign = currencies.filter((currency) => currency !== to).map((currency) => ({ currency, amount: 0 }));
  if (foreign.length === 0) return { rates: [], withoutRate: [] };
  const { rates, withoutRate } = gather(foreign, { to, on, rates: await ratesOn(db, on) });
  return { rates, withoutRate };
}

interface InPeriod {
  readonly category: string;
  readonly period: string;
}

async function leagueIn(db: Db, { category, period }: InPeriod, { today, rules }: Asked): Promise<Ranked> {
  const on = earlier(today, addDays(periodDates(period).end, -1));
  const served = await servedEngagements(db, { categories: [category], on, rolling: rules.rolling });
  return { ...served, lines: leagueOf(await scoredIn(db, served.engagements, period), rules) };
}

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
