import { markSample, saveSampleSet } from '../../db/stores/samples';
import { inTransaction } from '../../db/transaction';
import type { Db } from '../../db/knex';
import { isSampleStory, SAMPLE_STEPS, type SampleStep, type SampleStory } from '../../domain/samples/words';
import type { ReviewOrder } from '../../domain/review/order';
import type { AgendaOutcome } from '../agenda';
import { dateKeeperActivities } from '../date-keeper';
import type { Deps } from '../deps';
import { startReview } from '../start-review';
import { castPeople, castVendors } from './cast';
import { removalActivities } from './removal';
import { idOf, type Stage, stageOf } from './stage';
import { pastStepsOf, tellPast } from './told';
import { startEngagement, submitNeeds } from './waiting';

export interface SampleOrder {
  readonly setId: string;
  readonly step: SampleStep;
}

type Parts = Pick<Deps, 'db'>;

/** Stories that begin today. */
const FRESH: readonly SampleStory[] = ['hotline', 'payroll'];

/** Making a set of samples and taking it away again, step by step; each may be repeated. */
export const sampleActivities = (parts: Parts) => ({
  ...removalActivities(parts),

  async makeSample({ setId, step }: SampleOrder): Promise<void> {
    const { db } = parts;
    const stage = await stageOf(db, setId);
    if (stage?.set.state !== 'loading') return;
    if (isSampleStory(step)) await play(parts, stage, step);
    else await inTransaction(db, (trx) => (step === 'people' ? castPeople : castVendors)(trx, stage));
    const done = SAMPLE_STEPS.indexOf(step) + 1;
    await saveSampleSet(db, setId, done < SAMPLE_STEPS.length ? { done } : { done, state: 'loaded' });
  },
});

async function play({ db }: Parts, stage: Stage, story: SampleStory): Promise<void> {
  const id = idOf(stage, `engagement:${story}`);
  // Known as a sample before anything is told of it.
  await inTransaction(db, (trx) => markSample(trx, { setId: stage.set.id, kind: 'engagement', id }));
  if (FRESH.includes(story)) return submitNeeds(stage, story);
  await inTransaction(db, (trx) => tellPast({ trx, stage, story, id }));
  const carried = pastStepsOf({ stage, story, id }).at(-1)!.after;
  await startEngagement({ id, byDateKeeper: true, carried });
  for (const order of await openedReviews(db, id)) await startReview(order);
  await dateKeeperActivities({ db }).beginWatch({ engagementId: id, now: stage.now });
}

/** What the opening of a review said then; a repetition hears it again. */
async function openedReviews(db: Db, engagementId: string): Promise<readonly ReviewOrder[]> {
  const rows = await db<{ engagement_id: string; kind: string; outcome: Partial<AgendaOutcome> | null }>('agenda_log')
    .where({ engagement_id: engagementId, kind: 'review-open' })
    .select('outcome');
  return rows.flatMap(({ outcome }) => outcome?.reviews ?? []);
}
