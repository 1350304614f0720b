import type { ProposalKind } from '../../domain/duties/proposal-schema';
import { DomainError } from '../../domain/errors';
import { appendAudit, MASTER_STREAM } from '../../db/stores/audit';
import { insertProposal } from '../../db/stores/proposals';
import type { Trx } from '../../db/transaction';
import type { Call } from '../route';
import { askOthers } from './tell';

export type Saying = Pick<Call<unknown, unknown, unknown>, 'actor' | 'channel' | 'now' | 'newId'>;

interface Wish {
  readonly kind: ProposalKind;
  readonly key: string;
  readonly baseVersion: number;
  readonly body: object;
}

/** Keeps what an administrator asks for until another one has confirmed it; answers its id. */
export async function propose(trx: Trx, { actor, channel, now, newId: id }: Saying, wish: Wish): Promise<string> {
  const { kind, key, baseVersion } = wish;
  if (!(await insertProposal(trx, { id, ...wish, proposedById: actor.id, now })))
    throw new DomainError('STATE_CONFLICT', 'A change of this waits for another administrator already.');
  await askOthers(trx, { id, proposedById: actor.id }, now);
  const payload = { proposalId: id, kind, key, baseVersion };
  await appendAudit(trx, MASTER_STREAM, [
    { key: `proposal.made:${id}`, at: now, type: 'proposal.made', actorId: actor.id, channel, payload },
  ]);
  return id;
}

export const proposalHref = (id: string): string => `/api/v1/proposals/${id}`;
