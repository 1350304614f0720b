import fc from 'fast-check';
import { layDownwards } from '../../../domain/approval/diagram/downwards';
import { layRightwards } from '../../../domain/approval/diagram/rightwards';
import type { Box, Edge, Layout, Measure, Point } from '../../../domain/approval/diagram/shapes';
import { allSteps } from '../../../domain/approval/flow';
import type { Node } from '../../../domain/approval/schema';
import { randomSteps } from './random-policies';

const measure: Measure = {
  step: ({ title }) => ({ width: 184, height: 40 + title.length * 2 }),
  rule: () => ({ width: 184, height: 60 }),
};
const LAYOUTS = { rightwards: layRightwards, downwards: layDownwards };

const overlap = (a: Box, b: Box): boolean =>
  a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;
const inside = ({ x, y, width, height }: Box, all: Layout): boolean =>
  x >= 0 && y >= 0 && x + width <= all.width && y + height <= all.height;
const onBorder = ({ x, y }: Point, box: Box): boolean => {
  const within = x >= box.x && x <= box.x + box.width && y >= box.y && y <= box.y + box.height;
  return within && (x === box.x || x === box.x + box.width || y === box.y || y === box.y + box.height);
};
const segments = ({ points }: Edge): Box[] =>
  points.slice(1).map((to, index) => {
    const from = points[index] ?? to;
    return {
      x: Math.min(from.x, to.x),
      y: Math.min(from.y, to.y),
      width: Math.abs(from.x - to.x),
      height: Math.abs(from.y - to.y),
    };
  });
const pairs = <T>(all: readonly T[]): [T, T][] => all.flatMap((a, n) => all.slice(n + 1).map((b): [T, T] => [a, b]));

const holds = (lay: (nodes: readonly Node[], measure: Measure) => Layout, check: (all: Layout) => void): void =>
  fc.assert(
    fc.property(randomSteps, (nodes) => check(lay(nodes, measure))),
    { numRuns: 200 },
  );

describe.each(Object.entries(LAYOUTS))('a policy laid out %s', (_name, lay) => {
  test('has no two boxes that overlap', () => {
    holds(lay, ({ shapes }) => {
      expect(pairs(shapes).filter(([a, b]) => overlap(a.box, b.box))).toEqual([]);
    });
  });

  test('writes no question over a box or over another question', () => {
    holds(lay, ({ shapes, edges }) => {
      const labels = edges.flatMap(({ label }) => (label ? [label] : []));
      expect(pairs(labels).filter(([a, b]) => overlap(a, b))).toEqual([]);
      expect(labels.filter((label) => shapes.some(({ box }) => overlap(label, box)))).toEqual([]);
    });
  });

  test('leads every edge from the border of its first box to that of its last, straight or at right angles', () => {
    holds(lay, ({ shapes, edges }) => {
      const boxes = new Map(shapes.map(({ id, box }) => [id, box]));
      const meets = (id: string, point: Point | undefined): boolean => {
        const box = boxes.get(id);
        return box !== undefined && point !== undefined && onBorder(point, box);
      };
      const straight = (edge: Edge): boolean =>
        segments(edge).every(({ width, height }) => (width === 0) !== (height === 0));
      const wrong = edges.filter((edge) => {
        const { from, to, points } = edge;
        return !meets(from, points[0]) || !meets(to, points.at(-1)) || !straight(edge);
      });
      expect(wrong).toEqual([]);
    });
  });

  test('leads no edge through a box or a question', () => {
    holds(lay, ({ shapes, edges }) => {
      const solid = [...shapes.map(({ box }) => box), ...edges.flatMap(({ label }) => (label ? [label] : []))];
      const crossing = edges.flatMap(segments).filter((part) => solid.some((box) => overlap(part, box)));
      expect(crossing).toEqual([]);
    });
  });

  test('keeps everything within its bounds', () => {
    holds(lay, (all) => {
      const boxes = all.shapes.map(({ box }) => box);
      const labels = all.edges.flatMap(({ label }) => (label ? [label] : []));
      expect([...boxes, ...labels, ...all.edges.flatMap(segments)].filter((box) => !inside(box, all))).toEqual([]);
    });
  });

  test('draws every step once and connects everything from start to end', () => {
    fc.assert(
      fc.property(randomSteps, (nodes) => {
        const { shapes, edges } = lay(nodes, measure);
        const ids = shapes.map(({ id }) => id);
        expect(new Set(ids).size).toBe(ids.length);
        expect(new Set(edges.map(({ id }) => id)).size).toBe(edges.length);
        for (const { key } of allSteps(nodes)) expect(ids).toContain(`step.${key}`);
        expect(ids.filter((id) => id !== 'end' && !edges.some(({ from }) => from === id))).toEqual([]);
        expect(ids.filter((id) => id !== 'start' && !edges.some(({ to }) => to === id))).toEqual([]);
        expect(lay(nodes, measure)).toEqual({ shapes, edges, width: expect.any(Number), height: expect.any(Number) });
      }),
    );
  });
});

test('a column is never wider than a phone', () => {
  holds(layDownwards, ({ width }) => expect(width).toBeLessThanOrEqual(294));
});

test('a plain sequence from left to right stands on one line', () => {
  const { shapes } = layRightwards([aStep('a'), aStep('b')], measure);
  expect(new Set(shapes.map(({ box }) => box.y + box.height / 2)).size).toBe(1);
});

const aStep = (key: string): Node => ({ key, title: key, mode: 'any', assignees: [{ manager: true }] });
