/** What there is to do where a list is empty: its words are `empty-next.<word>`. */
export const EMPTY_WORDS = [
  'start-engagement',
  'new-vendor',
  'import-vendors',
  'samples',
  'engagements',
  'status',
] as const;

export interface EmptyStep {
  readonly word: (typeof EMPTY_WORDS)[number];
  readonly href: string;
}
