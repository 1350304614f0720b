import { DateTime } from 'luxon';
import { DomainError, type Refusal } from '../errors';
import type { AlarmRecord, AlarmView } from './alarm-schema';

/** What shows it: values, limits, dates; any JSON. */
export type Evidence = Readonly<Record<string, unknown>>;

/** Something that gives rise to an alarm; one may be open per rule and subject. */
export interface FoundAlarm {
  readonly rule: string;
  readonly subject: string;
  readonly severity: 'amber' | 'red';
  readonly evidence: Evidence;
}

/** What people do about an alarm, in the order in which it is done; a plan may come at once. */
export const ALARM_STEPS = ['ack', 'plan', 'close'] as const;
export type AlarmStep = (typeof ALARM_STEPS)[number];

const STATE_AFTER = { ack: 'acknowledged', plan: 'mitigating', close: 'closed' } as const satisfies Record<
  AlarmStep,
  AlarmView['state']
>;
const ORDER: readonly AlarmView['state'][] = ['open', 'acknowledged', 'mitigating', 'closed'];

/** Why an alarm cannot take this step now, or null. A red alarm is closed by way of a plan, if only one that says why none is needed. */
export function alarmObjection(
  { state, severity }: Pick<AlarmView, 'state' | 'severity'>,
  step: AlarmStep,
): Refusal | null {
  if (ORDER.indexOf(STATE_AFTER[step]) <= ORDER.indexOf(state))
    return { code: 'STATE_CONFLICT', message: `The alarm is ${state} already.` };
  if (step === 'close' && severity === 'red' && state !== 'mitigating')
    return { code: 'STATE_CONFLICT', message: 'A red alarm needs a plan before it is closed.' };
  return null;
}

export const possibleSteps = (alarm: Pick<AlarmView, 'state' | 'severity'>): readonly AlarmStep[] =>
  ALARM_STEPS.filter((step) => alarmObjection(alarm, step) === null);

interface Doing {
  readonly at: number;
  readonly actorId: string;
  readonly text: string;
  /** Instants on which a missing plan is escalated, in epoch milliseconds. */
  readonly planMarks: readonly number[];
}

/** The alarm one step further; a step that it cannot take now is refused. */
export function advanceAlarm(
  alarm: AlarmRecord,
  step: AlarmStep,
  { at, actorId, text, planMarks }: Doing,
): AlarmRecord {
  const refusal = alarmObjection(alarm, step);
  if (refusal) throw DomainError.from(refusal);
  const state = STATE_AFTER[step];
  const when = toInstantText(at);
  return {
    ...alarm,
    state,
    ...(alarm.ackBy === null && { ackBy: actorId, ackAt: when }),
    closedAt: step === 'close' ? when : null,
    comments: [...alarm.comments, { at: when, actorId, step, text }],
    marks: state === 'acknowledged' ? planMarks : [],
    marksDone: 0,
  };
}

/** Epoch milliseconds of an RFC 3339 text. */
export const millisOf = (instant: string): number => DateTime.fromISO(instant).toMillis();

/** RFC 3339 in UTC from epoch milliseconds. */
export const toInstantText = (at: number): string => DateTime.fromMillis(at, { zone: 'utc' }).toISO() ?? '';
