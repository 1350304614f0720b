import { addBusinessDays } from '../calendar/calendar';
import { addDays } from '../calendar/civil';
import type { WorkCalendar } from '../calendar/schema';
import { localDate, startOfDate, toInstant } from '../calendar/zone';
import type { AgendaItem } from '../engagement/agenda';
import { lastRound, type Milestone } from './milestone';
import type { MilestoneRules } from './rules-schema';
import { awaitsDelivery } from './words';

/** What the vendor is told of a milestone; the reminders stand in the order of their gravity. */
const REMINDERS = ['recall', 'due', 'late', 'very-late'] as const;
export const MILESTONE_NEWS = [...REMINDERS, 'rejected', 'accepted', 'cancelled'] as const;
export type MilestoneNews = (typeof MILESTONE_NEWS)[number];

const MORNING = 9 * 3_600_000;

export interface MilestoneClock {
  readonly calendar: WorkCalendar;
  readonly timeZone: string;
  readonly rules: MilestoneRules;
}

type Told = Pick<Milestone, 'id' | 'number' | 'title' | 'state' | 'due' | 'rounds' | 'cancelled' | 'said'>;

/** The day by which the vendor delivers; after a rejection it has so many business days at least. Null where nothing is owed. */
export function deliverBy(
  milestone: Pick<Milestone, 'state' | 'due' | 'rounds'>,
  { calendar, timeZone, rules }: MilestoneClock,
): string | null {
  if (!awaitsDelivery(milestone.state)) return null;
  const rejectedAt = lastRound(milestone)?.decidedAt ?? null;
  if (rejectedAt === null) return milestone.due;
  const again = addBusinessDays(calendar, localDate(timeZone, rejectedAt), rules.againDays);
  return again > milestone.due ? again : milestone.due;
}

interface Saying {
  readonly word: MilestoneNews;
  /** By this a milestone remembers that it was said; another day or another round is said anew. */
  readonly key: string;
  /** Epoch milliseconds. */
  readonly at: number;
}

/** What is still to be said of a milestone. */
function sayings(milestone: Told, clock: MilestoneClock): readonly Saying[] {
  const { rounds, cancelled, said, state } = milestone;
  const decidedAt = lastRound(milestone)?.decidedAt ?? 0;
  const day = deliverBy(milestone, clock);
  const all: readonly Saying[] = [
    ...(state === 'rejected' ? [{ word: 'rejected', key: `rejected:${rounds.length}`, at: decidedAt } as const] : []),
    ...(day === null ? [] : reminders(day, clock)),
    ...(state === 'accepted' ? [{ word: 'accepted', key: 'accepted', at: decidedAt } as const] : []),
    ...(cancelled ? [{ word: 'cancelled', key: 'cancelled', at: cancelled.at } as const] : []),
  ];
  return all.filter(({ key }) => !said.includes(key));
}

function reminders(day: string, { calendar, timeZone, rules }: MilestoneClock): readonly Saying[] {
  const morning = (date: string): number => toInstant(timeZone, { date, msOfDay: MORNING });
  const days = {
    recall: addBusinessDays(calendar, day, -rules.recallDays),
    due: day,
    late: addDays(day, 1),
    'very-late': addBusinessDays(calendar, day, rules.redDays),
  };
  return REMINDERS.map((word) => ({ word, key: `${word}:${day}`, at: morning(days[word]) }));
}

export const milestoneDates = (milestone: Told, clock: MilestoneClock): readonly AgendaItem[] =>
  sayings(milestone, clock).map(({ word, key, at }) => ({
    key: `milestone:${milestone.id}:${key}`,
    kind: 'milestone',
    at,
    facts: { milestone: milestone.id, word, title: milestone.title },
  }));

export interface DueOfMilestone {
  readonly say: readonly { readonly word: MilestoneNews; readonly key: string }[];
  readonly said: readonly string[];
}

/** What is due now; of several reminders that passed while nothing ran only the gravest is spoken of. */
export function dueOfMilestone(milestone: Told, clock: MilestoneClock, now: number): DueOfMilestone {
  const due = sayings(milestone, clock).filter(({ at }) => at <= now);
  const gravest = due.findLast(({ word }) => isReminder(word));
  const say = due.filter((one) => one === gravest || !isReminder(one.word));
  return { say, said: [...milestone.said, ...due.map(({ key }) => key)] };
}

const isReminder = (word: MilestoneNews): boolean => REMINDERS.some((one) => one === word);

/** Whether the day of a delivery has passed. */
export function isOverdue(
  milestone: Pick<Milestone, 'state' | 'due' | 'rounds'>,
  clock: MilestoneClock,
  now: number,
): boolean {
  const day = deliverBy(milestone, clock);
  return day !== null && now >= startOfDate(clock.timeZone, addDays(day, 1));
}
