import { localDate } from '../../../domain/calendar/zone';
import type { Locale } from '../../../domain/people/people';
import { League, type LeagueLine, LeagueQuery } from '../../../domain/review/league-schema';
import { readLeague } from '../../../db/read/league';
import { labelOf, translate } from '../../../templates/catalog';
import { ok, type Route, route } from '../../route';
import type { Services } from '../../services';
import { SHEET_MEDIA, SheetFormat, sheetReply } from '../../sheets/exchange';
import type { SheetTable } from '../../sheets/sheet';

type Deps = Pick<Services, 'db'>;

export const leagueRoutes = (deps: Deps): readonly Route[] => [exported(deps), read(deps)];

const read = ({ db }: Deps): Route =>
  route<unknown, LeagueQuery>({
    method: 'get',
    path: '/league',
    summary: 'Vendors of a category by their score: rolling, or of one period',
    tag: 'Vendors',
    access: 'insiders',
    query: LeagueQuery,
    answers: { 200: League },
    handle: async ({ query, actor, now }) =>
      ok(await readLeague(db, { ...query, today: localDate(actor.timeZone, now) })),
  });

const ExportQuery = LeagueQuery.extend(SheetFormat.shape);

const exported = ({ db }: Deps): Route =>
  route<unknown, LeagueQuery & SheetFormat>({
    method: 'get',
    path: '/league/export',
    summary: 'The same league as a sheet',
    tag: 'Vendors',
    access: 'insiders',
    query: ExportQuery,
    answers: { 200: null },
    media: SHEET_MEDIA,
    handle: async ({ query: { format, ...query }, actor: { locale, timeZone }, now }) => {
      const { items, period } = await readLeague(db, { ...query, today: localDate(timeZone, now) });
      const name = ['league', query.category, period].filter((part) => part !== null).join('-');
      return sheetReply([sheetOf(items, locale)], { format, name });
    },
  });

/** Order and kinds of the columns; their titles are the words of the page. */
const COLUMNS = [
  ['rank', 'number'],
  ['vendor', 'text'],
  ['score', 'number'],
  ['previous', 'number'],
  ['change', 'number'],
  ['trend', 'text'],
  ['percentile', 'number'],
  ['place', 'text'],
  ['engagements', 'number'],
  ['vendorId', 'text'],
] as const satisfies readonly (readonly [keyof LeagueLine, string])[];

const sheetOf = (items: readonly LeagueLine[], locale: Locale): SheetTable => ({
  name: translate(locale, 'page.league.title'),
  columns: COLUMNS.map(([key, kind]) => ({ title: labelOf(locale, 'league-column', key), kind })),
  rows: items.map((line) => {
    const trend = labelOf(locale, 'league-trend', line.trend);
    const place = line.place && labelOf(locale, 'league-place', line.place);
    const cells = { ...line, trend, place };
    return COLUMNS.map(([key]) => cells[key]);
  }),
});
