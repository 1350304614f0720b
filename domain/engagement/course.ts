import { type Gate, GATES, isEnded, type State } from './statuses';

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

const REACHED: Partial<Readonly<Record<State, number>>> = {
  NEEDS_ANALYSIS: 0,
  VENDOR_SELECTION: 1,
  CONTRACTING: 2,
  TRANSITION_IN: 3,
  IN_SERVICE: 4,
  SUSPENDED: 4,
  EXITING: 5,
  CLOSED: 6,
};

/** The state in which each link begins. */
const BEGINS: Readonly<Record<Link, State>> = {
  needs: 'NEEDS_ANALYSIS',
  selection: 'VENDOR_SELECTION',
  contract: 'CONTRACTING',
  delivery: 'TRANSITION_IN',
  performance: 'IN_SERVICE',
  exit: 'EXITING',
};

const LINK_OF_GATE = {
  needs: 'needs',
  award: 'selection',
  contract: 'contract',
  renewal: 'performance',
  exit: 'exit',
  settlement: 'exit',
} as const satisfies Record<Gate, Link>;

interface Way {
  readonly leaving: boolean;
  readonly openGate: string | null;
  /** The states that it has come to, as far as its trail tells. */
  readonly trodden?: Iterable<State>;
}

/** Where an engagement stands on its six links; delivery and performance run side by side. */
export function linksOf(state: State, { leaving, openGate, trodden = [] }: Way): readonly LinkView[] {
  const waiting = GATES.find((gate) => gate === openGate);
  const early = isEnded(state) && state !== 'CLOSED' && !leaving;
  const furthest = Math.max(0, ...[...trodden].map((one) => REACHED[one] ?? 0));
  const reached = isEnded(state) && state !== 'CLOSED' ? (leaving ? 5 : furthest) : (REACHED[state] ?? 0);
  return LINKS.map((link, index) => {
    const isCurrent = !early && (index === reached || (link === 'delivery' && reached === 4));
    const gate = waiting && LINK_OF_GATE[waiting] === link ? waiting : null;
    return { link, gate, status: isCurrent ? 'current' : index < reached ? 'done' : early ? 'out' : 'ahead' };
  });
}

/** How many links are behind once a gate is passed; a renewal is decided while the service runs, again and again. */
const BEHIND: Readonly<Record<Gate, number>> = { needs: 1, award: 2, contract: 3, renewal: 5, exit: 5, settlement: 6 };

/** What became of the gates: one that was left aside will not be asked any more. */
export function gatesOf(
  links: readonly LinkView[],
  { openGate, passed }: { readonly openGate: string | null; readonly passed: ReadonlySet<Gate> },
): readonly GateView[] {
  const done = links.filter(({ status }) => status === 'done').length;
  const current = links.findLastIndex(({ status }) => status === 'current');
  const over = links.some(({ status }) => status === 'out');
  const came = Math.max(done, current);
  return GATES.map((gate) => {
    if (gate === openGate) return { gate, status: 'waiting' };
    if (passed.has(gate) || (gate !== 'renewal' && came >= BEHIND[gate])) return { gate, status: 'passed' };
    return { gate, status: over || came >= BEHIND[gate] ? 'out' : 'ahead' };
  });
}

/** When an engagement first came to each state and was last let through each gate, as calendar days of its own zone. */
export interface CourseDays {
  readonly created: string;
  readonly since: ReadonlyMap<State, string>;
  readonly passed: ReadonlyMap<Gate, string>;
  /** When the service is to begin, and when the exit is to be over. */
  readonly planned: { readonly delivery: string | null; readonly exit: string | null };
}

/** The day that is told of each link and each gate; none where there is none. */
export function daysOf(links: readonly LinkView[], days: CourseDays): Course['days'] {
  const ofLinks = links.map((view) => [view.link, linkDay(view, days)] as const);
  const ofGates = GATES.map((gate) => [`gate-${gate}`, done(days.passed.get(gate))] as const);
  return Object.fromEntries([...ofLinks, ...ofGates].filter(([, day]) => day !== null));
}

const done = (day: string | undefined): CourseDay | null => (day === undefined ? null : { kind: 'done', day });

function linkDay({ link, status }: LinkView, { created, since, planned }: CourseDays): CourseDay | null {
  const began = link === 'needs' ? created : since.get(BEGINS[link]);
  switch (status) {
    case 'done':
      return done(endOf(link, since));
    case 'current':
      if (link === 'exit' && planned.exit !== null) return { kind: 'until', day: planned.exit };
      return began === undefined ? null : { kind: 'since', day: began };
    case 'ahead': {
      const day = link === 'delivery' || link === 'exit' ? planned[link] : null;
      return day === null ? null : { kind: 'planned', day };
    }
    case 'out':
      return null;
  }
}

/** A link is over when one that follows on it begins: the service is what delivery and performance share. */
function endOf(link: Link, since: CourseDays['since']): string | undefined {
  const next = link === 'delivery' ? 'exit' : LINKS[LINKS.indexOf(link) + 1];
  const began = next && since.get(BEGINS[next]);
  return began ?? (link === 'exit' ? since.get('CLOSED') : undefined);
}
