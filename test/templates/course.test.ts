import { GATES } from '../../domain/engagement/statuses';
import { LOCALES } from '../../domain/people/people';
import { sampleTab } from '../../bin/parts/samples';
import { type CourseDrawing, drawCourse } from '../../templates/course/drawing';
import { type Course, LINKS } from '../../domain/engagement/course';

/** A running service whose renewal is being decided. */
const SERVING: Course = {
  links: LINKS.map((link) => {
    if (link === 'exit') return { link, status: 'ahead', gate: null };
    const current = link === 'delivery' || link === 'performance';
    return { link, status: current ? 'current' : 'done', gate: link === 'performance' ? 'renewal' : null };
  }),
  gates: GATES.map((gate, index) => ({ gate, status: index < 3 ? 'passed' : index === 3 ? 'waiting' : 'ahead' })),
  days: { delivery: { kind: 'since', day: '2026-01-01' }, exit: { kind: 'planned', day: '2027-12-31' } },
};
const drawn = (course: Course = SERVING, locale: (typeof LOCALES)[number] = 'en') =>
  drawCourse({ locale, id: 'one', course });

const told = ({ stops }: CourseDrawing): readonly string[] => stops.map((stop) => stop.told);

test('links and gates stand in their order, each with its state, its date and its tab', () => {
  const { wide, narrow } = drawn();
  expect(told(wide)).toEqual(told(narrow));
  expect(told(wide)).toEqual([
    'Needs, done',
    'G1 Needs approval, passed',
    'Selection, done',
    'G2 Award approval, passed',
    'Contract, done',
    'G3 Contract approval, passed',
    'Delivery, now, since 1 Jan 2026',
    'Performance, now',
    'G4 Renewal approval, to be decided, renewed: back to delivery; renegotiated: back to the contract',
    'G5 Exit approval, ahead',
    'Exit, ahead, planned 31 Dec 2027',
    'G6 Settlement approval, ahead',
  ]);
  expect(wide.stops.flatMap(({ href }) => href ?? [])).toEqual(
    LINKS.map((link) => `/engagements/one?part=${link}#${link}`),
  );
  expect(wide.stops.filter(({ current }) => current)).toHaveLength(2);
});

test('a sign of its own tells each state without the colour', () => {
  const states = [
    { status: 'done', gate: null },
    { status: 'current', gate: null },
    { status: 'current', gate: 'needs' },
    { status: 'ahead', gate: null },
    { status: 'out', gate: null },
  ] as const;
  const signs = states.map((state) => {
    const links = SERVING.links.map((view) => (view.link === 'needs' ? { ...view, ...state } : view));
    return drawn({ ...SERVING, links }).wide.stops[0]?.sign.path;
  });
  expect(new Set(signs).size).toBe(states.length);
});

test('a service that was renewed has gone the way back, one whose exit runs has gone on', () => {
  const ways = (course: Course): readonly boolean[] => drawn(course).wide.arrows.map(({ travelled }) => travelled);
  const gates = SERVING.gates.map((view) => (view.gate === 'renewal' ? { ...view, status: 'passed' as const } : view));
  expect(ways(SERVING).slice(0, 2)).toEqual([false, false]);
  expect(ways({ ...SERVING, gates }).slice(0, 2)).toEqual([false, true]);
  expect(ways(SERVING).slice(2)).toEqual([...Array<boolean>(8).fill(true), ...Array<boolean>(4).fill(false)]);
});

test.each(LOCALES)('both layouts fit where they are shown, and run nothing, in %s', (locale) => {
  const { wide, narrow } = drawn(SERVING, locale);
  expect(wide.width).toBeLessThanOrEqual(1056);
  expect(wide.height).toBeLessThanOrEqual(140);
  expect(narrow.width).toBeLessThanOrEqual(336);
  const html = sampleTab('overview', locale);
  const drawings = html.match(/<svg class="flow course.*?<\/svg>/gs) ?? [];
  expect(drawings).toHaveLength(2);
  expect(drawings.join('')).not.toMatch(/<script|\sstyle=|\son\w+=|undefined|NaN/);
});
