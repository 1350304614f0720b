import type { AgendaItem } from '../engagement/agenda';
import { millisOf } from './alarm';
import type { AlarmRecord } from './alarm-schema';

/** What is missing once a deadline of an alarm has passed. */
export type Missing = 'ack' | 'plan';

const missingOf = ({ state }: AlarmRecord): Missing => (state === 'open' ? 'ack' : 'plan');

/**
 * What is still to be said about an alarm: that it is there, and that a deadline of it has passed. The record knows what
 * has been said, so that nothing is said twice and nothing is lost, whenever it is asked.
 */
export function alarmSteps(alarm: AlarmRecord): readonly AgendaItem[] {
  if (alarm.state === 'closed') return [];
  const { id, raised, told, marks, marksDone, openedAt } = alarm;
  const tell =
    told < raised ? [step(alarm, { key: `${id}:tell:${raised}`, at: millisOf(openedAt), word: 'tell' })] : [];
  const missing = missingOf(alarm);
  const late = marks
    .slice(marksDone)
    .map((at, n) => step(alarm, { key: `${id}:${missing}:${raised}:${marksDone + n + 1}`, at, word: missing }));
  return [...tell, ...late];
}

const step = (
  { id, rule, subject }: AlarmRecord,
  { key, at, word }: { key: string; at: number; word: Missing | 'tell' },
): AgendaItem => ({ key: `alarm:${key}`, kind: 'alarm', at, facts: { alarm: id, word, rule, subject } });

/** What of it is due now. */
export interface DueOfAlarm {
  readonly tell: boolean;
  /** Escalations whose time has come; only the last of them is spoken of. */
  readonly marksPassed: number;
  readonly missing: Missing;
}

/** Null when there is nothing to say yet. */
export function dueOfAlarm(alarm: AlarmRecord, now: number): DueOfAlarm | null {
  const due = alarmSteps(alarm).filter(({ at }) => at <= now);
  if (due.length === 0) return null;
  const tell = due.some(({ facts }) => facts['word'] === 'tell');
  return { tell, marksPassed: due.length - (tell ? 1 : 0), missing: missingOf(alarm) };
}
