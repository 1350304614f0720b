import type { Issue } from '../errors';
import type { Bilingual } from '../shapes';
import type { ChecklistItem, LessonView, Tick } from './checklist-schema';
import { CHECKED_GATES, type CheckedGate, type ServiceTypeBody } from './service-type-schema';

/** A tick as it was made: who, when (RFC 3339). */
export interface StoredTick extends Tick {
  readonly key: string;
  readonly by: string;
  readonly at: string;
}

export interface ChecklistParts {
  readonly catalogue: ServiceTypeBody['checklist'];
  readonly lessons: readonly LessonView[];
  readonly ticks: readonly StoredTick[];
}

/** The items of an engagement: those of its kind of service, then the lessons of earlier engagements, gate by gate. */
export function checklistOf({ catalogue, lessons, ticks }: ChecklistParts): readonly ChecklistItem[] {
  const items = [...catalogue.map(fromCatalogue), ...lessons.map(fromLesson)];
  return CHECKED_GATES.flatMap((gate) => items.filter((item) => item.gate === gate)).map((item) =>
    withTick(
      item,
      ticks.find(({ key }) => key === item.key),
    ),
  );
}

const OPEN = { done: false, comment: null, tickedBy: null, tickedAt: null };

const fromCatalogue = ({ key, gate, text, required }: ServiceTypeBody['checklist'][number]): ChecklistItem => ({
  ...OPEN,
  key: `catalogue.${key}`,
  gate,
  origin: 'catalogue',
  text,
  required,
  lesson: null,
  source: null,
});

const fromLesson = ({ id, gate, text, check, required, source }: LessonView): ChecklistItem => ({
  ...OPEN,
  key: `lesson.${id}`,
  gate,
  origin: 'lesson',
  text: { en: check, 'zh-CN': check },
  required,
  lesson: text,
  source,
});

const withTick = (item: ChecklistItem, tick: StoredTick | undefined): ChecklistItem =>
  tick ? { ...item, done: tick.done, comment: tick.comment ?? null, tickedBy: tick.by, tickedAt: tick.at } : item;

export const isCheckedGate = (gate: string): gate is CheckedGate => CHECKED_GATES.some((one) => one === gate);

/** What is said of an item that keeps its gate shut. */
export const unticked = (text: string): string => `is not ticked: ${text}`;

/** Required items that nobody has ticked: each keeps its gate shut. */
export const openRequired = (items: readonly ChecklistItem[]): readonly Issue[] =>
  items
    .filter(({ required, done }) => required && !done)
    .map(({ key, text }) => ({ path: `checklist.${key}`, message: unticked(text.en) }));

export interface ChecklistFacts {
  readonly done: readonly Bilingual[];
  readonly open: readonly Bilingual[];
}

/** What approvers see of a checklist: what was ticked, with the words beside it, and what is open. */
export const checklistFacts = (items: readonly ChecklistItem[]): ChecklistFacts => ({
  done: items.filter(({ done }) => done).map(withComment),
  open: items.filter(({ done }) => !done).map(({ text }) => text),
});

const withComment = ({ text, comment }: ChecklistItem): Bilingual =>
  comment ? { en: `${text.en} (${comment})`, 'zh-CN': `${text['zh-CN']}（${comment}）` } : text;
