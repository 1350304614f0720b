import { z } from 'zod';
import { isKnownClause } from '../../domain/contract/recommended-clauses';
import { ClauseCode } from '../../domain/contract/schema';
import { WaiveClause, WaiverView } from '../../domain/contract/version-schema';
import { waiverObjection } from '../../domain/contract/waivers';
import { DomainError, fieldError } from '../../domain/errors';
import { Uuid } from '../../domain/shapes';
import { serviceTypeOf } from '../../db/read/service-types';
import { type KeptWaiver, saveWaiver, waiversOf } from '../../db/stores/clause-waivers';
import { findVersion } from '../../db/stores/contract-versions';
import { contractOf, type StoredContract } from '../../db/stores/contracts';
import type { EngagementRow } from '../../db/stores/engagements';
import type { Db } from '../../db/knex';
import type { Trx } from '../../db/transaction';
import { checkDrawnFrom } from '../drawn-from';
import { changeRecord } from '../record';
import { type Call, ok, type Route, route } from '../route';
import type { Services } from '../services';

type Deps = Pick<Services, 'db'>;
const Params = z.strictObject({ id: Uuid, code: ClauseCode });
type Params = z.infer<typeof Params>;
type WaiverCall = Call<Params, unknown, z.infer<typeof WaiveClause>>;

export const clauseWaiverRoutes = ({ db }: Deps): readonly Route[] => [
  route<Params, unknown, z.infer<typeof WaiveClause>>({
    method: 'post',
    path: '/engagements/{id}/contract/clauses/{code}/waive',
    summary: 'Let the contract do without a required clause: by somebody of legal who did not write this version',
    tag: 'Contract',
    access: ['legal'],
    params: Params,
    body: WaiveClause,
    answers: { 200: WaiverView },
    handle: async (call) => ok({ ...(await recordWaiver({ db }, call)), holds: true }),
  }),
];

/** Lets the contract do without a clause. With what a form was drawn from, only where that still holds. */
export const recordWaiver = ({ db }: Deps, call: WaiverCall, print: string | null = null): Promise<KeptWaiver> =>
  changeRecord(db, call, {
    act: 'read',
    type: 'contract.clause-waived',
    write: (trx, engagement) => waive(trx, engagement, { call, print }),
    payload: ({ code, reason, contractVersion }) => ({ code, reason, contractVersion }),
  });

/** What somebody who waives a clause has before them. */
export const waivable = async (db: Db, engagementId: string, { version }: Pick<StoredContract, 'version'>) => ({
  version,
  waivers: await waiversOf(db, engagementId),
});

async function waive(
  trx: Trx,
  engagement: EngagementRow,
  { call: { params, body, actor, now }, print }: { readonly call: WaiverCall; readonly print: string | null },
): Promise<KeptWaiver> {
  const contract = await contractOf(trx, engagement.id);
  if (!contract) throw new DomainError('NOT_FOUND', 'There is no contract yet.');
  checkDrawnFrom(print, await waivable(trx, engagement.id, contract));
  const version = await findVersion(trx, engagement.id, contract.version);
  const objection = waiverObjection(actor, { writtenById: version?.writtenById ?? null });
  if (objection) throw DomainError.from(objection);
  if (engagement.contract_approved || engagement.open_gate === 'contract')
    throw new DomainError('STATE_CONFLICT', 'The contract is being decided or has been approved: its waivers stand.');
  const { code } = params;
  await checkKnown(trx, { engagement, code, drafted: contract.terms.clauses.map((clause) => clause.code) });
  const given = { code, reason: body.reason, waivedById: actor.id, contractVersion: contract.version, now };
  await saveWaiver(trx, engagement.id, given);
  const kept = (await waiversOf(trx, engagement.id)).find((one) => one.code === code);
  if (!kept) throw new Error('a waiver was written in this transaction');
  return kept;
}

interface Named {
  readonly engagement: EngagementRow;
  readonly code: string;
  /** Codes of the draft: whoever wrote one of their own there may have it waived. */
  readonly drafted: readonly string[];
}

async function checkKnown(trx: Trx, { engagement, code, drafted }: Named): Promise<void> {
  const { clauses: catalogue } = await serviceTypeOf(trx, engagement.service_type);
  if (!drafted.includes(code) && !isKnownClause(code, catalogue))
    throw fieldError('code', `${code} is no clause of this contract, nor one that it needs`);
}
