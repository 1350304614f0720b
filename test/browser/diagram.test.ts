import { join } from 'node:path';
import fc from 'fast-check';
import type { Browser, Page } from 'playwright-core';
import { BUILTIN_POLICIES } from '../../domain/approval/builtin';
import type { Node } from '../../domain/approval/schema';
import { type Locale, LOCALES } from '../../domain/people/people';
import { bpmnXml } from '../../templates/diagram/bpmn';
import { type Direction, drawPolicy, type Pictured } from '../../templates/diagram/drawing';
import { renderDiagram } from '../../templates/render';
import { randomSteps } from '../domain/diagram/random-policies';
import { openChromium, withChromium } from './chromium';

const VIEWER = join(__dirname, '..', '..', 'node_modules', 'bpmn-js', 'dist', 'bpmn-viewer.production.min.js');
const NAMES = ['周敏', '李静（财务共享服务中心）', 'Alexandra Katharina von Hohenzollern'];
const picture = (nodes: readonly Node[], part: Partial<Pictured> = {}): Pictured => ({
  locale: 'en',
  title: 'Award',
  nodes,
  state: null,
  nameOf: (id) => NAMES[id.length % NAMES.length] ?? id,
  ...part,
});
const WAYS: readonly Direction[] = ['right', 'down'];
const random = fc.sample(randomSteps, { numRuns: 25, seed: 7 });
const policies = [...Object.values(BUILTIN_POLICIES).map(({ steps }) => steps), ...random];

/** Titles in writing whose width is known; others may be as wide as their font likes. */
const COMMON = /^[\u0020-\u024f\u4e00-\u9fff，：]*$/;
const written = policies.map((nodes) => {
  const text = JSON.stringify(nodes, (key, value: unknown) =>
    key === 'title' && !COMMON.test(String(value)) ? 'Head of the department' : value,
  );
  return JSON.parse(text) as readonly Node[];
});

/** Run inside the page: texts that leave the box they stand in. */
const OVERFLOWING = `[...document.querySelectorAll('g.shape')].flatMap((shape) => {
  const box = shape.querySelector('.body').getBBox();
  return [...shape.querySelectorAll('text')].filter((text) => {
    const { x, y, width, height } = text.getBBox();
    return x < box.x || y < box.y || x + width > box.x + box.width || y + height > box.y + box.height;
  }).map(({ textContent }) => textContent);
})`;

/** Run inside the page: imports a file and counts what is drawn. */
const importing = (xml: string): string => `(async () => {
  const viewer = new BpmnJS({ container: '#canvas' });
  const { warnings } = await viewer.importXML(${JSON.stringify(xml)});
  const drawn = document.querySelectorAll('.djs-shape').length;
  viewer.destroy();
  return { warnings: warnings.map(String), drawn };
})()`;

withChromium('diagrams in a real browser', () => {
  let browser: Browser;
  let page: Page;
  beforeAll(async () => {
    browser = await openChromium();
    page = await browser.newPage();
  });
  afterAll(() => browser.close());

  test('bpmn-js opens every exported policy without a warning', async () => {
    await page.setContent('<div id="canvas"></div>');
    await page.addScriptTag({ path: VIEWER });
    for (const nodes of policies) {
      const script = importing(await bpmnXml(picture(nodes)));
      const shown = await page.evaluate<{ readonly warnings: readonly string[]; readonly drawn: number }>(script);
      expect(shown.warnings).toEqual([]);
      expect(shown.drawn).toBeGreaterThan(2);
    }
  });

  test.each(LOCALES.flatMap((locale) => WAYS.map((way): [Locale, Direction] => [locale, way])))(
    'no text leaves its box in %s, drawn %s',
    async (locale, way) => {
      for (const nodes of written) {
        const drawing = drawPolicy(picture(nodes, { locale }), way);
        await page.setContent(renderDiagram(drawing));
        expect(await page.evaluate<readonly string[]>(OVERFLOWING)).toEqual([]);
      }
    },
  );
});
