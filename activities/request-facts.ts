import type { RequestView } from '../domain/approval/request-schema';
import { findEngagement } from '../db/stores/engagements';
import { findPerson } from '../db/stores/people';
import { findPolicy } from '../db/stores/policies';
import type { Db } from '../db/knex';
import { amountOf, factsOf } from '../templates/facts';
import type { RequestFacts } from '../templates/mail-data';
import { gateTitleOf } from '../templates/request-title';

/** Of a mail; its link leads to all of them. */
const MAX_FACTS = 60;

/** What every mail about a request says about it, as the database knows it now. */
export async function requestFacts(db: Db, view: RequestView): Promise<RequestFacts> {
  const [requester, policy, engagement] = await Promise.all([
    findPerson(db, view.requesterId),
    findPolicy(db, view.policy.key, view.policy.version),
    view.engagementId === null ? null : findEngagement(db, view.engagementId),
  ]);
  const { data } = view.subject;
  const facts = factsOf(data);
  return {
    title: view.subject.title,
    gate: gateTitleOf(view.subject, engagement),
    requester: requester?.name ?? '',
    policy: policy?.title ?? view.policy.key,
    engagement: engagement && { number: engagement.number, title: engagement.title },
    amount: amountOf(data),
    round: view.round,
    facts: facts.slice(0, MAX_FACTS),
    factsLeftOut: Math.max(0, facts.length - MAX_FACTS),
  };
}
