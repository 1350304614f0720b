import type { Gate } from '../../domain/engagement/statuses';
import type { Link } from '../../domain/engagement/course';

export type Direction = 'right' | 'down';

export interface Place {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Where everything stands: links and gates in the order of an engagement's life, arrows between them, ways back. */
export interface Plan {
  readonly width: number;
  readonly height: number;
  readonly places: ReadonlyMap<Stop, Place>;
  readonly end: Place;
  readonly arrows: readonly (readonly Point[])[];
  /** From the renewal: back to the running service, or to its contract. */
  readonly back: Readonly<Record<'delivery' | 'contract', readonly Point[]>>;
}
export interface Point {
  readonly x: number;
  readonly y: number;
}
export type Stop = Link | `gate-${Gate}`;

/** Links with the gates behind them: delivery and performance run without one between them. */
export const STOPS: readonly Stop[] = [
  'needs',
  'gate-needs',
  'selection',
  'gate-award',
  'contract',
  'gate-contract',
  'delivery',
  'performance',
  'gate-renewal',
  'gate-exit',
  'exit',
  'gate-settlement',
];

export const isGate = (stop: Stop): stop is `gate-${Gate}` => stop.startsWith('gate-');

export const planOf = (direction: Direction): Plan => (direction === 'right' ? rightwards() : downwards());

const ACROSS = { box: { width: 118, height: 62 }, gate: 28, gap: 13, end: 14, top: 28 };

function rightwards(): Plan {
  const { box, gate, gap, end, top } = ACROSS;
  const middle = top + box.height / 2;
  let x = 1;
  const places = new Map<Stop, Place>();
  for (const stop of STOPS) {
    const size = isGate(stop) ? { width: gate, height: gate } : box;
    places.set(stop, { x, y: middle - size.height / 2, ...size });
    x += size.width + gap;
  }
  const last = { x, y: middle - end / 2, width: end, height: end };
  const arrows = between([...places.values(), last]).map(([from, to]) => [
    { x: from.x + from.width, y: middle },
    { x: to.x, y: middle },
  ]);
  const from = { x: at(places, 'gate-renewal').x + gate / 2, y: middle - gate / 2 };
  const back = (link: Link): readonly Point[] => {
    const to = at(places, link);
    const over = to.x + to.width / 2;
    return [from, { x: from.x, y: 16 }, { x: over, y: 16 }, { x: over, y: top }];
  };
  const ways = { delivery: back('delivery'), contract: back('contract') };
  return { width: x + end + 1, height: top + box.height + 2, places, end: last, arrows, back: ways };
}

const DOWN = { left: 22, width: 296, box: 42, gate: 22, gap: 8, end: 14, lane: 8, axis: 42 };

function downwards(): Plan {
  const { left, width, box, gate, gap, end, lane, axis } = DOWN;
  let y = 1;
  const places = new Map<Stop, Place>();
  for (const stop of STOPS) {
    const height = isGate(stop) ? gate : box;
    places.set(stop, isGate(stop) ? { x: axis - gate / 2, y, width: gate, height } : { x: left, y, width, height });
    y += height + gap;
  }
  const last = { x: axis - end / 2, y, width: end, height: end };
  const arrows = between([...places.values(), last]).map(([from, to]) => [
    { x: axis, y: from.y + from.height },
    { x: axis, y: to.y },
  ]);
  const renewal = at(places, 'gate-renewal');
  const from = { x: renewal.x, y: renewal.y + gate / 2 };
  const back = (link: Link): readonly Point[] => {
    const to = at(places, link);
    const beside = to.y + box / 2;
    return [from, { x: lane, y: from.y }, { x: lane, y: beside }, { x: left, y: beside }];
  };
  const ways = { delivery: back('delivery'), contract: back('contract') };
  return { width: left + width + 1, height: y + end + 1, places, end: last, arrows, back: ways };
}

const between = (places: readonly Place[]): readonly (readonly [Place, Place])[] =>
  places.slice(1).map((to, index) => [places[index] ?? to, to]);

/** Every stop has its place; only an unknown one would have none. */
const at = (places: ReadonlyMap<Stop, Place>, stop: Stop): Place =>
  places.get(stop) ?? { x: 0, y: 0, width: 0, height: 0 };
