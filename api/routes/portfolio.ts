import { z } from 'zod';
import { verifyAudit } from '../../db/read/audit';
import { portfolio } from '../../db/read/portfolio';
import { RateUsed } from '../../domain/currency/schema';
import { CarbonTotal } from '../../domain/green/ledger-schema';
import { MoneyTotal } from '../../domain/shapes';
import { ok, type Route, route } from '../route';
import type { Services } from '../services';

type Deps = Pick<Services, 'db'>;

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
});

/** The whole at a glance, and whether its trail is intact. */
export const portfolioRoutes = ({ db }: Deps): readonly Route[] => [
  route({
    method: 'get',
    path: '/portfolio',
    summary: 'Counts over all engagements',
    tag: 'Portfolio',
    access: 'insiders',
    answers: { 200: Portfolio },
    handle: async ({ now }) => ok(await portfolio(db, now)),
  }),
  route({
    method: 'get',
    path: '/audit/verify',
    summary: 'Recompute every hash chain; names the first broken entry of each',
    tag: 'Portfolio',
    access: ['admin', 'auditor'],
    answers: {
      200: z.strictObject({
        intact: z.boolean(),
        broken: z.array(z.strictObject({ stream: z.string(), seq: z.int() })),
      }),
    },
    handle: async () => {
      const broken = await verifyAudit(db);
      return ok({ intact: broken.length === 0, broken });
    },
  }),
];
