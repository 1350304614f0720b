import { WEEKDAYS } from '../../domain/calendar/calendar';
import type { CalendarBody } from '../../domain/calendar/schema';
import { fieldError } from '../../domain/errors';
import type { Locale } from '../../domain/people/people';
import type { StoredCalendar } from '../../db/stores/calendars';
import { translate } from '../../templates/catalog';
import { type FieldPlan, given, linesIn, one, type Typed } from '../record-form/plan';
import { zonesWith } from './person-fields';

type Shown = Pick<StoredCalendar, 'announcedUntil' | 'calendar'>;

/** The form of a calendar: a line of hours for each weekday, a line for each day that is otherwise. */
export function calendarFields(
  { calendar, announcedUntil }: Shown,
  { locale, key }: { readonly locale: Locale; readonly key: string | null },
): readonly FieldPlan[] {
  const say = (name: string): string => translate(locale, `calendar-field.${name}`);
  const hint = (name: string): string => translate(locale, `calendar-hint.${name}`);
  const days = (name: 'holidays' | 'workdays'): FieldPlan => ({
    ...{ name, kind: 'text', label: say(name), hint: hint('days'), value: [...calendar[name]].sort().join('\n') },
  });
  const zones = zonesWith(calendar.timeZone).map((value) => ({ value, text: value.replaceAll('_', ' ') }));
  return [
    ...(key === null
      ? [{ name: 'key', kind: 'line', label: say('key'), hint: hint('key'), required: true, most: 64 } as const]
      : []),
    { name: 'timeZone', kind: 'choice', label: say('timeZone'), options: zones, value: calendar.timeZone },
    ...WEEKDAYS.map((day, index): FieldPlan => ({
      name: `weekly.${day}`,
      kind: 'line',
      label: say(day),
      most: 200,
      value: (calendar.weekly[day] ?? []).map((pair) => pair.join('-')).join(' '),
      ...(index === 0 && { heading: say('weekly'), hint: hint('weekly') }),
    })),
    { ...days('holidays'), heading: say('exceptions') },
    days('workdays'),
    {
      name: 'announcedUntil',
      kind: 'day',
      label: say('announcedUntil'),
      hint: hint('announcedUntil'),
      most: 10,
      value: announcedUntil ?? '',
    },
    { name: 'paste', kind: 'text', heading: say('instead'), label: say('paste'), hint: hint('paste'), most: 60_000 },
  ];
}

/** What was typed, as `PUT /calendars/{key}` takes it; what was pasted goes before the fields. */
export function calendarIn(typed: Typed): unknown {
  const pasted = one(typed, 'paste');
  if (pasted !== '') return parsePasted(pasted);
  return {
    timeZone: one(typed, 'timeZone'),
    weekly: Object.fromEntries(
      WEEKDAYS.flatMap((day) => {
        const pairs = pairsIn(one(typed, `weekly.${day}`));
        return pairs.length > 0 ? [[day, pairs]] : [];
      }),
    ),
    holidays: linesIn(typed, 'holidays'),
    workdays: linesIn(typed, 'workdays'),
    ...given('announcedUntil', one(typed, 'announcedUntil')),
  } satisfies Partial<Record<keyof CalendarBody, unknown>>;
}

const pairsIn = (text: string): readonly (readonly string[])[] =>
  text
    .replaceAll(/(?<!\s)\s*[-–—~至]\s*/g, '-')
    .split(/[\s,;，；、]+/)
    .filter(Boolean)
    .map((pair) => pair.split('-'));

function parsePasted(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw fieldError('paste', 'is not JSON');
  }
}
