import { mean, median } from 'simple-statistics';
import { addDays } from '../calendar/civil';
import { localDate, toInstant } from '../calendar/zone';
import { round4 } from '../decimal';
import type { Evidence } from '../vendor/evidence';
import { scoreQuestionnaire } from '../vendor/questionnaire';
import type { CultureBody, WorkingHours, WorkingWay } from './schema';
import type { Question } from './tender';

const HOUR_MS = 3_600_000;
/** An answer within half a working day is as good as it gets, one after three days is worth nothing. */
const RESPONSE = { best: 4, worst: 72 } as const;
/** Hours of a working day that both sides share, from which on more are no better. */
const ENOUGH_SHARED_HOURS = 4;

export interface ResponseTime {
  /** Median hours from our question to the vendor's answer; null while there is nothing to measure. */
  readonly medianHours: number | null;
  readonly answered: number;
  readonly open: number;
  readonly score: number | null;
}

/** Measures how fast a vendor answers us. An open question counts once it is overdue, with the time it has waited so far. */
export function responseTime(questions: readonly Question[], now: number): ResponseTime {
  const ours = questions.filter(({ asker }) => asker === 'buyer');
  const hours = ours.flatMap(({ askedAt, answeredAt, dueAt }) => {
    if (answeredAt !== null) return [(answeredAt - askedAt) / HOUR_MS];
    return dueAt !== null && dueAt < now ? [(now - askedAt) / HOUR_MS] : [];
  });
  const answered = ours.filter(({ answeredAt }) => answeredAt !== null).length;
  const medianHours = hours.length > 0 ? round4(median(hours)) : null;
  return {
    medianHours,
    answered,
    open: ours.length - answered,
    score: medianHours === null ? null : speedScore(medianHours),
  };
}

const speedScore = (hours: number): number =>
  round4(
    (100 * (RESPONSE.worst - Math.min(RESPONSE.worst, Math.max(RESPONSE.best, hours)))) /
      (RESPONSE.worst - RESPONSE.best),
  );

/** Hours of a calendar day (ours) during which both sides work; days differ where clocks change. */
export function overlapHours(ours: WorkingHours, theirs: WorkingHours, date: string): number {
  const [start, end] = shift(ours, date);
  const shared = [-1, 0, 1].map((days) => {
    const [from, to] = shift(theirs, addDays(date, days));
    return Math.max(0, Math.min(end, to) - Math.max(start, from));
  });
  return round4(shared.reduce((total, ms) => total + ms, 0) / HOUR_MS);
}

function shift({ timeZone, from, to }: WorkingHours, date: string): readonly [number, number] {
  const at = (day: string, time: string): number => toInstant(timeZone, { date: day, msOfDay: msOf(time) });
  return [at(date, from), at(to > from ? date : addDays(date, 1), to)];
}

function msOf(time: string): number {
  const [hours = 0, minutes = 0] = time.split(':').map(Number);
  return hours * HOUR_MS + minutes * 60_000;
}

export interface CultureFit {
  readonly responseTime: ResponseTime;
  readonly overlap: {
    readonly hours: number;
    readonly sharedLanguages: readonly string[];
    readonly score: number;
  } | null;
  readonly values: number | null;
  readonly references: number | null;
}

interface Known {
  readonly ours: WorkingWay;
  readonly culture: CultureBody | null;
  readonly questions: readonly Question[];
}

/** What is measured or recorded of how well a vendor's people and ours would work together. */
export function cultureFit({ ours, culture, questions }: Known, now: number): CultureFit {
  const { theirs, values, references = [] } = culture ?? {};
  return {
    responseTime: responseTime(questions, now),
    overlap: theirs ? overlapOf(ours, theirs, localDate(ours.hours.timeZone, now)) : null,
    values: values ? scoreQuestionnaire(values).total : null,
    references: references.length > 0 ? round4(mean(references.map(({ score }) => score))) : null,
  };
}

/** Without a shared language shared hours are of no use. */
function overlapOf(ours: WorkingWay, theirs: WorkingWay, date: string): NonNullable<CultureFit['overlap']> {
  const hours = overlapHours(ours.hours, theirs.hours, date);
  const primary = (tag: string): string => tag.split('-')[0] ?? tag;
  const spoken = new Set(theirs.languages.map(primary));
  const sharedLanguages = ours.languages.filter((tag) => spoken.has(primary(tag)));
  const score = sharedLanguages.length > 0 ? clampScore((100 * hours) / ENOUGH_SHARED_HOURS) : 0;
  return { hours, sharedLanguages, score };
}

const clampScore = (score: number): number => Math.min(100, Math.max(0, round4(score)));

export const evidenceOf = ({ responseTime: { score }, overlap, values, references }: CultureFit): Evidence => ({
  'response-time': score,
  overlap: overlap?.score ?? null,
  values,
  references,
});
