import fc from 'fast-check';
import { widthOf, wrapText } from '../../domain/approval/diagram/text';
import { MODES } from '../../domain/approval/words';
import { LOCALES } from '../../domain/people/people';
import { drawPolicy, type Pictured } from '../../templates/diagram/drawing';
import { DIAGRAM_STYLE } from '../../templates/diagram/style';
import { modeText } from '../../templates/diagram/step-words';
import { renderDiagram } from '../../templates/render';
import { Desk, step } from '../domain/approval-builders';
import { randomSteps } from '../domain/diagram/random-policies';

const NAMES: Readonly<Record<string, string>> = { A: '周敏', B: 'Jing <Li>', C: 'Ning Zhao' };
const nameOf = (id: string): string => NAMES[id] ?? id;
const picture = (part: Partial<Pictured> = {}): Pictured => ({
  locale: 'en',
  title: 'Award',
  nodes: [step({ key: 'a', title: 'Check', mode: 'all' })],
  state: null,
  nameOf,
  ...part,
});
const svg = (part: Partial<Pictured> = {}): string => renderDiagram(drawPolicy(picture(part), 'right'));

test('a picture has a title, tells its steps in words, and runs nothing', () => {
  const desk = new Desk({ steps: [step({ key: 'a', title: 'Check', mode: 'all' })] });
  desk.vote('A+');
  const text = svg({ nodes: desk.setup.steps, state: desk.state });

  expect(text).toContain('role="img" aria-labelledby="flow-right-title flow-right-desc"');
  expect(text).toContain('<title id="flow-right-title">Process diagram: Award</title>');
  expect(text).toContain(
    '1. Check (all must agree) — in progress: 周敏: approved, Jing &lt;Li&gt;: to decide, Ning Zhao',
  );
  expect(text).not.toMatch(/<script|\son\w+=|href=|url\(|@import|\{\w+\}|undefined|NaN/);
});

test('people under a step show what they decided, and a step behind is marked as such', () => {
  const steps = [step({ key: 'a', mode: 'quorum', quorum: 2 }), step({ key: 'b', people: ['D'] })];
  const desk = new Desk({ steps });
  desk.vote('A+ B+');
  const { shapes } = drawPolicy(picture({ nodes: steps, state: desk.state }), 'down');

  expect(shapes.map(({ kind, mark }) => [kind, mark])).toEqual([
    ['start', 'approved'],
    ['step', 'approved'],
    ['step', 'active'],
    ['end', 'ahead'],
  ]);
  expect(shapes[1]?.people.map(({ text, mark }) => [text, mark])).toEqual([
    ['周敏', 'approved'],
    ['Jing <Li>', 'approved'],
    ['Ning Zhao', 'cancelled'],
  ]);
});

test('markup in titles, names and conditions is text', () => {
  const evil = '<script>alert(1)</script>';
  const text = svg({ title: evil, nodes: [step({ title: evil, when: 'a < "<b>"' })], nameOf: () => evil });
  expect(text).not.toMatch(/<script|<b>/);
});

test('its own style needs no escaping, so the hash in the policy of its answer holds', () => {
  expect(DIAGRAM_STYLE).not.toMatch(/[&<>"'`=]/);
  expect(svg()).toContain(`<style>${DIAGRAM_STYLE}</style>`);
});

test.each(LOCALES)('every way of counting has a name of its own in %s', (locale) => {
  const names = MODES.map((mode) => modeText(locale, step({ mode, quorum: 2, ratioBp: 6_667, thresholdBp: 5_000 })));
  expect(new Set(names).size).toBe(MODES.length);
  expect(modeText(locale, step({ mode: 'quorum', quorum: 2 }))).toContain('2');
});

test('any policy renders in both languages and directions without a gap', () => {
  fc.assert(
    fc.property(randomSteps, fc.constantFrom(...LOCALES), fc.constantFrom('right', 'down'), (nodes, locale, way) => {
      const text = renderDiagram(drawPolicy(picture({ nodes, locale }), way));
      expect(text).not.toMatch(/undefined|NaN|\[object/);
    }),
    { numRuns: 60 },
  );
});

test('text is broken into lines that fit, and what does not fit ends in an ellipsis', () => {
  const room = { width: 100, fontSize: 12, lines: 2 };
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 80 }), (text) => {
      const lines = wrapText(text, room);
      expect(lines.length).toBeLessThanOrEqual(2);
      expect(lines.filter((line) => widthOf(line, room) > room.width)).toEqual([]);
    }),
  );
  expect(wrapText('财务与法务会签，合同金额超过一百万元', room)).toEqual(['财务与法务会签，', '合同金额超过一…']);
  expect(wrapText('Head of department', room)).toEqual(['Head of', 'department']);
});
