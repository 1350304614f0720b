import { DateTime } from 'luxon';
import type { AgendaItem } from '../engagement/agenda';
import { isPending } from './kinds';
import type { ActionItemRecord } from './schema';

type Recorded = Pick<
  ActionItemRecord,
  | 'id'
  | 'state'
  | 'kind'
  | 'title'
  | 'opensAt'
  | 'dueAt'
  | 'marks'
  | 'marksDone'
  | 'version'
  | 'toldVersion'
  | 'updatedAt'
>;

/** Epoch milliseconds of an RFC 3339 instant. */
const millis = (instant: string): number => DateTime.fromISO(instant).toMillis();

type StepWord = 'tell' | 'reminder' | 'overdue';

/**
 * What is still to be said about an item: its people are told of every new state, and recalled at each mark. The record
 * knows what has been said, so that nothing is said twice and nothing is lost, whenever it is asked.
 */
export function actionSteps(item: Recorded): readonly AgendaItem[] {
  if (!isPending(item.state)) return [];
  const toldAt = Math.max(millis(item.opensAt), millis(item.updatedAt));
  const tell = item.toldVersion < item.version ? [step(item, { word: 'tell', at: toldAt, n: item.version })] : [];
  const marks = item.marks.slice(item.marksDone).map((at, index) => {
    const word = at < millis(item.dueAt) ? 'reminder' : 'overdue';
    return step(item, { word, at, n: item.marksDone + index + 1 });
  });
  return [...tell, ...marks];
}

const step = (
  { id, kind, title, dueAt }: Recorded,
  { word, at, n }: { word: StepWord; at: number; n: number },
): AgendaItem => ({
  key: `action-item:${id}:${word}:${n}`,
  kind: 'action-item',
  at,
  facts: { item: id, word, about: kind, title: title ?? '', dueAt },
});

/** What of it is due: whether its people are to be told, and the last of the marks that have passed. */
export interface DueSteps {
  readonly tell: boolean;
  readonly marksPassed: number;
  readonly overdue: boolean;
  /** It is overdue for the first time. */
  readonly newlyOverdue: boolean;
}

/** Of several marks that passed while nothing ran, only the last is spoken of. Null when there is nothing to say yet. */
export function dueSteps(item: Recorded, now: number): DueSteps | null {
  const due = actionSteps(item).filter(({ at }) => at <= now);
  if (due.length === 0) return null;
  const words = due.map(({ facts }) => facts['word']);
  const dueAt = millis(item.dueAt);
  const marksPassed = words.filter((word) => word !== 'tell').length;
  const overdue = words.includes('overdue');
  return {
    tell: words.includes('tell'),
    marksPassed,
    overdue,
    newlyOverdue: overdue && !item.marks.slice(0, item.marksDone).some((at) => at >= dueAt),
  };
}
