import { sampleTab } from '../../bin/parts/samples';
import {
  ENGAGEMENT_ANCHORS,
  ENGAGEMENT_PARTS,
  ENGAGEMENT_TABS,
  engagementPlace,
} from '../../templates/engagement-parts';

const idsOf = (html: string): readonly string[] => [...html.matchAll(/ id="([a-z-]+)"/g)].map(([, id = '']) => id);
const partIn = (address: string): string | null => new URL(address, 'http://tenure.test').searchParams.get('part');

test.each(ENGAGEMENT_ANCHORS)(
  'what leads to %s leads to the tab that shows it, and only that tab shows it',
  (anchor) => {
    const [path = '', place] = engagementPlace('one', anchor).split('#');
    const showing = ENGAGEMENT_PARTS.filter((part) => idsOf(sampleTab(part, 'en')).includes(anchor));
    expect({ place, showing }).toEqual({ place: anchor, showing: [partIn(path) ?? 'overview'] });
  },
);

test('the tab of performance leads to the reviews, which stood there once', () =>
  expect(sampleTab('performance', 'en')).toMatch(
    /<a href="\/engagements\/[^"]+\?part&#x3D;reviews#reviews">Reviews<\/a>/,
  ));

test('one tab is the present one, and all of them together show what each shows', () => {
  for (const tab of ENGAGEMENT_TABS) {
    const html = sampleTab(tab, 'en');
    const [nav = ''] = /<nav class="sections".*?<\/nav>/s.exec(html) ?? [];
    expect([tab, nav.match(/aria-current="page"/g)]).toEqual([tab, ['aria-current="page"']]);
  }
  const all = idsOf(sampleTab('all', 'en'));
  expect(all).toEqual([...new Set(all)]);
  expect(ENGAGEMENT_PARTS.flatMap((part) => idsOf(sampleTab(part, 'en'))).filter((id) => !all.includes(id))).toEqual(
    [],
  );
});
