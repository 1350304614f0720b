import { openCalendar, shiftWorkingDays } from '../calendar/calendar';
import { addDays, toDate, toDayNumber } from '../calendar/civil';
import {
  firstServicePeriod,
  type Frequency,
  lastMonth,
  nextPeriod,
  type Period,
  periodDates,
  periodOfDate,
} from '../calendar/periods';
import type { WorkCalendar } from '../calendar/schema';
import { localDate, startOfDate, toInstant } from '../calendar/zone';
import type { AgendaKind } from './agenda-kinds';
import { endsContractYear } from './contract-year';
import { collectedFrom, collectionBegin, endedWith, isWhollySuspended, type Suspension } from './suspension';

export { AGENDA_KINDS, type AgendaKind } from './agenda-kinds';

/** Something the monitoring will do at an instant. The key is its identity for ever. */
export interface AgendaItem {
  readonly key: string;
  readonly kind: AgendaKind;
  /** Epoch milliseconds. */
  readonly at: number;
  /** Calendar days and names that the doing needs: `period`, `due`, `meetingOn`, `deadline`, `termEnd`, `daysLeft`. */
  readonly facts: Readonly<Record<string, string>>;
}

/** How often the two sides meet; whoever raises or lowers it says so per engagement. */
export const REVIEW_RHYTHMS = ['monthly', 'quarterly'] as const;
export type ReviewRhythm = (typeof REVIEW_RHYTHMS)[number];

export interface AgendaTerm {
  readonly currentEnd: string;
  readonly noticeDeadline: string;
  /** Days on which the notice is recalled, first to last. */
  readonly reminders: readonly string[];
}

export interface AgendaInput {
  readonly timeZone: string;
  readonly calendar: WorkCalendar;
  /** First day of service. */
  readonly liveOn: string;
  /** Frequencies for which KPIs are defined. */
  readonly frequencies: readonly Frequency[];
  readonly term: AgendaTerm | null;
  /** First day of the contract, from which its years count; null without one. */
  readonly contractStart: string | null;
  readonly reviews: ReviewRhythm;
  /** First day without service, once it is known. */
  readonly serviceEnd: string | null;
  /** When the service stood still, in the order of days; absent where it never did. */
  readonly suspensions?: readonly Suspension[];
}

export interface Cursor {
  readonly at: number;
  readonly key: string;
}

/** Business days after the end of a period: values are due, the review pack is built, people are invited, the meeting is held. */
export const RHYTHM = {
  valuesDue: 5,
  pack: 10,
  invite: 15,
  meeting: 20,
  minutes: 23,
  approval: 25,
  missed: 30,
} as const;
const REMIND_AROUND_DUE = [-2, 0, 2];
const MORNING = 9 * 3_600_000;
/** Days before the notice deadline on which the dossier of the renewal is put together. */
const DOSSIER_DAYS = 90;
const HALF_HOUR = 1_800_000;
/** How far the dates of periods are worked out. */
export const MONTHS_AHEAD = 15;

/**
 * What comes after the cursor, in order: the dates that the monitoring sleeps towards and that the calendar page shows.
 * About as many as the limit says: what shares an instant with the last of them comes along.
 */
export function agendaAfter(input: AgendaInput, after: Cursor, limit: number): readonly AgendaItem[] {
  const from = localDate(input.timeZone, after.at);
  const since = startOfDate(input.timeZone, input.liveOn);
  const items = [...periodItems({ ...input, workday: workdaysOf(input.calendar) }, from), ...termItems(input)];
  const coming = items.filter((item) => item.at >= since && compareAgenda(item, after) > 0);
  return firstOf(coming, limit);
}

/**
 * The first items in order, and all that share the instant of the last. Items of one instant are done in one step: a
 * deadline that were cut off from it would be over when the next plan is made, and nobody would act on it.
 */
function firstOf(items: AgendaItem[], limit: number): readonly AgendaItem[] {
  const inOrder = items.sort(compareAgenda);
  const last = inOrder[limit - 1];
  return last ? inOrder.filter((item, index) => index < limit || item.at === last.at) : inOrder;
}

/**
 * What knows itself whether it has been done, such as an item of work, comes round whether or not the cursor has passed
 * it: what was added late, or by a clock that lags, is due at once, behind what was done last.
 */
export const pendingAgenda = (items: readonly AgendaItem[], after: Cursor): readonly AgendaItem[] =>
  items.map((item) => (item.at > after.at ? item : { ...item, at: after.at + 1 }));

/** Several lists of dates as one. */
export const mergeAgenda = (lists: readonly (readonly AgendaItem[])[], limit: number): readonly AgendaItem[] =>
  firstOf(lists.flat(), limit);

export const compareAgenda = (a: Cursor, b: Cursor): number =>
  a.at - b.at || (a.key < b.key ? -1 : a.key > b.key ? 1 : 0);

/** The n-th working day after a date. */
type Workday = (date: string, n: number) => string;

/** A calendar is made ready once for all the days of a plan. */
function workdaysOf(calendar: WorkCalendar): Workday {
  const open = openCalendar(calendar);
  return (date, n) => toDate(shiftWorkingDays(open, toDayNumber(date), n));
}

interface Planned extends AgendaInput {
  readonly workday: Workday;
}

function periodItems(input: Planned, from: string): readonly AgendaItem[] {
  const collected = collectedFrom(input.suspensions ?? [], from);
  const collections = input.frequencies.flatMap((frequency) =>
    periodsAround(input, { frequency, from, oldest: collected }).flatMap((period) => collectionItems(input, period)),
  );
  return [
    ...collections,
    ...periodsAround(input, { frequency: 'monthly', from, oldest: collected }).flatMap((month) =>
      reviewItems(input, month),
    ),
  ];
}

interface Around {
  readonly frequency: Frequency;
  readonly from: string;
  readonly oldest: string;
}

/** Periods of service whose work may still lie ahead, and those of the next months. */
function periodsAround(
  { liveOn, serviceEnd }: AgendaInput,
  { frequency, from, oldest: since }: Around,
): readonly Period[] {
  const first = firstServicePeriod(liveOn, frequency).period;
  const oldest = lastMonth(periodOfDate(since, 'monthly')) - 4;
  const newest = lastMonth(periodOfDate(from, 'monthly')) + MONTHS_AHEAD;
  const periods: Period[] = [];
  for (
    let period = first;
    lastMonth(period) <= newest && !startsAfter(period, serviceEnd);
    period = nextPeriod(period)
  ) {
    if (lastMonth(period) >= oldest) periods.push(period);
  }
  return periods;
}

const startsAfter = (period: Period, serviceEnd: string | null): boolean =>
  serviceEnd !== null && periodDates(period).start >= serviceEnd;

/** Whether nothing of a period was served, so that there is nothing to collect or to meet about. */
const isIdle = (input: Planned, period: Period): boolean =>
  input.suspensions !== undefined && isWhollySuspended(period, input.suspensions, input);

/** What a suspension has put off begins anew behind it. */
function collectionItems(input: Planned, period: Period): readonly AgendaItem[] {
  const { end } = periodDates(period);
  if (isIdle(input, period)) return [];
  const first = { on: end, at: startOfDate(input.timeZone, end), again: false };
  const begin = collectionBegin(endedWith(input), first, (on) => closeOf(input, remindersOf(input, on)));
  if (!begin) return [];
  const subject = begin.again ? `${period}@${begin.on}` : period;
  const facts = { period, due: input.workday(begin.on, RHYTHM.valuesDue) };
  const reminders = remindersOf(input, begin.on);
  return [
    item('kpi-open', { subject, at: begin.at, facts }),
    ...reminders.map((day, index) =>
      item('kpi-reminder', { subject: `${subject}:${index + 1}`, at: morning(input, day), facts }),
    ),
    item('kpi-close', { subject, at: closeOf(input, reminders), facts }),
  ];
}

const remindersOf = ({ workday }: Planned, on: string): readonly string[] =>
  REMIND_AROUND_DUE.map((offset) => workday(on, RHYTHM.valuesDue + offset));
const closeOf = (input: Planned, reminders: readonly string[]): number =>
  morning(input, reminders.at(-1) ?? '') + HALF_HOUR;

/** The month that ends a quarter is reviewed with it, a quarter that ends a contract year with the year; put off as collections are. */
function reviewItems(input: Planned, month: Period): readonly AgendaItem[] {
  const quarter = periodOfDate(periodDates(month).start, 'quarterly');
  const { end } = periodDates(month);
  const quarterly = periodDates(quarter).end === end;
  if (!quarterly && input.reviews === 'quarterly') return [];
  if (isIdle(input, quarterly ? quarter : month)) return [];
  const opening = (on: string): number => morning(input, input.workday(on, RHYTHM.pack));
  const begin = collectionBegin(endedWith(input), { on: end, at: opening(end), again: false }, opening);
  if (!begin) return [];
  const day = (businessDays: number): string => input.workday(begin.on, businessDays);
  const facts = {
    kind: quarterly ? (endsContractYear(quarter, input.contractStart) ? 'annual' : 'quarterly') : 'monthly',
    period: quarterly ? quarter : month,
    inviteOn: day(RHYTHM.invite),
    meetingOn: day(RHYTHM.meeting),
    minutesDue: day(RHYTHM.minutes),
    approvalDue: day(RHYTHM.approval),
    missedOn: day(RHYTHM.missed),
  };
  const subject = begin.again ? `${facts.period}@${begin.on}` : facts.period;
  return [item('review-open', { subject, at: opening(begin.on), facts })];
}

function termItems(input: AgendaInput): readonly AgendaItem[] {
  const { term, serviceEnd } = input;
  if (!term || serviceEnd !== null) return [];
  const { currentEnd: termEnd, noticeDeadline: deadline } = term;
  const facts = { deadline, termEnd };
  return [
    ...term.reminders.map((day, index) =>
      item('notice-reminder', { subject: `${termEnd}:${index + 1}`, at: morning(input, day), facts }),
    ),
    item('renewal-dossier', { subject: termEnd, at: morning(input, addDays(deadline, -DOSSIER_DAYS)), facts }),
    item('notice-deadline', { subject: termEnd, at: startOfDate(input.timeZone, addDays(deadline, 1)), facts }),
    item('term-end', { subject: termEnd, at: startOfDate(input.timeZone, termEnd), facts }),
  ];
}

const item = (
  kind: AgendaKind,
  { subject, at, facts }: { subject: string; at: number; facts: AgendaItem['facts'] },
): AgendaItem => ({
  key: `${kind}:${subject}`,
  kind,
  at,
  facts,
});

const morning = ({ timeZone }: AgendaInput, date: string): number => toInstant(timeZone, { date, msOfDay: MORNING });
