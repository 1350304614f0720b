import { addDays, addMonthsClamped } from '../calendar/civil';
import type { ContractDatesAnswer, ContractDatesInput, ContractTerms } from './schema';
import { REMINDER_DAYS, type RenewalEntry, type TermStatus } from './term';

/** A tacit renewal that took effect because the notice deadline passed without a decision. */
export interface TacitRenewal {
  readonly termEnd: string;
  readonly newEnd: string;
  /** The first date on which it counts: the day after the deadline. */
  readonly dueOn: string;
}

export interface ContractTimeline {
  readonly currentStart: string;
  readonly currentEnd: string;
  readonly noticeDeadline: string;
  /** Ascending. */
  readonly reminders: readonly string[];
  readonly renewedTimes: number;
  /** Tacit renewals that are due and not yet among the entries. */
  readonly due: readonly TacitRenewal[];
  /** What was decided about the current end; null while it is open. */
  readonly decision: RenewalEntry['kind'] | null;
  readonly status: TermStatus;
}

interface Term {
  readonly start: string;
  readonly end: string;
  readonly deadline: string;
  readonly renewals: number;
}

/**
 * The dates of a contract as seen on a date, given what was decided about past term ends. A term is [start, end) and every
 * end is counted in months from the original start, so month ends never drift. A tacit renewal is due once its notice
 * deadline has passed without a decision; a decision to exit or renegotiate stops the silence.
 */
export function contractTimeline(
  terms: ContractTerms,
  entries: readonly RenewalEntry[],
  asOf: string,
): ContractTimeline {
  const due: TacitRenewal[] = [];
  let term = termAfter(terms, 0);
  for (;;) {
    const kind = decisionOn(entries, term.end);
    const isSilent = kind === null && isTacitlyRenewed(terms, term, asOf);
    if (!isSilent && kind !== 'renew' && kind !== 'auto_renewed') return timelineOf(terms, { term, due, kind, asOf });
    const next = termAfter(terms, term.renewals + 1);
    if (isSilent) due.push({ termEnd: term.end, newEnd: next.end, dueOn: dayAfterDeadline(term) });
    term = next;
  }
}

/** The calculator's form: nothing was decided yet. */
export function contractDates({ asOf, ...terms }: ContractDatesInput): ContractDatesAnswer {
  const { currentEnd, noticeDeadline, reminders, renewedTimes, status } = contractTimeline(terms, [], asOf);
  return { currentEnd, noticeDeadline, reminders: [...reminders], renewedTimes, status };
}

function termAfter(terms: ContractTerms, renewals: number): Term {
  const step = terms.renewalMonths || terms.initialMonths;
  const months = terms.initialMonths + renewals * step;
  const end = addMonthsClamped(terms.start, months);
  const start = renewals === 0 ? terms.start : addMonthsClamped(terms.start, months - step);
  return { start, end, deadline: noticeDeadline(end, terms.notice), renewals };
}

/** The last date on which notice can be given for an end: calendar months back, clamped to the month's end, then days. */
export const noticeDeadline = (end: string, { months, days }: ContractTerms['notice']): string =>
  addDays(addMonthsClamped(end, -months), -days);

const isTacitlyRenewed = ({ renewal }: ContractTerms, term: Term, asOf: string): boolean =>
  renewal === 'tacit' && asOf >= dayAfterDeadline(term);

/** Without a notice period the end itself decides, as it is the first day outside the term. */
const dayAfterDeadline = ({ deadline, end }: Term): string => (deadline < end ? addDays(deadline, 1) : end);

/** `expired` is only recorded where nothing renews, and a renewal outweighs what was recorded before it. */
function decisionOn(entries: readonly RenewalEntry[], end: string): RenewalEntry['kind'] | null {
  const kinds = entries.filter(({ termEnd }) => termEnd === end).map(({ kind }) => kind);
  return kinds.find((kind) => kind === 'renew' || kind === 'auto_renewed') ?? kinds.at(-1) ?? null;
}

interface Seen {
  readonly term: Term;
  readonly due: readonly TacitRenewal[];
  readonly kind: RenewalEntry['kind'] | null;
  readonly asOf: string;
}

function timelineOf(terms: ContractTerms, { term, due, kind, asOf }: Seen): ContractTimeline {
  return {
    currentStart: term.start,
    currentEnd: term.end,
    noticeDeadline: term.deadline,
    reminders: remindersBefore(term.deadline, terms.reminderDays),
    renewedTimes: term.renewals,
    due,
    decision: kind,
    status: asOf < terms.start ? 'upcoming' : asOf < term.end ? 'active' : 'expired',
  };
}

export const remindersBefore = (deadline: string, days = REMINDER_DAYS): readonly string[] =>
  [...new Set(days)].toSorted((a, b) => b - a).map((n) => addDays(deadline, -n));

/** The first day without service: that of the exit, or of a contract that nobody renews; null while it may go on. */
export const firstDayWithout = (
  exitOn: string | null,
  term: Pick<ContractTimeline, 'decision' | 'currentEnd'> | null,
): string | null =>
  exitOn ?? (term && (term.decision === 'exit' || term.decision === 'expired') ? term.currentEnd : null);
