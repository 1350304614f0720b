import { objection } from '../../domain/approval/objection';
import { DomainError } from '../../domain/errors';
import { dutyRules } from '../../db/read/duty-rules';
import { savedState } from '../../db/stores/requests';
import { inTransaction } from '../../db/transaction';
import { actorOf, asTheyStand, perform } from '../perform';
import type { Services } from '../services';
import { propose, type Saying } from './propose';

interface Ending {
  readonly requestId: string;
  /** Of what is asked for, for whoever settles it. */
  readonly title: string;
  readonly comment: string | undefined;
}

/** Keeps that an administrator wants to end a request, where another one has to confirm it; null where they end it themselves. */
export async function endingByTwo(db: Services['db'], call: Saying, ending: Ending): Promise<string | null> {
  if (!(await dutyRules(db)).endingsByTwo) return null;
  const { requestId, title, comment } = ending;
  const state = await savedState(db, requestId);
  if (!state) throw new DomainError('NOT_FOUND', 'There is no such request.');
  const act = { on: 'request', action: 'terminate', decisionId: call.newId, comment } as const;
  const actor = await asTheyStand(db, actorOf(call.actor, call.channel));
  const refusal = objection(state, act, { actor, now: call.now });
  if (refusal) throw DomainError.from(refusal);
  const wish = { kind: 'ending', key: requestId, baseVersion: state.round, body: { title, comment } } as const;
  return inTransaction(db, (trx) => propose(trx, call, wish));
}

export interface AskedEnding {
  readonly id: string;
  readonly requestId: string;
  readonly comment: string;
  readonly askedById: string;
}

/** Ends a request as two administrators want it; the one who asked stands in its trail beside the one who confirmed. */
export const endAsAsked = (
  deps: Pick<Services, 'db' | 'gateway'>,
  { actor, channel }: Saying,
  { id, requestId, comment, askedById }: AskedEnding,
): Promise<void> =>
  perform(deps, requestId, {
    act: { on: 'request', action: 'terminate', decisionId: id, comment, askedById },
    actor: actorOf(actor, channel),
  });
