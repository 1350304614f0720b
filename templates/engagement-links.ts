import type { Gate } from '../domain/engagement/statuses';

export const LINKS = ['needs', 'selection', 'contract', 'delivery', 'performance', 'exit'] as const;
export type Link = (typeof LINKS)[number];

export interface LinkView {
  readonly link: Link;
  /** `out` is one that an engagement which ended early will not come to. */
  readonly status: 'done' | 'current' | 'ahead' | 'out';
  /** The gate of it that waits for a decision. */
  readonly gate: Gate | null;
}

/** A gate between the links. */
export interface GateView {
  readonly gate: Gate;
  readonly status: 'passed' | 'waiting' | 'ahead' | 'out';
}

/** A calendar day of a link or a gate: since when it runs or when it is done, and until or from when it is planned. */
export interface CourseDay {
  readonly kind: 'since' | 'done' | 'until' | 'planned';
  readonly day: string;
}

/** How an engagement goes through its six links and six gates. */
export interface Course {
  readonly links: readonly LinkView[];
  readonly gates: readonly GateView[];
  readonly days: Partial<Readonly<Record<Link | `gate-${Gate}`, CourseDay>>>;
}
