import { fieldError } from '../domain/errors';
import { DUTY_RULES_KEY, needsTwo, SHIPPED_DUTY_RULES } from '../domain/people/duty-rules';
import { DutyRules } from '../domain/people/duty-rules-schema';
import { dutyRules } from '../db/read/duty-rules';
import type { Db } from '../db/knex';
import { lockSetting } from '../db/stores/settings';
import { inTransaction } from '../db/transaction';
import { otherAdmins } from './administrators';
import { checkIfMatch } from './precondition';
import { propose } from './proposals/propose';
import { addNoted, type SavingSetting } from './settings';

export const DUTY_RULES = { key: DUTY_RULES_KEY, schema: DutyRules, shipped: SHIPPED_DUTY_RULES } as const;

export interface SavedRules {
  /** The one in force: the new one, or the one before while another administrator has to confirm. */
  readonly version: number;
  /** What waits to be confirmed. */
  readonly proposalId: string | null;
}

/** Nobody loosens by themselves what binds them, and nobody asks for two where there is one. */
export async function saveDutyRules(
  db: Db,
  call: SavingSetting & { readonly newId: string },
  body: DutyRules,
): Promise<SavedRules> {
  if (needsTwo(body) && (await otherAdmins(db, call.actor.id)).length === 0)
    throw fieldError(body.policiesByTwo ? 'policiesByTwo' : 'endingsByTwo', 'needs a second active administrator');
  return inTransaction(db, async (trx) => {
    const baseVersion = await lockSetting(trx, DUTY_RULES_KEY);
    checkIfMatch(call.ifMatch, baseVersion);
    if (!needsTwo(await dutyRules(trx)))
      return { version: await addNoted(trx, call, { key: DUTY_RULES_KEY, body }), proposalId: null };
    const wish = { kind: 'duty-rules', key: DUTY_RULES_KEY, baseVersion, body } as const;
    return { version: baseVersion, proposalId: await propose(trx, call, wish) };
  });
}
