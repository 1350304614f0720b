import { type Turn, turnsOf } from '../../domain/issue/response-times';
import type { Db } from '../knex';
import { together } from '../together';
import type { EngagementRow } from '../stores/engagements';
import { issuesOf } from '../stores/issues';
import { questionsOf } from '../stores/tender-questions';

/** Everything that one side of an engagement asked the other one, with the time of its answer; oldest first. */
export async function responseTurns(db: Db, { id, candidate_id }: EngagementRow): Promise<readonly Turn[]> {
  const [issues, questions] = await together(db, [() => issuesOf(db, id), () => questionsOf(db, id)]);
  const asked = questions
    .filter(({ candidateId }) => candidateId === candidate_id)
    .map(({ asker, askedAt, answeredAt }): Turn => ({
      side: asker === 'buyer' ? 'vendor' : 'us',
      askedAt,
      answeredAt,
    }));
  return [...asked, ...issues.flatMap(turnsOf)].sort((a, b) => a.askedAt - b.askedAt);
}
