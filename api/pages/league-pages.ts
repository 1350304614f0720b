import { type Request, Router } from 'express';
import { localDate } from '../../domain/calendar/zone';
import { hasRole } from '../../domain/people/people';
import { SERVICE_TYPES } from '../../domain/planning/catalogue';
import { LEAGUE_PLACES, type LeagueLine } from '../../domain/review/league-schema';
import { Period } from '../../domain/shapes';
import { readLeague } from '../../db/read/league';
import type { LeaguePage, LeagueRow } from '../../templates/score-page-data';
import { QUALITY_READERS } from '../routes/selection/quality';
import type { Guarded, SignedIn } from './guard';
import { countTodo } from './inbox-page';
import { type PageDeps, queryText, sendPage, shellFor } from './reader';
import type { Requests } from './requests-port';

/** How vendors of a category stand among each other. */
export function leaguePages(deps: PageDeps, { insider }: Guarded, requests: Requests): Router {
  const router = Router();
  router.get(
    '/league',
    insider(async (req, res, reader) => {
      const shell = shellFor(reader, deps, { nav: 'vendors', todo: await countTodo(requests, reader.person.id) });
      sendPage(res, reader, { name: 'league', data: { shell, ...(await leagueData(deps, req, reader)) } });
    }),
  );
  return router;
}

async function leagueData({ db, clock }: PageDeps, req: Request, { person, timeZone }: SignedIn): Promise<LeaguePage> {
  const category = SERVICE_TYPES.find((one) => one === queryText(req, 'category')) ?? SERVICE_TYPES[0];
  const place = LEAGUE_PLACES.find((one) => one === queryText(req, 'place'));
  const period = Period.safeParse(queryText(req, 'period')).data;
  const league = await readLeague(db, { category, period, place, today: localDate(timeZone, clock()) });
  const filter = { category, ...(period && { period }), ...(place && { place }) };
  return {
    categories: SERVICE_TYPES.map((word) => ({ word, current: word === category })),
    period: period ?? '',
    places: LEAGUE_PLACES.map((word) => ({ word, current: word === place })),
    peers: league.peers,
    minPeers: league.minPeers,
    enough: league.percentiles === 'given',
    rows: league.items.map(rowOf),
    rates: league.rates,
    withoutRate: league.withoutRate,
    qualityHref: hasRole(person, ...QUALITY_READERS) ? `/selection-quality?category=${category}` : null,
    exportHref: `/api/v1/league/export?${new URLSearchParams(filter).toString()}`,
  };
}

const rowOf = ({ vendorId, previous: _previous, ...line }: LeagueLine): LeagueRow => ({
  ...line,
  href: `/vendors/${vendorId}`,
  tone: line.place === 'top' ? 'green' : 'amber',
});
