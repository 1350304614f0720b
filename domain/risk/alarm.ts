import { DateTime } from 'luxon';
import { DomainError } from '../errors';
import type { AlarmView } from './record-schema';

/** Something that gives rise to an alarm; one may be open per rule and subject. */
export interface FoundAlarm {
  readonly rule: string;
  readonly subject: string;
  readonly severity: 'amber' | 'red';
  readonly evidence: Readonly<Record<string, string | number | null>>;
}

/** What people do about an alarm, in the order in which it is done; a plan or a closing may come at once. */
export const ALARM_STEPS = ['ack', 'plan', 'close'] as const;
export type AlarmStep = (typeof ALARM_STEPS)[number];

const STATE_AFTER = { ack: 'acknowledged', plan: 'mitigating', close: 'closed' } as const satisfies Record<
  AlarmStep,
  AlarmView['state']
>;
const ORDER: readonly AlarmView['state'][] = ['open', 'acknowledged', 'mitigating', 'closed'];

interface Remark {
  readonly at: number;
  readonly actorId: string;
  readonly text: string;
}

/** The alarm one step further; a step that lies behind it is refused. */
export function advanceAlarm(alarm: AlarmView, step: AlarmStep, { at, actorId, text }: Remark): AlarmView {
  const state = STATE_AFTER[step];
  if (ORDER.indexOf(state) <= ORDER.indexOf(alarm.state))
    throw new DomainError('STATE_CONFLICT', `The alarm is ${alarm.state} already.`);
  return { ...alarm, state, comments: [...alarm.comments, { at: toInstantText(at), actorId, step, text }] };
}

/** RFC 3339 in UTC from epoch milliseconds. */
const toInstantText = (at: number): string => DateTime.fromMillis(at, { zone: 'utc' }).toISO() ?? '';
