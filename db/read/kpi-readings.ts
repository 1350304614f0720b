import { FREQUENCIES, frequencyOf, previousPeriod } from '../../domain/calendar/periods';
import { type JudgedReading, readCard } from '../../domain/improvement/evidence';
import type { Db } from '../knex';
import { scorecardsOf } from '../stores/scorecards';
import { definitionsFor } from './period-card';

/** What the KPIs did in the newest closed period of each length and in the one before each, by the cards as they stand now. */
export async function recentReadings(db: Db, engagementId: string): Promise<readonly JudgedReading[]> {
  const cards = await scorecardsOf(db, engagementId);
  const newest = FREQUENCIES.flatMap((frequency) =>
    cards.filter(({ period }) => frequencyOf(period) === frequency).slice(0, 1),
  );
  const wanted = newest.flatMap(({ period }) => [period, previousPeriod(period)]);
  const readings: JudgedReading[] = [];
  for (const card of cards.filter(({ period }) => wanted.includes(period)))
    readings.push(...readCard(card, (await definitionsFor(db, engagementId, card.period)).kpis));
  return readings;
}
