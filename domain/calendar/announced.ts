import { addDays } from './civil';

export interface CalendarWarning {
  readonly code: 'HOLIDAYS_NOT_ANNOUNCED';
  readonly message: string;
}

/** Deadlines reach about this far. */
const LOOK_AHEAD_DAYS = 366;

/** What whoever counts on a calendar should know: from some day of the coming year on its holidays are not known yet. */
export function calendarWarnings(announcedUntil: string | null, today: string): readonly CalendarWarning[] {
  if (announcedUntil === null || announcedUntil >= addDays(today, LOOK_AHEAD_DAYS)) return [];
  const message = `Dates after ${announcedUntil} are counted by the plain week: their holidays and make-up days are not announced yet.`;
  return [{ code: 'HOLIDAYS_NOT_ANNOUNCED', message }];
}
