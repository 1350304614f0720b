import { type CultureFit, cultureFit } from '../../domain/tender/culture';
import type { WorkingWay } from '../../domain/tender/schema';
import { withReferences } from '../../domain/vendor/references';
import type { Db } from '../knex';
import { cultureOf } from '../stores/evaluation-records';
import { questionsOf } from '../stores/tender-questions';
import { tenderOf } from '../stores/tenders';
import { referencesOf } from '../stores/vendor-master';
import { candidatesOf } from '../stores/vendors';

/** The part of an engagement that working hours and amounts depend on. */
export interface Timed {
  readonly id: string;
  readonly currency: string;
  readonly time_zone: string;
}

export interface CultureFits {
  readonly of: ReadonlyMap<string, CultureFit>;
  /** Candidates that have answered every question about their low quote, and at least one. */
  readonly clarified: ReadonlySet<string>;
}

/** How our people work unless a tender says otherwise. */
export const usualWay = (timeZone: string): WorkingWay => ({
  hours: { timeZone, from: '09:00', to: '18:00' },
  languages: ['zh-CN', 'en'],
});

/** What is known of each candidate's people: measured response times, shared hours, questionnaire and references. */
export async function cultureFits(db: Db, { id, time_zone: timeZone }: Timed, now: number): Promise<CultureFits> {
  // One after the other: inside a transaction all of them share one connection.
  const tender = await tenderOf(db, id);
  const candidates = await candidatesOf(db, id);
  const questions = await questionsOf(db, id);
  const records = await cultureOf(db, id);
  const references = await referencesOf(db, candidates);
  const ours = tender?.body.ours ?? usualWay(timeZone);
  const of = new Map(
    candidates.map((candidate) => {
      const own = questions.filter(({ candidateId }) => candidateId === candidate.id);
      const culture = withReferences(records.get(candidate.id) ?? null, references.get(candidate.vendorId) ?? []);
      return [candidate.id, cultureFit({ ours, culture, questions: own }, now)];
    }),
  );
  const asked = questions.filter(({ topic }) => topic === 'low-bid');
  const open = new Set(asked.flatMap(({ candidateId, answeredAt }) => (answeredAt === null ? [candidateId] : [])));
  const clarified = new Set(asked.map(({ candidateId }) => candidateId).filter((one) => !open.has(one)));
  return { of, clarified };
}
