import type { DayKind } from '../domain/calendar/year';

export interface CalendarRow {
  readonly href: string;
  readonly key: string;
  readonly title: string | null;
  readonly version: number;
  readonly timeZone: string;
  readonly shipped: boolean;
  /** The next day that is otherwise than the plain week. */
  readonly next: string | null;
  /** The last day whose holidays are known, when the coming year goes further. */
  readonly unknownFrom: string | null;
}

export interface DayCell {
  readonly date: string;
  readonly day: number;
  readonly kind: DayKind;
  readonly today: boolean;
}

export interface CalendarsPage {
  readonly rows: readonly CalendarRow[];
  readonly newHref: string | null;
}

export interface CalendarPage extends CalendarRow {
  readonly source: string | null;
  readonly year: number;
  readonly months: readonly { readonly heading: string; readonly weeks: readonly (readonly (DayCell | null)[])[] }[];
  readonly weekdays: readonly { readonly day: string; readonly short: string }[];
  /** Null on days off. */
  readonly hours: readonly { readonly day: string; readonly text: string | null }[];
  readonly upcoming: readonly { readonly date: string; readonly kind: DayKind }[];
  /** The years before and after. */
  readonly before: string;
  readonly after: string;
  readonly editHref: string | null;
  readonly saved: boolean;
}

export interface CalendarPages<Page> {
  readonly calendars: Page & CalendarsPage;
  readonly calendar: Page & CalendarPage;
}
