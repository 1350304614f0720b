import { z } from 'zod';
import { DomainError } from '../../domain/errors';
import type { Engagement } from '../../domain/engagement/engagement';
import { EngagementView, Signature } from '../../domain/engagement/schema';
import { localDate } from '../../domain/calendar/zone';
import { ContractBody } from '../../domain/contract/schema';
import { LocalDate } from '../../domain/shapes';
import { engagementView } from '../../db/read/engagements';
import { termOf } from '../../db/read/term';
import { contractOf, saveContract, signaturesOf } from '../../db/stores/contracts';
import { engagementWorkflowId } from '../../workflows/ids';
import { editableIn, scopedEngagement } from '../engagement-scope';
import { changeRecord } from '../record';
import { checkIfMatch, etagOf } from '../precondition';
import { ok, type Reply, type Route, route } from '../route';
import type { Services } from '../services';
import { EngagementParams } from './engagements';

type Deps = Pick<Services, 'db' | 'gateway'>;

export const contractRoutes = (deps: Deps): readonly Route[] => [put(deps), read(deps), sign(deps)];

const Signatures = z.array(
  z.strictObject({ party: z.enum(['us', 'vendor']), signatory: z.string(), signedAt: z.string() }),
);
const ContractView = ContractBody.extend({
  version: z.int(),
  signatures: Signatures,
  currentEnd: z.string().nullable(),
  noticeDeadline: z.string().nullable(),
  reminders: z.array(z.string()),
  renewedTimes: z.int(),
  status: z.string().nullable(),
});

const put = ({ db }: Deps): Route =>
  route<EngagementParams, unknown, ContractBody>({
    method: 'put',
    path: '/engagements/{id}/contract',
    summary: 'Draft the contract; once approved it is changed by amendment only',
    tag: 'Contract',
    access: 'insiders',
    params: EngagementParams,
    body: ContractBody,
    answers: { 200: ContractView },
    conditional: true,
    handle: async (call) => {
      await changeRecord(db, call, {
        act: 'edit',
        type: 'contract.drafted',
        write: async (trx, engagement) => {
          editableIn(engagement, ['VENDOR_SELECTION', 'CONTRACTING']);
          if (engagement.contract_approved)
            throw new DomainError('STATE_CONFLICT', 'The contract has been approved and stays as it is.');
          if (engagement.open_gate === 'contract')
            throw new DomainError('GATE_PENDING', 'The contract is being decided; withdraw its request first.');
          checkIfMatch(call.ifMatch, (await contractOf(trx, engagement.id))?.version ?? null);
          await saveContract(trx, engagement.id, { terms: call.body, now: call.now });
        },
      });
      return answer(await contractView(db, call.params.id, localDate('UTC', call.now)));
    },
  });

const Query = z.strictObject({ asOf: LocalDate.optional() });

const read = ({ db }: Deps): Route =>
  route<EngagementParams, z.infer<typeof Query>>({
    method: 'get',
    path: '/engagements/{id}/contract',
    summary: 'The contract with its dates as seen on a day (`asOf`, today when absent)',
    tag: 'Contract',
    access: 'insiders',
    params: EngagementParams,
    query: Query,
    answers: { 200: ContractView },
    handle: async ({ params, query, actor, now }) => {
      const engagement = await scopedEngagement(db, params.id, { actor, act: 'read' });
      return answer(await contractView(db, params.id, query.asOf ?? localDate(engagement.time_zone, now)));
    },
  });

const answer = (view: z.infer<typeof ContractView>): Reply => ok(view, etagOf(view.version));

async function contractView(db: Deps['db'], engagementId: string, asOf: string): Promise<z.infer<typeof ContractView>> {
  const [contract, term, signatures] = await Promise.all([
    contractOf(db, engagementId),
    termOf(db, engagementId, asOf),
    signaturesOf(db, engagementId),
  ]);
  if (!contract) throw new DomainError('NOT_FOUND', 'There is no contract yet.');
  return {
    ...contract.terms,
    version: contract.version,
    signatures: [...signatures],
    currentEnd: term?.currentEnd ?? null,
    noticeDeadline: term?.noticeDeadline ?? null,
    reminders: [...(term?.reminders ?? [])],
    renewedTimes: term?.renewedTimes ?? 0,
    status: term?.status ?? null,
  };
}

const sign = ({ db, gateway }: Deps): Route =>
  route<EngagementParams, unknown, Signature>({
    method: 'post',
    path: '/engagements/{id}/contract/signatures',
    summary: 'Record a signature; with both, the transition begins',
    tag: 'Contract',
    access: 'insiders',
    params: EngagementParams,
    body: Signature,
    answers: { 201: EngagementView },
    handle: async ({ params, body, actor, channel, newId }) => {
      await scopedEngagement(db, params.id, { actor, act: 'edit' });
      await gateway.update<Engagement>({
        id: engagementWorkflowId(params.id),
        update: 'sign',
        arg: { ...body, actorId: actor.id, channel },
        updateId: `sign-${newId}`,
      });
      return { status: 201, body: await engagementView(db, params.id) };
    },
  });
