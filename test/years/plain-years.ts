import { DateTime } from 'luxon';
import type { ContractTerms } from '../../domain/contract/schema';
import type { IsWorked } from './holidays';

/**
 * The years of a service by plain counting, day after day on the wall calendar of its zone: what the product computes by
 * integers and skips, found again in another way. It shares no code with the product.
 */
export interface Service {
  readonly zone: string;
  readonly isWorked: IsWorked;
  /** First day of service, `yyyy-MM-dd`. */
  readonly liveOn: string;
  readonly monthly: boolean;
  readonly quarterly: boolean;
  /** Only quarters are reviewed. */
  readonly reviewsQuarters: boolean;
  readonly contract: ContractTerms | null;
}

/** `kind subject yyyy-MM-dd HH:mm fact=…`, all in the time of the zone. */
export type Line = string;

interface Event {
  readonly kind: string;
  readonly subject: string;
  readonly at: DateTime;
  readonly facts?: Readonly<Record<string, string>>;
}

/** Some days before or after a day, at the midnight that begins it, or where clocks skip that midnight right after it. */
const shifted = (day: DateTime, days: number): DateTime => day.plus({ days }).startOf('day');

const iso = (day: DateTime): string => day.toFormat('yyyy-MM-dd');
const QUARTER_ENDS = [3, 6, 9, 12];

/** Everything that should come round before an instant, in order of its words. */
export function plainYears(service: Service, until: number): readonly Line[] {
  const live = DateTime.fromISO(service.liveOn, { zone: service.zone });
  const end = DateTime.fromMillis(until, { zone: service.zone });
  const terms = service.contract ? termEvents(service, service.contract, end) : { events: [], serviceEnd: null };
  return [...periodEvents(service, end, terms.serviceEnd), ...terms.events]
    .filter(({ at }) => at >= live && at < end)
    .map(lineOf)
    .sort();
}

export const lineOf = ({ kind, subject, at, facts = {} }: Event): Line =>
  [
    kind,
    subject,
    at.toFormat('yyyy-MM-dd HH:mm'),
    ...Object.entries(facts)
      .map(([name, value]) => `${name}=${value}`)
      .sort(),
  ].join(' ');

function periodEvents(service: Service, end: DateTime, serviceEnd: DateTime | null): readonly Event[] {
  const live = DateTime.fromISO(service.liveOn, { zone: service.zone });
  const events: Event[] = [];
  for (let first = live.startOf('month'); first < end; first = first.plus({ months: 1 })) {
    if (serviceEnd && first >= serviceEnd) continue;
    events.push(...monthEvents(service, first, live));
  }
  const quarterOf = (day: DateTime): DateTime => day.startOf('quarter');
  for (let first = quarterOf(live); first < end; first = first.plus({ months: 3 })) {
    if (!service.quarterly || (serviceEnd && first >= serviceEnd)) continue;
    const after = first.plus({ months: 3 });
    if (counts({ first, after }, live)) events.push(...collection(service, nameOfQuarter(first), after));
  }
  return events;
}

function monthEvents(service: Service, first: DateTime, live: DateTime): readonly Event[] {
  const after = first.plus({ months: 1 });
  if (!counts({ first, after }, live)) return [];
  const closesQuarter = QUARTER_ENDS.includes(first.month);
  if (!closesQuarter && service.reviewsQuarters) return ofMonth(service, first, after);
  const period = closesQuarter ? nameOfQuarter(first) : first.toFormat('yyyy-MM');
  const day = (n: number): string => iso(workday(service, after, n));
  const facts = {
    kind: closesQuarter ? (endsYear(service, after) ? 'annual' : 'quarterly') : 'monthly',
    period,
    inviteOn: day(15),
    meetingOn: day(20),
    minutesDue: day(23),
    approvalDue: day(25),
    missedOn: day(30),
  };
  const review = { kind: 'review-open', subject: period, at: atNine(workday(service, after, 10)), facts };
  return [...ofMonth(service, first, after), review];
}

const ofMonth = (service: Service, first: DateTime, after: DateTime): readonly Event[] =>
  service.monthly ? collection(service, first.toFormat('yyyy-MM'), after) : [];

/** Whether one of the last days of the contract's years lies in the quarter before a day. */
function endsYear({ contract, zone }: Service, after: DateTime): boolean {
  if (contract === null) return false;
  const start = DateTime.fromISO(contract.start, { zone });
  const lastDays = Array.from({ length: 20 }, (_none, n) => shifted(start.plus({ years: n + 1 }), -1));
  return lastDays.some((day) => day < after && day >= after.minus({ months: 3 }));
}

const nameOfQuarter = (day: DateTime): string => `${day.year}-Q${Math.ceil(day.month / 3)}`;

/** A first part that is shorter than half of its period belongs to the next one. */
function counts({ first, after }: { readonly first: DateTime; readonly after: DateTime }, live: DateTime): boolean {
  let [all, served] = [0, 0];
  for (let day = first; day < after; day = shifted(day, 1)) {
    all += 1;
    if (day >= live) served += 1;
  }
  return served >= all / 2;
}

function collection(service: Service, period: string, after: DateTime): readonly Event[] {
  const facts = { period, due: iso(workday(service, after, 5)) };
  const reminders = [3, 5, 7].map((n) => atNine(workday(service, after, n)));
  return [
    { kind: 'kpi-open', subject: period, at: after, facts },
    ...reminders.map((at, n) => ({ kind: 'kpi-reminder', subject: `${period}:${n + 1}`, at, facts })),
    { kind: 'kpi-close', subject: period, at: workday(service, after, 7).set({ hour: 9, minute: 30 }), facts },
  ];
}

/** The n-th worked day after a day, counted one by one. */
export function workday({ isWorked }: Pick<Service, 'isWorked'>, after: DateTime, n: number): DateTime {
  let day = after;
  for (let left = n; left > 0;) {
    day = shifted(day, 1);
    if (isWorked(day)) left -= 1;
  }
  return day;
}

const atNine = (day: DateTime): DateTime => day.set({ hour: 9 });

/** The terms one after the other: a tacit one goes on when its deadline is over, any other ends. */
function termEvents(
  { zone, liveOn }: Service,
  contract: ContractTerms,
  until: DateTime,
): { readonly events: readonly Event[]; readonly serviceEnd: DateTime | null } {
  const start = DateTime.fromISO(contract.start, { zone });
  const events: Event[] = [];
  let known: DateTime = DateTime.fromISO(liveOn, { zone });
  for (let renewals = 0; ; renewals += 1) {
    const months = contract.initialMonths + renewals * (contract.renewalMonths ?? 0);
    const end = start.plus({ months }).startOf('day');
    const deadline = shifted(end.minus({ months: contract.notice.months }), -contract.notice.days);
    const passed = shifted(deadline, 1);
    const coming = termDates({ end, deadline, passed }, contract.reminderDays).filter(({ at }) => at > known);
    const tacit = contract.renewal === 'tacit';
    events.push(...coming.filter(({ at }) => !tacit || at <= passed));
    if (!tacit) return { events, serviceEnd: end };
    if (passed > until) return { events, serviceEnd: null };
    known = passed;
  }
}

/** The cost of each month is closed on the fifth worked day after it, from the first one that has a day of service. */
export function monthsClosed(service: Service, until: number): readonly Line[] {
  const live = DateTime.fromISO(service.liveOn, { zone: service.zone });
  const lines: Line[] = [];
  for (let first = live.startOf('month'); first.toMillis() < until; first = first.plus({ months: 1 })) {
    const at = atNine(workday(service, first.plus({ months: 1 }), 5));
    const period = first.toFormat('yyyy-MM');
    if (at.toMillis() < until) lines.push(lineOf({ kind: 'cost-close', subject: period, at, facts: { period } }));
  }
  return lines;
}

/** Each anniversary of the contract, counted from its first day, while the service lasts. */
export function anniversaries(service: Service, until: number): readonly Line[] {
  if (!service.contract) return [];
  const start = DateTime.fromISO(service.contract.start, { zone: service.zone });
  const { serviceEnd } = termEvents(service, service.contract, DateTime.fromMillis(until, { zone: service.zone }));
  const lines: Line[] = [];
  for (let years = 1; ; years += 1) {
    const day = start.plus({ years });
    if (atNine(day).toMillis() >= until || (serviceEnd && day > serviceEnd)) return lines;
    const facts = { year: day.toFormat('yyyy'), anniversary: iso(day), from: iso(start.plus({ years: years - 1 })) };
    lines.push(lineOf({ kind: 'retrospective', subject: facts.year, at: atNine(day), facts }));
  }
}

interface Term {
  readonly end: DateTime;
  readonly deadline: DateTime;
  readonly passed: DateTime;
}

const RECALLED = [180, 90, 60, 30, 14, 7, 1, 0];

function termDates({ end, deadline, passed }: Term, recalled: readonly number[] = RECALLED): readonly Event[] {
  const termEnd = iso(end);
  const facts = { deadline: iso(deadline), termEnd };
  const dates = [
    ...recalled.map((days, n) => ({
      kind: 'notice-reminder',
      subject: `${termEnd}:${n + 1}`,
      at: atNine(shifted(deadline, -days)),
    })),
    { kind: 'renewal-dossier', subject: termEnd, at: atNine(shifted(deadline, -90)) },
    { kind: 'notice-deadline', subject: termEnd, at: passed },
    { kind: 'term-end', subject: termEnd, at: end },
  ];
  return dates.map((date) => ({ ...date, facts }));
}
