import { checklistFacts, checklistOf, openRequired } from '../../../domain/planning/checklist';
import type { LessonView } from '../../../domain/planning/checklist-schema';

const text = (en: string) => ({ en, 'zh-CN': `${en}（中）` });
const check = (key: string, gate: 'needs' | 'award' | 'contract', required = false) => ({
  key,
  gate,
  required,
  text: text(key),
});
const lesson = (id: string, part: Partial<LessonView> = {}): LessonView => ({
  id,
  serviceType: 'it',
  gate: 'award',
  text: 'It went wrong',
  check: `check ${id}`,
  required: true,
  source: { engagementId: 'e', number: 'ENG-1', title: 'Old' },
  recordedBy: 'p',
  recordedAt: '2026-01-01T00:00:00.000Z',
  retiredAt: null,
  ...part,
});
const tick = (key: string, done: boolean, comment?: string) => ({
  key,
  done,
  ...(comment && { comment }),
  by: 'p',
  at: '2026-02-01T00:00:00.000Z',
});

describe('a checklist', () => {
  const catalogue = [check('a', 'contract'), check('b', 'needs', true), check('c', 'award')];

  test('lists the items of the kind of service and of earlier engagements gate by gate', () => {
    const items = checklistOf({ catalogue, lessons: [lesson('1')], ticks: [] });
    expect(items.map(({ key }) => key)).toEqual(['catalogue.b', 'catalogue.c', 'lesson.1', 'catalogue.a']);
    expect(items[2]).toMatchObject({ origin: 'lesson', lesson: 'It went wrong', source: { number: 'ENG-1' } });
  });

  test('is open where required items are not ticked, and names each', () => {
    const parts = { catalogue, lessons: [lesson('1')] };
    const open = (...ticks: ReturnType<typeof tick>[]) =>
      openRequired(checklistOf({ ...parts, ticks })).map(({ path }) => path);
    expect(open()).toEqual(['checklist.catalogue.b', 'checklist.lesson.1']);
    expect(open(tick('catalogue.b', true))).toEqual(['checklist.lesson.1']);
    expect(open(tick('catalogue.b', false), tick('lesson.1', true))).toEqual(['checklist.catalogue.b']);
  });

  test('tells approvers what was ticked, in which words, and what is open', () => {
    const ticks = [tick('catalogue.b', true, 'Seen by Li')];
    expect(checklistFacts(checklistOf({ catalogue, lessons: [], ticks }))).toEqual({
      done: [{ en: 'b (Seen by Li)', 'zh-CN': 'b（中）（Seen by Li）' }],
      open: [text('c'), text('a')],
    });
  });
});
