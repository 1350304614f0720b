import type { Db } from '../../db/knex';
import { addPolicyVersion } from '../../db/stores/policies';
import { inTransaction } from '../../db/transaction';

/** A policy of gate G3 that does not ask legal. */
export async function financeAloneDecides(db: Db, by: { actorId: string; now: number }): Promise<void> {
  const step = { key: 'finance', title: 'Finance', mode: 'any' as const, assignees: [{ role: 'finance' as const }] };
  const body = { title: 'Contract', settings: { stepUp: true }, steps: [step] };
  await inTransaction(db, (trx) => addPolicyVersion(trx, { key: 'gate-contract', body, ...by }));
}
