import { fieldError } from '../errors';

/** `PnD` counts days of the calendar, the time part counts its hours; years, months and weeks have no business meaning. */
export interface BusinessDuration {
  readonly days: number;
  readonly ms: number;
}

/** Days first, then hours, minutes and seconds with up to three decimals; at least one part. */
export const DURATION_PATTERN =
  /^P(?!$)(?:(\d{1,4})D)?(?:T(?=\d)(?:(\d{1,6}(?:\.\d{1,3})?)H)?(?:(\d{1,7}(?:\.\d{1,3})?)M)?(?:(\d{1,9}(?:\.\d{1,3})?)S)?)?$/;

const UNITS_MS = [3_600_000, 60_000, 1_000] as const;

/** Reads an ISO 8601 duration of days, hours, minutes and seconds. Throws `INVALID_FIELDS` for anything else. */
export function parseDuration(iso: string): BusinessDuration {
  const match = DURATION_PATTERN.exec(iso);
  if (!match)
    throw fieldError('duration', `"${iso}" is not a duration of days, hours, minutes and seconds such as P2D or PT4H`);
  const [, days, ...parts] = match;
  const ms = UNITS_MS.reduce((total, unit, index) => total + Math.round(Number(parts[index] ?? 0) * unit), 0);
  return { days: Number(days ?? 0), ms };
}
