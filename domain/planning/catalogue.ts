/** Why work is given away; each objective has its own typical success measures. */
export const OBJECTIVES = ['capacity', 'expertise', 'cost', 'speed', 'other'] as const;

export const CRITICALITIES = ['general', 'important', 'critical'] as const;
export type Criticality = (typeof CRITICALITIES)[number];

/** Activities that an organisation answers for itself and may not give away (default list; the caller may bring its own). */
export const PROHIBITED_ACTIVITIES: readonly string[] = [
  'strategy-management',
  'risk-management',
  'internal-audit',
  'security-accountability',
];

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
