import { z } from 'zod';
import { portfolio } from '../../db/read/portfolio';
import { RateUsed } from '../../domain/currency/schema';
import { CarbonTotal } from '../../domain/green/ledger-schema';
import { MoneyTotal } from '../../domain/shapes';
import { ok, type Route, route } from '../route';
import type { Services } from '../services';
import { auditRoutes } from './audit';
import { portfolioHeatRoutes } from './portfolio-heat';

type Deps = Pick<Services, 'db' | 'config'>;

const Share = z.strictObject({ cost: MoneyTotal, vendorSpend: MoneyTotal, ratioBp: z.int().nullable() });
const converted = { rates: z.array(RateUsed), withoutRate: z.array(z.string()) };

const Portfolio = z.strictObject({
  byState: z.record(z.string(), z.int()),
  byHealth: z.strictObject({ green: z.int(), amber: z.int(), red: z.int() }),
  openAlarms: z.strictObject({ amber: z.int(), red: z.int() }),
  overdue: z.int(),
  managementCost: z.array(Share),
  managementTotal: Share.extend(converted),
  spend: z.strictObject({
    annual: MoneyTotal,
    engagements: z.int(),
    byCurrency: z.array(MoneyTotal),
    ...converted,
  }),
  carbon: CarbonTotal,
  overruled: z.strictObject({ ended: z.int(), annulled: z.int() }),
});

/** The whole at a glance, and whether its trail is intact. */
export const portfolioRoutes = (deps: Deps): readonly Route[] => [
  overview(deps),
  ...portfolioHeatRoutes(deps),
  ...auditRoutes(deps),
];

const overview = ({ db }: Deps): Route =>
  route({
    method: 'get',
    path: '/portfolio',
    summary: 'Counts over all engagements',
    tag: 'Portfolio',
    access: 'insiders',
    answers: { 200: Portfolio },
    handle: async ({ now }) => ok(await portfolio(db, now)),
  });
