import { addMonthsClamped } from '../../domain/calendar/civil';
import { periodDates } from '../../domain/calendar/periods';
import { localDate } from '../../domain/calendar/zone';
import { independent, judgedOf } from '../../domain/vendor/evaluation';
import { priceScores } from '../../domain/vendor/price-scores';
import { type LookedBack, selectionQuality } from '../../domain/vendor/selection-quality';
import type { QualityQuery, SelectionQuality } from '../../domain/vendor/selection-quality-schema';
import type { Db } from '../knex';
import { type EngagementRow, findEngagement } from '../stores/engagements';
import { findPeople } from '../stores/people';
import { scorecardsOf } from '../stores/scorecards';
import { evaluationInput } from './evaluation';
import { scoreRules } from './score-rules';

/** What the selections of a category were worth, by how the services did that followed. */
export async function readSelectionQuality(
  db: Db,
  { category, months }: QualityQuery,
  now: number,
): Promise<SelectionQuality> {
  const horizon = Number(months);
  const { minEngagements: minimum } = (await scoreRules(db)).selection;
  const awards = await lookBack(db, { category, horizon, now });
  const { evaluators, ...found } = selectionQuality(awards, minimum);
  const people = await findPeople(
    db,
    evaluators.map(({ userId }) => userId),
  );
  const names = new Map(people.map(({ id, name }) => [id, name]));
  return {
    category,
    months: horizon,
    minimum,
    ...found,
    evaluators: evaluators.map((one) => ({ ...one, name: names.get(one.userId) ?? one.userId })),
  };
}

interface Wanted {
  readonly category: string;
  readonly horizon: number;
  readonly now: number;
}

/** Awards whose service has lasted long enough and was rated meanwhile, newest first. */
async function lookBack(db: Db, { category, horizon, now }: Wanted): Promise<readonly LookedBack[]> {
  const rows = await db<EngagementRow>('engagements')
    .where({ service_type: category as EngagementRow['service_type'] })
    .whereNotNull('candidate_id')
    .whereNotNull('live_on')
    .orderBy([
      { column: 'live_on', order: 'desc' },
      { column: 'id', order: 'desc' },
    ])
    .select('id');
  const found: (LookedBack | null)[] = [];
  for (const { id } of rows) found.push(await lookedBack(db, id, { horizon, now }));
  return found.filter((one) => one !== null);
}

async function lookedBack(
  db: Db,
  id: string,
  { horizon, now }: Pick<Wanted, 'horizon' | 'now'>,
): Promise<LookedBack | null> {
  const engagement = await findEngagement(db, id);
  if (!engagement?.candidate_id || engagement.live_on === null) return null;
  const until = addMonthsClamped(engagement.live_on, horizon);
  if (until > localDate(engagement.time_zone, now)) return null;
  const outcome = await outcomeUntil(db, id, until);
  const input = outcome === null ? null : await evaluationInput(db, engagement, now);
  if (!input || outcome === null) return null;
  const { candidates, currency, model, pastGaps = [] } = input;
  const prices = priceScores({ currency, candidates, priceScale: model.priceScale, pastGaps });
  const price = prices.of.get(engagement.candidate_id)?.score ?? null;
  const judged = judgedOf({ ...input, sheets: independent(input.sheets) }, engagement.candidate_id, price);
  return { engagementId: id, model, judged, outcome };
}

/** Mean score of the periods that ended by a date; null when none was rated. */
async function outcomeUntil(db: Db, id: string, until: string): Promise<number | null> {
  const cards = await scorecardsOf(db, id);
  const scores = cards.flatMap(({ period, score }) => (periodDates(period).end <= until ? (score ?? []) : []));
  return scores.length === 0 ? null : scores.reduce((total, score) => total + score, 0) / scores.length;
}
