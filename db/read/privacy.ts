import { assessmentState, unassessed } from '../../domain/residency/crossings';
import type { PrivacyAssessmentView } from '../../domain/residency/schema';
import type { Db } from '../knex';
import { together } from '../together';
import type { EngagementRow } from '../stores/engagements';
import { privacyAssessmentOf } from '../stores/privacy-assessments';
import { dataCrossings } from './data-crossings';

/** Where data goes, what was assessed of it, and what is still to be. */
export async function privacyView(db: Db, engagement: EngagementRow, now: number): Promise<PrivacyAssessmentView> {
  const [crossings, stored] = await together(db, [
    () => dataCrossings(db, engagement, { now }),
    () => privacyAssessmentOf(db, engagement.id),
  ]);
  const { assessment } = stored;
  return {
    ...stored,
    state: assessmentState(crossings, assessment),
    crossings,
    unassessed: unassessed(crossings, assessment),
  };
}
