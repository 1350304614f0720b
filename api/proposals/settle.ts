import { PolicyBody } from '../../domain/approval/schema';
import { proposalObjection } from '../../domain/duties/proposal';
import {
  EndingBody,
  type Proposal,
  type ProposalAct,
  type ProposalAction,
  type ProposalKind,
} from '../../domain/duties/proposal-schema';
import { DomainError } from '../../domain/errors';
import { DUTY_RULES_KEY } from '../../domain/people/duty-rules';
import { appendAudit, MASTER_STREAM } from '../../db/stores/audit';
import { lockPolicy, findPolicy } from '../../db/stores/policies';
import { lockProposal, settleProposal } from '../../db/stores/proposals';
import { savedState } from '../../db/stores/requests';
import { addSetting, lockSetting } from '../../db/stores/settings';
import { inTransaction, type Trx } from '../../db/transaction';
import { addWhole } from '../policies';
import type { Services } from '../services';
import { endAsAsked } from './ending';
import type { Call } from '../route';
import type { Saying } from './propose';
import { settlerOf } from './settler';
import { answerAsker } from './tell';

type Deps = Pick<Services, 'db' | 'gateway'>;
type Settling = Saying & Pick<Call<unknown, unknown, unknown>, 'tokenById'>;

const STATE_AFTER = { confirm: 'confirmed', reject: 'rejected', withdraw: 'withdrawn' } as const satisfies Record<
  ProposalAction,
  Proposal['state']
>;

/** Confirms what another administrator has asked for, which takes effect with it; or rejects it, or takes back one's own. */
export const settle = (
  deps: Deps,
  call: Settling,
  { id, act }: { readonly id: string; readonly act: ProposalAct },
): Promise<Proposal> =>
  inTransaction(deps.db, async (trx) => {
    const proposal = await lockProposal(trx, id);
    if (!proposal) throw new DomainError('NOT_FOUND', 'There is no such proposal.');
    await check(trx, proposal, { call, act });
    const { actor, now, channel } = call;
    const state = STATE_AFTER[act.action];
    const comment = act.comment ?? null;
    const version = state === 'confirmed' ? await EFFECTS[proposal.kind](trx, proposal, { ...call, deps }) : null;
    await settleProposal(trx, { id, state, byId: actor.id, comment, now });
    if (state !== 'withdrawn') await answerAsker(trx, proposal, now);
    const { kind, key, proposedById } = proposal;
    const payload = { proposalId: id, kind, key, proposedById, comment, ...(version !== null && { version }) };
    const type = `proposal.${state}`;
    await appendAudit(trx, MASTER_STREAM, [
      { key: `proposal.settled:${id}`, at: now, type, actorId: actor.id, channel, payload },
    ]);
    return { ...proposal, state, settledById: actor.id, settledAt: new Date(now).toISOString(), comment };
  });

async function check(
  trx: Trx,
  proposal: Proposal,
  { call: { actor, tokenById, now }, act }: { readonly call: Settling; readonly act: ProposalAct },
): Promise<void> {
  const by = { ...(await settlerOf(trx, actor, proposal)), tokenById };
  const refusal = proposalObjection(proposal, act, { by, now });
  if (refusal) throw DomainError.from(refusal);
}

type Confirming = Saying & { readonly deps: Deps };

/** Carries out what has been confirmed; answers the version that is in force with it, if it is one. */
const EFFECTS: Readonly<
  Record<ProposalKind, (trx: Trx, proposal: Proposal, call: Confirming) => Promise<number | null>>
> = {
  policy: async (trx, { id: proposalId, key, baseVersion, body, proposedById: actorId }, call) => {
    await lockPolicy(trx, key);
    checkBase((await findPolicy(trx, key))?.version ?? 0, baseVersion);
    return addWhole(trx, { key, body: PolicyBody.parse(body), actorId, call, proposalId });
  },
  'duty-rules': async (trx, { baseVersion, body, proposedById: actorId }, { now }) => {
    checkBase(await lockSetting(trx, DUTY_RULES_KEY), baseVersion);
    return addSetting(trx, { key: DUTY_RULES_KEY, body, actorId, now });
  },
  // While the proposal is held: the request ends, and only then is it confirmed. Where it does not, it stays open.
  ending: async (trx, { id, key: requestId, baseVersion, body, proposedById: askedById }, { deps, ...call }) => {
    checkBase((await savedState(trx, requestId))?.round ?? 0, baseVersion);
    const { comment } = EndingBody.parse(body);
    await endAsAsked(deps, call, { id, requestId, comment, askedById });
    return null;
  },
};

/** What was looked at is what is changed. */
function checkBase(version: number, baseVersion: number): void {
  if (version !== baseVersion)
    throw new DomainError('STATE_CONFLICT', 'Another version has come into force since this was asked for.');
}
