export const LINKS = ['needs', 'selection', 'contract', 'delivery', 'performance', 'exit'] as const;
export type Link = (typeof LINKS)[number];

export interface LinkView {
  readonly link: Link;
  readonly status: 'done' | 'current' | 'ahead';
  /** The gate of it that waits for a decision. */
  readonly gate: string | null;
}
