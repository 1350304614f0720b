export const EVERY = [
  'once',
  'daily',
  'weekly',
  'monthly',
  'quarterly',
  'half-yearly',
  'yearly',
  'three-yearly',
] as const;
export type Every = (typeof EVERY)[number];

export const ON_DAYS_OFF = ['keep', 'next', 'previous'] as const;
