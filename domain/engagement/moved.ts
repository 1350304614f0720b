import type { AgendaKind } from './agenda-kinds';

/** Dates that follow from a day and are kept in its morning or at its midnight; all others are instants that somebody chose. */
const OF_DAY: ReadonlySet<AgendaKind> = new Set([
  'kpi-open',
  'kpi-reminder',
  'kpi-close',
  'review-open',
  'amendment-start',
  'notice-reminder',
  'renewal-dossier',
  'notice-deadline',
  'term-end',
  'exit-task',
]);

export const isOfDay = (kind: AgendaKind): boolean => OF_DAY.has(kind);

const HALF_DAY_MS = 43_200_000;

/**
 * By how much the instant of a date may differ for it to be the same date, milliseconds. A day that is moved moves by a whole
 * one; other rules of a time zone move its instant by an hour or two.
 */
export const toleranceMs = (kind: AgendaKind): number => (isOfDay(kind) ? HALF_DAY_MS : 0);
