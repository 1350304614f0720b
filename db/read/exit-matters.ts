import type { Matters } from '../../domain/exit/tasks';
import { openReturns } from '../../domain/exit/returns';
import type { Db } from '../knex';
import { returnsOf } from '../stores/exit-returns';
import { knowledgeOf } from '../stores/knowledge-transfers';

/** What tasks of the playbook are about, as far as it is still open: knowledge that has not arrived, things not given back. */
export async function exitMatters(db: Db, engagementId: string): Promise<Matters> {
  const knowledge = await knowledgeOf(db, engagementId);
  const returns = await returnsOf(db, engagementId);
  return {
    'knowledge-transfer': knowledge
      .filter(({ state }) => state !== 'accepted')
      .map(({ id, topic, state }) => ({ path: `knowledge.${id}`, name: topic, message: `${topic} is ${state}` })),
    'revoke-access': openReturns(returns?.items ?? []).map(({ key, title }) => ({
      ...{ path: `returns.${key}`, name: title, message: `${title} has not been confirmed` },
    })),
  };
}
