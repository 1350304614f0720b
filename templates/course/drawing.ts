import { GATES } from '../../domain/engagement/statuses';
import type { Locale } from '../../domain/people/people';
import { translate } from '../catalog';
import { SIGNS, headOf, outlineOf, pathOf } from '../diagram/glyphs';
import type { Course, GateView, LinkView } from '../../domain/engagement/course';
import { engagementPlace } from '../engagement-parts';
import { formatShortDay } from '../format';
import { type Direction, isGate, type Place, type Plan, planOf, type Point, type Stop, STOPS } from './places';

/** The six links as a picture of their process, as its template writes it. */
export interface CourseDrawing {
  readonly lang: Locale;
  readonly className: string;
  readonly width: number;
  readonly height: number;
  readonly arrows: readonly ArrowDrawing[];
  readonly notes: readonly Written[];
  readonly stops: readonly StopDrawing[];
  readonly end: string;
}
interface ArrowDrawing {
  readonly path: string;
  readonly head: string;
  readonly travelled: boolean;
}
interface Written {
  readonly x: number;
  readonly y: number;
  readonly text: string;
}
type Mark = 'approved' | 'active' | 'returned' | 'ahead' | 'out';
interface StopDrawing {
  /** Where a link leads; null for a gate. */
  readonly href: string | null;
  readonly current: boolean;
  readonly mark: Mark;
  /** Everything about it in words. */
  readonly told: string;
  readonly outline: string;
  readonly sign: { readonly x: number; readonly y: number; readonly path: string };
  readonly lines: readonly (Written & { readonly tone: string })[];
}

interface Scene {
  readonly locale: Locale;
  readonly id: string;
  readonly course: Course;
  readonly direction: Direction;
}

/** Both layouts: the style sheet shows the one for which there is room. */
export const drawCourse = (scene: Omit<Scene, 'direction'>): Readonly<Record<'wide' | 'narrow', CourseDrawing>> => ({
  wide: draw({ ...scene, direction: 'right' }),
  narrow: draw({ ...scene, direction: 'down' }),
});

function draw(scene: Scene): CourseDrawing {
  const { locale, course, direction } = scene;
  const plan = planOf(direction);
  const stops = STOPS.map((stop) => stopOf(scene, stop, plan));
  const renewed = course.gates.some(({ gate, status }) => gate === 'renewal' && status === 'passed');
  const past = STOPS.map((stop) => came(course, stop));
  return {
    lang: locale,
    className: direction,
    width: plan.width,
    height: plan.height,
    arrows: [
      arrow(plan.back.contract, false),
      arrow(plan.back.delivery, renewed),
      ...plan.arrows.map((points, index) => arrow(points, past[index + 1] ?? past.every(Boolean))),
    ],
    notes: direction === 'right' ? notes(locale, plan) : [],
    stops,
    end: outlineOf('end', plan.end),
  };
}

const arrow = (points: readonly Point[], travelled: boolean): ArrowDrawing => {
  const edge = { id: '', from: '', to: '', points, way: null, label: null };
  return { path: pathOf(edge), head: headOf(edge), travelled };
};

/** What leads back, above the way that it takes. */
const notes = (locale: Locale, { back }: Plan): readonly Written[] =>
  (['delivery', 'contract'] as const).map((to) => {
    const { x = 0, y = 0 } = back[to][2] ?? {};
    return { x: x + 6, y: y - 5, text: translate(locale, `course.back-${to}`) };
  });

/** Whether an engagement has come to a link, or through a gate. */
function came({ links, gates }: Course, stop: Stop): boolean {
  if (isGate(stop)) return gates.some(({ gate, status }) => `gate-${gate}` === stop && isBehind(status));
  return links.some(({ link, status }) => link === stop && (status === 'done' || status === 'current'));
}
const isBehind = (status: GateView['status']): boolean => status === 'passed' || status === 'waiting';

function stopOf(scene: Scene, stop: Stop, { places }: Plan): StopDrawing {
  const { links, gates } = scene.course;
  const place = places.get(stop) ?? { x: 0, y: 0, width: 0, height: 0 };
  const gate = gates.find((one) => `gate-${one.gate}` === stop);
  if (gate) return gateStop(scene, gate, place);
  const link = links.find((one) => one.link === stop) ?? { link: 'needs', status: 'ahead', gate: null };
  return linkStop(scene, link, place);
}

const LINK_MARKS = { done: 'approved', current: 'active', waiting: 'returned', ahead: 'ahead', out: 'out' } as const;
const LINK_SIGNS = {
  ...{ done: SIGNS.approved, waiting: SIGNS.active, ahead: '', out: SIGNS.out },
  current: 'M-2-3.2 3 0-2 3.2z',
} as const;

/** A link waits where its own gate has to be passed to go on; a service runs while its renewal is decided. */
const standing = ({ status, gate }: LinkView): keyof typeof LINK_MARKS =>
  status === 'current' && gate !== null && gate !== 'renewal' ? 'waiting' : status;

function linkStop(scene: Scene, view: LinkView, place: Place): StopDrawing {
  const { locale, id, direction } = scene;
  const { x, y } = place;
  const status = standing(view);
  const name = translate(locale, `link.${view.link}`);
  const word = translate(locale, `link-status.${status}`);
  const date = dayText(scene, view.link);
  const wide = direction === 'right';
  return {
    href: engagementPlace(id, view.link),
    current: view.status === 'current',
    mark: LINK_MARKS[status],
    told: [name, word, ...(date === '' ? [] : [date])].join(', '),
    outline: outlineOf('step', place),
    sign: { x: x + 16, y: y + 18, path: LINK_SIGNS[status] },
    lines: [
      { tone: 'heading', x: x + 29, y: y + 22, text: name },
      { tone: 'word', text: word, ...(wide ? { x: x + 9, y: y + 40 } : { x: x + 29, y: y + 36 }) },
      {
        tone: 'rule-text day',
        text: date,
        ...(wide ? { x: x + 9, y: y + 55 } : { x: x + place.width - 10, y: y + 36 }),
      },
    ].filter(({ text }) => text !== ''),
  };
}

const GATE_MARKS = { passed: 'approved', waiting: 'returned', ahead: 'ahead', out: 'out' } as const;
const GATE_SIGNS = { passed: SIGNS.approved, waiting: SIGNS.active, ahead: '', out: SIGNS.out } as const;

function gateStop(scene: Scene, { gate, status }: GateView, place: Place): StopDrawing {
  const { locale, direction } = scene;
  const { x, y, width, height } = place;
  const code = `G${GATES.indexOf(gate) + 1}`;
  const name = `${code} ${translate(locale, `gate.${gate}`)}`;
  const word = translate(locale, `gate-status.${status}`);
  const date = dayText(scene, `gate-${gate}`);
  const words = [name, word, ...(date === '' ? [] : [date])];
  const written: Written =
    direction === 'right'
      ? { x: x + width / 2, y: y + height + 13, text: code }
      : { x: x + width + 8, y: y + height / 2 + 4, text: words.join(' · ') };
  return {
    ...{ href: null, current: false, mark: GATE_MARKS[status] },
    told: [...words, ...(gate === 'renewal' ? [translate(locale, 'course.back')] : [])].join(', '),
    outline: outlineOf('exclusive', place),
    sign: { x: x + width / 2, y: y + height / 2, path: GATE_SIGNS[status] },
    lines: [{ tone: 'gate-text', ...written }],
  };
}

function dayText({ locale, course }: Scene, stop: Stop): string {
  const found = course.days[stop];
  return found ? translate(locale, `course.${found.kind}`, { day: formatShortDay(found.day, locale) }) : '';
}
