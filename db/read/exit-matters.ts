import { openReturns } from '../../domain/exit/returns';
import type { Matters } from '../../domain/exit/tasks';
import type { Db } from '../knex';
import { returnsOf } from '../stores/exit-returns';
import { findExitReview } from '../stores/exit-reviews';
import { knowledgeOf } from '../stores/knowledge-transfers';
import { accountNow } from './settlement-account';

/** What tasks of the playbook are about, as far as it is still open: somebody's word alone does not end such a task. */
export async function exitMatters(db: Db, engagementId: string): Promise<Matters> {
  const knowledge = await knowledgeOf(db, engagementId);
  const returns = await returnsOf(db, engagementId);
  const account = await accountNow(db, engagementId);
  const review = await findExitReview(db, engagementId);
  const agreed = account?.confirmed === true && account.open === 0;
  return {
    'knowledge-transfer': knowledge
      .filter(({ state }) => state !== 'accepted')
      .map(({ id, topic, state }) => ({ path: `knowledge.${id}`, name: topic, message: `${topic} is ${state}` })),
    'revoke-access': openReturns(returns?.items ?? []).map(({ key, title }) => ({
      ...{ path: `returns.${key}`, name: title, message: `${title} has not been confirmed` },
    })),
    'confirm-settlement': agreed
      ? []
      : [{ path: 'settlement.confirmation', message: 'the vendor has not agreed to the settlement as it stands' }],
    'exit-review': review ? [] : [{ path: 'review', message: 'is not written' }],
  };
}
