import { DateTime } from 'luxon';
import type { Rehearsed } from './five-services';
import { anniversaries, type Line, plainYears, workday } from './plain-years';

interface Read {
  readonly kind: string;
  readonly subject: string;
  /** `yyyy-MM-dd HH:mm`. */
  readonly at: string;
  readonly facts: Readonly<Record<string, string>>;
}

const readLine = (line: Line): Read => {
  const [kind = '', subject = '', date = '', time = '', ...facts] = line.split(' ');
  return { kind, subject, at: `${date} ${time}`, facts: Object.fromEntries(facts.map((fact) => fact.split('='))) };
};

const readYears = (service: Rehearsed, until: number): readonly Read[] => plainYears(service, until).map(readLine);
const dayOf = (date: string, { zone }: Rehearsed): DateTime => DateTime.fromISO(date, { zone });
const shown = (at: DateTime): string => at.toFormat('yyyy-MM-dd HH:mm');
const isBefore = (until: number, service: Rehearsed) => (line: string) =>
  (/\d{4}-\d\d-\d\d \d\d:\d\d/.exec(line)?.[0] ?? '') < shown(DateTime.fromMillis(until, { zone: service.zone }));

/** Days after an overdue deadline on which it is said again, as long as nobody has decided. */
const AGAIN = [7, 14, 28];

const YEAR_LOOKED_BACK_WITHIN = 20;
const RECALLED_BEFORE = [7, 1];

/** Everything that people are to do: decisions about renewals, and the look back on each year of the contract. */
export const expectedWork = (service: Rehearsed, until: number): readonly Line[] =>
  [...renewalWork(service, until), ...retrospectiveWork(service, until)].filter(isBefore(until, service)).sort();

const retrospectiveWork = (service: Rehearsed, until: number): readonly Line[] =>
  anniversaries(service, until)
    .map(readLine)
    .flatMap(({ at }) => {
      const due = workday(service, dayOf(at.slice(0, 10), service), YEAR_LOOKED_BACK_WITHIN).set({ hour: 18 });
      const before = RECALLED_BEFORE.map((days) => due.minus({ days }).set({ hour: 9 }));
      const late = [0, ...AGAIN].map((days) => due.plus({ days }));
      return [
        `retrospective tell ${at}`,
        ...before.map((day) => `retrospective reminder ${shown(day)}`),
        ...late.map((day) => `retrospective overdue ${shown(day)}`),
      ];
    });

/** The decision about a renewal is owed from the first reminder on, until it is taken or silence has taken it. */
function renewalWork(service: Rehearsed, until: number): readonly Line[] {
  const reminders = readYears(service, until).filter(({ kind }) => kind === 'notice-reminder');
  const ends = [...new Set(reminders.map(({ facts }) => facts['termEnd'] ?? ''))];
  return ends.flatMap((termEnd) => {
    const own = reminders.filter(({ facts }) => facts['termEnd'] === termEnd);
    const due = dayOf(own[0]?.facts['deadline'] ?? '', service).set({ hour: 18 });
    const again = AGAIN.map((days) => due.plus({ days })).filter((at) => at < dayOf(termEnd, service));
    const late = service.contract.renewal === 'tacit' ? [due] : [due, ...again];
    const first = own.map(({ at }) => at).sort()[0] ?? '';
    return [`renewal tell ${first}`, ...late.map((at) => `renewal overdue ${shown(at)}`)];
  });
}

const TEAM = ['owner', 'sponsor', 'serviceManager', 'contractManager', 'vendorRep'];
const LAST_DAYS = 7;

/** Who is written to about an event of the plain years, at which hours. */
function mailsAbout(service: Rehearsed, { kind, subject, at, facts }: Read): readonly Line[] {
  const both = ['vendorRep', 'serviceManager'];
  switch (kind) {
    case 'kpi-open':
      return both.map((role) => `kpi-request ${at} ${role}`);
    case 'kpi-reminder':
      return Number(subject.slice(-1)) <= service.reportedAfter ? both.map((role) => `kpi-reminder ${at} ${role}`) : [];
    case 'review-open':
      return [
        ...TEAM.map((role) => `review-invitation ${facts['inviteOn']} 10:00 ${role}`),
        `review-missed ${facts['missedOn']} 10:00 owner`,
      ];
    case 'notice-reminder': {
      const left = dayOf(facts['deadline'] ?? '', service).diff(dayOf(at.slice(0, 10), service), 'days').days;
      const told = ['owner', 'contractManager', ...(left <= LAST_DAYS ? ['sponsor'] : [])];
      return told.map((role) => `notice-reminder ${at} ${role}`);
    }
    case 'notice-deadline':
      return service.contract.renewal === 'tacit'
        ? ['owner', 'sponsor'].map((role) => `contract-renewed ${at} ${role}`)
        : [];
    case 'term-end':
      return ['owner', 'sponsor'].map((role) => `contract-expired ${at} ${role}`);
    default:
      return [];
  }
}

export const expectedMails = (service: Rehearsed, until: number): readonly Line[] =>
  readYears(service, until)
    .flatMap((event) => mailsAbout(service, event))
    .filter(isBefore(until, service))
    .sort();

/** An amber alarm is to be acknowledged within three worked days, and is escalated three times, every two. */
export const expectedAlarms = (service: Rehearsed, until: number): readonly Line[] =>
  readYears(service, until)
    .filter(({ kind }) => kind === 'review-open')
    .map(({ facts }) => {
      const missed = dayOf(facts['missedOn'] ?? '', service);
      const marks = [3, 5, 7, 9].map((n) => workday(service, missed, n).set({ hour: 18 }));
      return ['REVIEW_MISSED', facts['period'], ...[missed.set({ hour: 10 }), ...marks].map(shown)].join(' ');
    })
    .filter(isBefore(until, service))
    .sort();
