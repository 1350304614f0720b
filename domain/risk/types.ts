export const RISK_TYPES = [
  'quality',
  'data',
  'capacity',
  'legal',
  'continuity',
  'concentration',
  'people',
  'cost',
  'communication',
] as const;
export type RiskType = (typeof RISK_TYPES)[number];
