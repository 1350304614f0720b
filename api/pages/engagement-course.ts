import { localDate } from '../../domain/calendar/zone';
import { type Gate, GATES, isEnded, type State } from '../../domain/engagement/statuses';
import type { Db } from '../../db/knex';
import { type Trodden, troddenOf } from '../../db/read/engagement-course';
import { termOf } from '../../db/read/term';
import type { EngagementRow } from '../../db/stores/engagements';
import {
  type Course,
  type CourseDay,
  type GateView,
  type Link,
  LINKS,
  type LinkView,
} from '../../templates/engagement-links';

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

/** How an engagement goes through its links and gates, with the days of each. */
export async function courseOf(db: Db, row: EngagementRow, now: number): Promise<Course> {
  const [trodden, term] = await Promise.all([troddenOf(db, row.id), termOf(db, row.id, localDate(row.time_zone, now))]);
  const way = { leaving: row.exit_cause !== null, openGate: row.open_gate, trodden: trodden.since.keys() };
  const links = linksOf(row.state, way);
  const gates = gatesOf(links, { openGate: row.open_gate, passed: new Set(trodden.passed.keys()) });
  const dayOf = (at: number | undefined): string | null => (at === undefined ? null : localDate(row.time_zone, at));
  const planned: Planned = {
    delivery: term?.currentStart ?? row.needs.startWanted ?? null,
    exit: row.exit_effective_date ?? term?.currentEnd ?? null,
  };
  const days = links.map((view) => [view.link, linkDay(view, { row, trodden, planned, dayOf })] as const);
  const passed = GATES.map((gate) => [`gate-${gate}`, done(dayOf(trodden.passed.get(gate)))] as const);
  return { links, gates, days: Object.fromEntries([...days, ...passed].filter(([, day]) => day !== null)) };
}

interface Planned {
  readonly delivery: string | null;
  readonly exit: string | null;
}
interface Dates {
  readonly row: EngagementRow;
  readonly trodden: Trodden;
  readonly planned: Planned;
  readonly dayOf: (at: number | undefined) => string | null;
}

const done = (day: string | null): CourseDay | null => (day === null ? null : { kind: 'done', day });

function linkDay({ link, status }: LinkView, { row, trodden, planned, dayOf }: Dates): CourseDay | null {
  const began = dayOf(link === 'needs' ? row.created_at.getTime() : trodden.since.get(BEGINS[link]));
  switch (status) {
    case 'done':
      return done(dayOf(endOf(link, trodden)));
    case 'current':
      if (link === 'exit' && planned.exit !== null) return { kind: 'until', day: planned.exit };
      return began === null ? null : { kind: 'since', day: began };
    case 'ahead': {
      const day = link === 'delivery' || link === 'exit' ? planned[link] : null;
      return day === null ? null : { kind: 'planned', day };
    }
    case 'out':
      return null;
  }
}

/** A link is over when one that follows on it begins: the service is what delivery and performance share. */
function endOf(link: Link, { since }: Trodden): number | undefined {
  const next = link === 'delivery' ? 'exit' : LINKS[LINKS.indexOf(link) + 1];
  const began = next && since.get(BEGINS[next]);
  return began ?? (link === 'exit' ? since.get('CLOSED') : undefined);
}
