import type { Box } from '../../domain/approval/request-schema';
import type { Db } from '../knex';
import { policyTitles } from '../stores/policies';
import { IN_BOX, IN_REQUEST_BOX, isOfRequests } from './inbox';

/** Among so many of the newest lines of a box its kinds are looked for: who has decided for years has thousands. */
const NEWEST = 1_000;

export interface InboxKind {
  readonly policyKey: string;
  readonly title: string;
}

/** The kinds of decisions that lie in a box of a person. */
export async function inboxKinds(db: Db, userId: string, box: Box): Promise<readonly InboxKind[]> {
  const of = isOfRequests(box)
    ? `select id as request_id from requests where ${IN_REQUEST_BOX[box]} order by id desc limit ${NEWEST}`
    : `select request_id from request_tasks where assignee_id = ? and ${IN_BOX[box]} order by id desc limit ${NEWEST}`;
  const { rows } = await db.raw<{ rows: readonly { policy_key: string }[] }>(
    `select distinct policy_key from (${of}) line join requests on requests.id = line.request_id order by policy_key`,
    [userId],
  );
  const keys = rows.map(({ policy_key }) => policy_key);
  const titles = await policyTitles(db, keys);
  return keys.map((policyKey) => ({ policyKey, title: titles.get(policyKey) ?? policyKey }));
}
