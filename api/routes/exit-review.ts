import { LEAVING } from '../../domain/engagement/statuses';
import { DomainError, fieldError } from '../../domain/errors';
import { ExitReviewContent, ExitReviewView } from '../../domain/exit/review-schema';
import { exitReviewFacts, exitReviewView } from '../../db/read/exit-review';
import { saveExitReview } from '../../db/stores/exit-reviews';
import { editableIn, scopedEngagement } from '../engagement-scope';
import { changeRecord } from '../record';
import { type Call, ok, type Route, route } from '../route';
import type { Services } from '../services';
import { EngagementParams } from './engagements';

type Deps = Pick<Services, 'db'>;

/** The last look back on an engagement; its task of the exit is done once it is written. */
export const exitReviewRoutes = (deps: Deps): readonly Route[] => [read(deps), write(deps)];

const common = { tag: 'Exit', access: 'insiders', params: EngagementParams } as const;

const read = ({ db }: Deps): Route =>
  route<EngagementParams>({
    ...common,
    method: 'get',
    path: '/engagements/{id}/exit/review',
    summary: 'Final score, what was promised and reached, lessons, and how the vendor is left',
    answers: { 200: ExitReviewView },
    handle: async ({ params, actor }) => {
      const engagement = await scopedEngagement(db, params.id, { actor, act: 'read' });
      return ok(await exitReviewView(db, engagement));
    },
  });

const write = ({ db }: Deps): Route =>
  route<EngagementParams, unknown, ExitReviewContent>({
    ...common,
    method: 'put',
    path: '/engagements/{id}/exit/review',
    summary: 'Look back on the engagement; may be changed until its task of the exit is done',
    body: ExitReviewContent,
    answers: { 200: ExitReviewView },
    handle: async (call) => ok(await recordExitReview({ db }, call)),
  });

/** Keeps what somebody says of the whole engagement. */
export const recordExitReview = (
  { db }: Deps,
  call: Call<EngagementParams, unknown, ExitReviewContent>,
): Promise<ExitReviewView> => {
  const { body, actor, now } = call;
  return changeRecord(db, call, {
    act: 'edit',
    type: 'exit.review-written',
    write: async (trx, engagement) => {
      editableIn(engagement, LEAVING);
      if ((await exitReviewView(trx, engagement)).state === 'closed')
        throw new DomainError('STATE_CONFLICT', 'The review of the exit is closed.');
      const known = engagement.needs.successMeasures ?? [];
      body.measures.forEach(({ name }, index) => {
        if (!known.some((measure) => measure.name === name))
          throw fieldError(`measures.${index}.name`, 'is not a success measure of the needs');
      });
      const facts = await exitReviewFacts(trx, engagement);
      await saveExitReview(trx, engagement.id, { facts, content: body, writtenBy: actor.id, writtenAt: now });
      return exitReviewView(trx, engagement);
    },
    payload: ({ measures: { met, measured }, vendorStatus }) => ({ met, measured, vendorStatus }),
  });
};
