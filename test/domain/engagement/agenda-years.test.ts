import fc from 'fast-check';
import { DateTime } from 'luxon';
import { china } from '../../../db/calendars/china';
import { COUNTRIES, countryCalendar } from '../../../db/calendars/countries';
import { workCalendarFor } from '../../../domain/calendar/choice';
import type { WorkCalendar } from '../../../domain/calendar/schema';
import { localDate, startOfDate } from '../../../domain/calendar/zone';
import { contractTimeline } from '../../../domain/contract/dates';
import type { ContractTerms } from '../../../domain/contract/schema';
import type { RenewalEntry } from '../../../domain/contract/term';
import { agendaAfter, type AgendaItem, type Cursor } from '../../../domain/engagement/agenda';
import { foreseen } from '../../../domain/engagement/foreseen';
import { inAmerica, inChina, inGermany, type IsWorked, plainWeek } from '../../years/holidays';
import { lineOf, plainYears, type Service } from '../../years/plain-years';

const RANGE = { from: 2019, until: 2032 };
const country = (key: string): WorkCalendar =>
  countryCalendar(
    COUNTRIES.find((one) => one.key === key)!,
    RANGE,
  ).calendar;

interface Place {
  readonly zone: string;
  readonly isWorked: IsWorked;
  readonly calendar: WorkCalendar;
}

const place = (zone: string, isWorked: IsWorked, days: WorkCalendar | null = null): Place => ({
  zone,
  isWorked,
  calendar: workCalendarFor(zone, days),
});

/** Half-hour summer time, summer time at midnight, a quarter of an hour beside the hour, and the ends of the world. */
const PLACES: readonly Place[] = [
  place('Asia/Shanghai', inChina, china(RANGE).calendar),
  place('America/New_York', inAmerica, country('us')),
  place('Europe/Berlin', inGermany, country('de')),
  ...['Australia/Lord_Howe', 'Asia/Kathmandu', 'UTC', 'America/Santiago', 'Africa/Cairo'].map((zone) =>
    place(zone, plainWeek),
  ),
  ...['Pacific/Kiritimati', 'Pacific/Niue'].map((zone) => place(zone, plainWeek)),
];

const placeOf = (zone: string): Place => PLACES.find((one) => one.zone === zone)!;

/** Ends of months, leap days, the last week of a year with 53 weeks, halves of months and quarters, and days of summer time. */
const ANCHORS = [
  ...['2024-01-31', '2024-02-29', '2026-12-31', '2027-01-03', '2020-12-28', '2025-03-30', '2025-10-26', '2024-02-15'],
  ...['2024-02-16', '2025-02-15', '2023-02-14', '2025-08-16', '2025-08-17', '2024-05-16', '2024-05-17', '2024-12-31'],
];

const YEARS = 3;
const PLAN_AHEAD = 25;
const MOST_PLANS = 500;

/** Plans and acts as the monitoring does: what shares an instant is one step, and a deadline or an end makes it plan again. */
function lived(service: Service, calendar: WorkCalendar, until: number): readonly AgendaItem[] {
  const ledger: RenewalEntry[] = [];
  const done: AgendaItem[] = [];
  let cursor: Cursor = { at: startOfDate(service.zone, service.liveOn) - 1, key: '' };
  for (let plan = 0; plan < MOST_PLANS; plan += 1) {
    const input = inputAt(service, { calendar, ledger, cursor });
    const agenda = foreseen(input, cursor, agendaAfter(input, cursor, PLAN_AHEAD));
    const moving = agenda.find(movesDates);
    const steps = agenda.filter(({ at }) => at < until && (moving === undefined || at <= moving.at));
    if (steps.length === 0) return done;
    for (const item of steps) keepLedger(service.contract, ledger, item);
    done.push(...steps);
    cursor = steps.at(-1) ?? cursor;
  }
  throw new Error('it never came to the end of its years');
}

const movesDates = ({ kind }: AgendaItem): boolean => kind === 'notice-deadline' || kind === 'term-end';

function inputAt(
  { zone: timeZone, liveOn, contract, ...measured }: Service,
  { calendar, ledger, cursor }: { calendar: WorkCalendar; ledger: readonly RenewalEntry[]; cursor: Cursor },
) {
  const term = contract && contractTimeline(contract, ledger, localDate(timeZone, cursor.at));
  const frequencies = [
    ...(measured.monthly ? (['monthly'] as const) : []),
    ...(measured.quarterly ? (['quarterly'] as const) : []),
  ];
  const over = term?.decision === 'expired';
  return {
    timeZone,
    calendar,
    liveOn,
    frequencies,
    contractStart: contract?.start ?? null,
    reviews: measured.reviewsQuarters ? ('quarterly' as const) : ('monthly' as const),
    term: over ? null : term,
    serviceEnd: over ? term.currentEnd : null,
  };
}

function keepLedger(contract: ContractTerms | null, ledger: RenewalEntry[], { kind, facts }: AgendaItem): void {
  const { termEnd = '' } = facts;
  if (kind === 'notice-deadline' && contract?.renewal === 'tacit') ledger.push({ termEnd, kind: 'auto_renewed' });
  if (kind === 'term-end') ledger.push({ termEnd, kind: 'expired' });
}

const asLine =
  (zone: string) =>
  ({ key, kind, at, facts }: AgendaItem): string =>
    lineOf({ kind, subject: key.slice(kind.length + 1), at: DateTime.fromMillis(at, { zone }), facts });

function compare(service: Service, calendar: WorkCalendar): void {
  const until = DateTime.fromISO(service.liveOn, { zone: service.zone }).plus({ years: YEARS }).toMillis();
  const items = lived(service, calendar, until);
  const lines = items.map(asLine(service.zone));

  expect(lines.toSorted()).toEqual(plainYears(service, until));
  expect(items.map(({ at }) => at)).toEqual(items.map(({ at }) => at).toSorted((a, b) => a - b));
}

const CONTRACTS = ['tacit', 'express', 'none'] as const;

test.each(
  ANCHORS.map((anchor, n) => [anchor, PLACES[n % PLACES.length]!.zone, CONTRACTS[n % CONTRACTS.length]!] as const),
)('three years from %s in %s with %s renewal are those that a wall calendar shows', (liveOn, zone, renewal) => {
  const { isWorked, calendar } = placeOf(zone);
  const dates = { start: liveOn, initialMonths: 12, renewalMonths: 12, notice: { months: 3, days: 0 } };
  const measured = { monthly: true, quarterly: true, reviewsQuarters: false };
  compare({ zone, isWorked, liveOn, ...measured, contract: { ...dates, renewal } }, calendar);
});

const aDay = fc.oneof(
  fc.constantFrom(...ANCHORS),
  fc.integer({ min: 0, max: 6 * 365 }).map((days) => DateTime.utc(2020, 6, 1).plus({ days }).toFormat('yyyy-MM-dd')),
);

test('fifty services with any dates, contracts and measures miss nothing and add nothing in three years', () => {
  const aContract = fc.record({
    start: aDay,
    initialMonths: fc.integer({ min: 6, max: 40 }),
    renewal: fc.constantFrom(...CONTRACTS),
    renewalMonths: fc.integer({ min: 6, max: 24 }),
    notice: fc.record({ months: fc.integer({ min: 0, max: 4 }), days: fc.integer({ min: 1, max: 45 }) }),
  });
  const aService = fc.record({
    zone: fc.constantFrom(...PLACES.map(({ zone }) => zone)),
    contract: fc.option(aContract),
    after: fc.integer({ min: 0, max: 60 }),
    day: aDay,
    monthly: fc.boolean(),
    quarterly: fc.boolean(),
    reviewsQuarters: fc.boolean(),
  });
  fc.assert(
    fc.property(aService, ({ zone, contract, after, day, ...measures }) => {
      const { isWorked, calendar } = placeOf(zone);
      const liveOn = contract ? DateTime.fromISO(contract.start).plus({ days: after }).toFormat('yyyy-MM-dd') : day;
      compare({ zone, isWorked, liveOn, contract, ...measures }, calendar);
    }),
    { numRuns: 50 },
  );
});
