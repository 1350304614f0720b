/** Why work is given away; each objective has its own typical success measures. */
export const OBJECTIVES = ['capacity', 'expertise', 'cost', 'speed', 'other'] as const;

/** Kinds of service; each has a catalogue of KPIs, clauses and checks of its own. */
export const SERVICE_TYPES = ['it', 'hr', 'finance', 'marketing', 'customer-service', 'logistics', 'other'] as const;
export type ServiceTypeName = (typeof SERVICE_TYPES)[number];

export const CRITICALITIES = ['general', 'important', 'critical'] as const;
export type Criticality = (typeof CRITICALITIES)[number];

/** How far the market for a service has come, and where its prices go. */
export const MATURITIES = ['emerging', 'growing', 'mature', 'declining'] as const;
export const PRICE_TRENDS = ['falling', 'stable', 'rising'] as const;

/** What becomes of an activity. */
export const DECISIONS = ['outsource', 'retain', 'partial'] as const;
export type Decision = (typeof DECISIONS)[number];

export const QUADRANTS = ['S', 'W', 'O', 'T'] as const;
export type Quadrant = (typeof QUADRANTS)[number];

/** The yes/no questions of the criticality wizard: would failure of the service touch this? */
export const CRITICALITY_QUESTIONS = [
  'serviceContinuity',
  'finance',
  'compliance',
  'personalData',
  'substitutability',
  'concentration',
] as const;
