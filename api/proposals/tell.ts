import { proposalObjection } from '../../domain/duties/proposal';
import type { Proposal } from '../../domain/duties/proposal-schema';
import { orderMails } from '../../db/stores/mail-orders';
import type { Trx } from '../../db/transaction';
import { otherAdmins } from '../administrators';
import { settlerOf } from './settler';

type Asked = Pick<Proposal, 'id' | 'proposedById'>;

/** One mail to each administrator who may confirm it, in the transaction that keeps it. */
export async function askOthers(trx: Trx, asked: Asked, now: number): Promise<void> {
  const { id, proposedById } = asked;
  const proposal = { state: 'open', proposedById } as const;
  for (const person of await otherAdmins(trx, proposedById)) {
    const by = { ...(await settlerOf(trx, person, asked)), tokenById: null };
    if (proposalObjection(proposal, { action: 'confirm' }, { by, now })) continue;
    const order = { kind: 'proposal-made', recipientId: person.id, engagementId: null, now } as const;
    await orderMails(trx, [{ ...order, key: `proposal-made:${id}:${person.id}`, facts: { proposalId: id } }]);
  }
}

/** One mail to whoever asked, once another administrator has settled it. */
export const answerAsker = (trx: Trx, { id, proposedById }: Asked, now: number): Promise<void> =>
  orderMails(trx, [
    {
      ...{ key: `proposal-settled:${id}`, kind: 'proposal-settled', recipientId: proposedById, engagementId: null },
      ...{ facts: { proposalId: id }, now },
    },
  ]);
