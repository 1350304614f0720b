import { toDate, toDayNumber } from '../../domain/calendar/civil';
import { toInstant, toLocal } from '../../domain/calendar/zone';
import type { FieldPlan } from './plan';

/** A moment by the clock of the place that a record belongs to, to the minute. */
export const momentField = (
  name: string,
  label: string,
  { value, zone }: { readonly value: number | null; readonly zone: string },
): FieldPlan => ({
  ...{ name, kind: 'moment', label, hint: zone, most: 19 },
  value: value === null ? '' : wallTime(value, zone),
});

const MINUTE_MS = 60_000;
const two = (part: number): string => String(part).padStart(2, '0');

function wallTime(at: number, zone: string): string {
  const { date, msOfDay } = toLocal(zone, at);
  const minutes = Math.floor(msOfDay / MINUTE_MS);
  return `${date}T${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;
}

const WALL_TIME = /^(\d{4}-\d{2}-\d{2})T([01]\d|2[0-3]):([0-5]\d)(?::00)?$/;

/**
 * What was typed as a record has it. A moment that nobody has touched stays to the second; what is none stays a text, which
 * the schema refuses in words.
 */
export function momentIn(text: string, { before, zone }: { readonly before: string | null; readonly zone: string }) {
  if (text === '') return undefined;
  if (before !== null && text === wallTime(Date.parse(before), zone)) return before;
  const [, date, hours, minutes] = WALL_TIME.exec(text) ?? [];
  if (date === undefined || toDate(toDayNumber(date)) !== date) return text;
  const msOfDay = (Number(hours) * 60 + Number(minutes)) * MINUTE_MS;
  return new Date(toInstant(zone, { date, msOfDay })).toISOString();
}
