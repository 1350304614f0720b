import { silenceDays, silentFrom } from '../../domain/communication/silence';
import type { AgendaItem } from '../../domain/engagement/agenda';
import { startOfDate } from '../../domain/calendar/zone';
import type { State } from '../../domain/engagement/statuses';
import type { AlarmRecord } from '../../domain/risk/alarm-schema';
import type { Db } from '../knex';
import { together } from '../together';
import { newestAlarm } from '../stores/alarms';
import { communicationPlanOf } from '../stores/communication';
import type { EngagementRow } from '../stores/engagements';
import { communicationRules } from './communication-rules';
import { type LastContact, lastContactOf } from './last-contact';

/** States in which both sides are expected to talk. */
const TALKING: readonly State[] = ['TRANSITION_IN', 'IN_SERVICE'];

export const SILENCE_ALARM = { rule: 'SILENCE', subject: 'communication' } as const;

export interface Silence {
  readonly last: LastContact | null;
  readonly days: number;
  /** Epoch milliseconds from which on it is silence; null where nothing counts. */
  readonly from: number | null;
  /** When the alarm that stands was raised. */
  readonly alarmedAt: number | null;
}

/** How things stand between both sides: when they last spoke, and when that becomes an alarm. */
export async function silenceOf(db: Db, row: EngagementRow): Promise<Silence> {
  const [last, { plan }, rules, alarm] = await together(db, [
    () => lastContactOf(db, row.id),
    () => communicationPlanOf(db, row.id),
    () => communicationRules(db),
    () => newestAlarm(db, { engagementId: row.id, ...SILENCE_ALARM }),
  ]);
  const days = silenceDays(plan?.cadence ?? null, rules);
  const standing = alarm !== null && alarm.state !== 'closed';
  const talking = {
    lastContact: last?.at ?? null,
    since: row.live_on === null ? null : startOfDate(row.time_zone, row.live_on),
    closedAt: alarm?.closedAt ? Date.parse(alarm.closedAt) : null,
  };
  const counts = TALKING.includes(row.state);
  return {
    last,
    days,
    from: counts ? silentFrom(talking, days) : null,
    alarmedAt: standing ? raisedAt(alarm) : null,
  };
}

/** When it was raised last: one that came back soon stays the alarm that it was. */
const raisedAt = ({ openedAt, comments }: AlarmRecord): number =>
  Date.parse(comments.findLast(({ step }) => step === 'reopened')?.at ?? openedAt);

/** The day on which silence becomes an alarm, and the contact that ends it. */
export async function silenceAgenda(db: Db, row: EngagementRow): Promise<readonly AgendaItem[]> {
  if (!TALKING.includes(row.state)) return [];
  const { last, from, alarmedAt } = await silenceOf(db, row);
  if (alarmedAt === null) return from === null ? [] : [item('silent', from)];
  return from !== null && last !== null && last.at > alarmedAt ? [item('broken', last.at)] : [];
}

const item = (word: 'silent' | 'broken', at: number): AgendaItem => ({
  key: `silence:${word}:${at}`,
  kind: 'silence',
  at,
  facts: { word },
});
