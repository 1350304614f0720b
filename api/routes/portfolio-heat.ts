import { z } from 'zod';
import { localDate } from '../../domain/calendar/zone';
import type { OurRole } from '../../domain/people/people';
import { HeatFilter, HeatMap, PORTFOLIO_TABLES } from '../../domain/portfolio/schema';
import { readHeatMap } from '../../db/read/portfolio-heat';
import { encodeCursor, numberCursor, pageQuery } from '../paging';
import { portfolioTable } from '../portfolio-tables';
import { ok, type Route, route } from '../route';
import type { Services } from '../services';
import { SHEET_MEDIA, SheetFormat, sheetReply } from '../sheets/exchange';

type Deps = Pick<Services, 'db'>;

/** Who sees the portfolio line by line: those who may see every request, for late approvals are among them. */
export const PORTFOLIO_READERS = ['admin', 'manager', 'executive', 'auditor'] as const satisfies readonly OurRole[];

export const portfolioHeatRoutes = (deps: Deps): readonly Route[] => [heat(deps), download(deps)];

const Query = HeatFilter.extend(pageQuery);

const heat = ({ db }: Deps): Route =>
  route<unknown, z.infer<typeof Query>>({
    method: 'get',
    path: '/portfolio/heat',
    summary: 'Every engagement that has not ended with a level for each part of it, worst first',
    tag: 'Portfolio',
    access: PORTFOLIO_READERS,
    query: Query,
    answers: { 200: HeatMap },
    handle: async ({ query: { limit, cursor, ...filter }, actor, now }) => {
      const offset = numberCursor(cursor);
      const map = await readHeatMap(db, filter, { today: localDate(actor.timeZone, now), offset, limit });
      return ok({ ...map, next: offset + limit < map.lines ? encodeCursor([offset + limit]) : null });
    },
  });

const Download = HeatFilter.extend({ table: z.enum(PORTFOLIO_TABLES), ...SheetFormat.shape });

const download = ({ db }: Deps): Route =>
  route<unknown, z.infer<typeof Download>>({
    method: 'get',
    path: '/portfolio/export',
    summary: 'A table of the portfolio as a sheet',
    tag: 'Portfolio',
    access: PORTFOLIO_READERS,
    query: Download,
    answers: { 200: null },
    media: SHEET_MEDIA,
    handle: async ({ query: { table, format, ...filter }, actor, now }) =>
      sheetReply([await portfolioTable(db, { table, filter, reader: actor, now })], {
        format,
        name: `portfolio-${table}`,
      }),
  });
