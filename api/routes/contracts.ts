import { z } from 'zod';
import { DomainError, fieldError } from '../../domain/errors';
import { localDate } from '../../domain/calendar/zone';
import { unknownWaivers } from '../../domain/contract/recommended-clauses';
import { ContractBody } from '../../domain/contract/schema';
import { LocalDate, Uuid } from '../../domain/shapes';
import { serviceTypeOf } from '../../db/read/service-types';
import { askPrivacyAssessment } from '../../db/stores/ask-privacy-assessment';
import { contractOf, saveContract } from '../../db/stores/contracts';
import { findDocument } from '../../db/stores/documents';
import type { EngagementRow } from '../../db/stores/engagements';
import type { Db } from '../../db/knex';
import type { Trx } from '../../db/transaction';
import { ContractView, contractView } from '../contract-view';
import { editableIn, scopedEngagement } from '../engagement-scope';
import { changeRecord } from '../record';
import { checkIfMatch, etagOf } from '../precondition';
import { type Call, ok, type Reply, type Route, route } from '../route';
import type { Services } from '../services';
import { clauseWaiverRoutes } from './clause-waivers';
import { signatureRoutes } from './contract-signatures';
import { contractVersionRoutes } from './contract-versions';
import { EngagementParams } from './engagements';

type Deps = Pick<Services, 'db' | 'gateway'>;

export const contractRoutes = (deps: Deps): readonly Route[] => [
  put(deps),
  read(deps),
  ...clauseWaiverRoutes(deps),
  ...contractVersionRoutes(deps),
  ...signatureRoutes(deps),
];

const put = ({ db }: Deps): Route =>
  route<EngagementParams, unknown, ContractBody>({
    method: 'put',
    path: '/engagements/{id}/contract',
    summary: 'Draft the contract: each draft is a version of its own; once approved it is changed by amendment only',
    tag: 'Contract',
    access: 'insiders',
    params: EngagementParams,
    body: ContractBody,
    answers: { 200: ContractView },
    conditional: true,
    handle: async (call) => {
      const engagement = await draftContract(db, call);
      return answer(await contractView(db, engagement, localDate(engagement.time_zone, call.now)));
    },
  });

/** Another version of the draft. */
export const draftContract = (db: Db, call: Call<EngagementParams, unknown, ContractBody>) =>
  changeRecord(db, call, {
    act: 'edit',
    type: 'contract.drafted',
    write: async (trx, held) => {
      const { ifMatch, body, actor, now } = call;
      checkOpen(held);
      checkIfMatch(ifMatch, (await contractOf(trx, held.id))?.version ?? null);
      await checkTerms(trx, held, body);
      const { terms, document } = await withDocument(trx, held.id, body);
      const version = await saveContract(trx, held.id, { terms, document, writtenById: actor.id, now });
      await askPrivacyAssessment(trx, held, { now });
      return { ...held, draft: version };
    },
    payload: ({ draft }) => ({ contractVersion: draft }),
  });

function checkOpen(engagement: EngagementRow): void {
  editableIn(engagement, ['VENDOR_SELECTION', 'CONTRACTING']);
  if (engagement.contract_approved)
    throw new DomainError('STATE_CONFLICT', 'The contract has been approved and stays as it is: propose an amendment.');
  if (engagement.open_gate === 'contract')
    throw new DomainError('GATE_PENDING', 'The contract is being decided; withdraw its request first.');
}

/** Fees are of the engagement's currency, as quote, credits and settlement are; what is waived is something anybody asks for. */
async function checkTerms(trx: Trx, engagement: EngagementRow, terms: ContractBody): Promise<void> {
  const { currency } = engagement;
  const { monthlyFee, terminationFee, clauses } = terms;
  for (const [field, fee] of Object.entries({ monthlyFee, terminationFee }))
    if (fee && fee.currency !== currency)
      throw fieldError(`${field}.currency`, `must be ${currency}, the currency of the engagement`);
  const { clauses: catalogue } = await serviceTypeOf(trx, engagement.service_type);
  const unknown = unknownWaivers(clauses, { catalogue, path: 'clauses' });
  if (unknown.length > 0) throw new DomainError('INVALID_FIELDS', 'A clause is waived that nobody knows.', unknown);
}

/** Where the draft names a stored document, its hash becomes part of what is approved and signed. */
export async function withDocument(trx: Trx, engagementId: string, terms: ContractBody) {
  const { document } = terms;
  const id = Uuid.safeParse(document?.fileId);
  if (!document?.fileId) return { terms, document: null };
  const stored = id.success ? await findDocument(trx, { engagementId, id: id.data }) : null;
  if (!stored) throw fieldError('document.fileId', 'is not a document of this engagement');
  if (document.sha256 !== undefined && document.sha256 !== stored.sha256)
    throw fieldError('document.sha256', 'is not the hash of the stored document');
  return { terms: { ...terms, document: { ...document, sha256: stored.sha256 } }, document: stored };
}

const Query = z.strictObject({ asOf: LocalDate.optional() });

const read = ({ db }: Deps): Route =>
  route<EngagementParams, z.infer<typeof Query>>({
    method: 'get',
    path: '/engagements/{id}/contract',
    summary: 'The contract in force and its dates as seen on a day (`asOf`, today when absent)',
    tag: 'Contract',
    access: 'insiders',
    params: EngagementParams,
    query: Query,
    answers: { 200: ContractView },
    handle: async ({ params, query, actor, now }) => {
      const engagement = await scopedEngagement(db, params.id, { actor, act: 'read' });
      return answer(await contractView(db, engagement, query.asOf ?? localDate(engagement.time_zone, now)));
    },
  });

const answer = (view: ContractView): Reply => ok(view, etagOf(view.version));
