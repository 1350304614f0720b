import { z } from 'zod';
import { CRITICALITIES, SERVICE_TYPES } from '../planning/catalogue';
import { Uuid } from '../shapes';
import { Country } from '../vendor/vendor-schema';
import { STATES } from '../engagement/statuses';
import { HEAT_LEVELS, HEAT_PARTS } from './heat';

/** Which engagements somebody looks at. */
export const PortfolioFilter = z.strictObject({
  owner: Uuid.optional(),
  serviceType: z.enum(SERVICE_TYPES).optional(),
  criticality: z.enum(CRITICALITIES).optional(),
  /** Of the vendor. */
  country: Country.optional(),
});
export type PortfolioFilter = z.infer<typeof PortfolioFilter>;

/** Which lines of the map: those of a state, or with a part at a level. */
export const HeatFilter = PortfolioFilter.extend({
  state: z.enum(STATES).optional(),
  part: z.enum(HEAT_PARTS).optional(),
  level: z.enum(HEAT_LEVELS).optional(),
});
export type HeatFilter = z.infer<typeof HeatFilter>;

const Level = z.enum(HEAT_LEVELS).nullable();
const ofParts = <T extends z.ZodType>(value: T) =>
  z.strictObject({ performance: value, risk: value, contract: value, exit: value, cost: value });

export const HeatLine = z.strictObject({
  engagementId: Uuid,
  number: z.string(),
  title: z.string(),
  state: z.enum(STATES),
  vendor: z.string().nullable(),
  parts: ofParts(Level),
});
export type HeatLine = z.infer<typeof HeatLine>;

export const HeatCounts = ofParts(z.strictObject({ red: z.int(), amber: z.int(), green: z.int() }));
export type HeatCounts = z.infer<typeof HeatCounts>;

/** All engagements that have not ended, worst first. */
export const HeatMap = z.strictObject({
  engagements: z.int(),
  counts: HeatCounts,
  byState: z.record(z.string(), z.int()),
  /** How many lines the filter lets through; `items` are some of them. */
  lines: z.int(),
  items: z.array(HeatLine),
  next: z.string().nullable(),
});
export type HeatMap = z.infer<typeof HeatMap>;

/** What of the portfolio can be had as a sheet. */
export const PORTFOLIO_TABLES = ['heat', 'ending', 'overdue', 'concentration', 'months'] as const;
export type PortfolioTable = (typeof PORTFOLIO_TABLES)[number];
