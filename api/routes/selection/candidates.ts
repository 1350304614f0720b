import { z } from 'zod';
import { DomainError } from '../../../domain/errors';
import { Uuid } from '../../../domain/shapes';
import { isSealed } from '../../../domain/tender/tender';
import { CandidateView, Quote } from '../../../domain/vendor/record-schema';
import type { Db } from '../../../db/knex';
import { checkTakesPart } from '../../../db/read/barred';
import { tenderOf } from '../../../db/stores/tenders';
import { candidatesOf, findVendor, insertCandidate, saveQuote } from '../../../db/stores/vendors';
import { editableIn, scopedEngagement } from '../../engagement-scope';
import { changeRecord } from '../../record';
import { pageOf, wholeOf } from '../../paging';
import { created, ok, type Route, route } from '../../route';
import { candidateOf, candidatesWithBid, checkQuotable } from '../../selection-rules';
import type { Services } from '../../services';
import { EngagementParams } from '../engagements';
import { CandidateParams } from './params';

type Deps = Pick<Services, 'db'>;

export const candidateRoutes = (deps: Deps): readonly Route[] => [
  addCandidate(deps),
  listCandidates(deps),
  quote(deps),
];

const addCandidate = ({ db }: Deps): Route =>
  route<EngagementParams, unknown, { vendorId: string }>({
    method: 'post',
    path: '/engagements/{id}/candidates',
    summary: 'Take a vendor into the selection',
    tag: 'Selection',
    access: 'insiders',
    params: EngagementParams,
    body: z.strictObject({ vendorId: Uuid }),
    answers: { 201: CandidateView },
    handle: async (call) => {
      const { vendorId } = call.body;
      const id = await changeRecord(db, call, {
        act: 'edit',
        type: 'selection.candidate',
        write: async (trx, engagement) => {
          editableIn(engagement, ['VENDOR_SELECTION']);
          const vendor = await findVendor(trx, vendorId);
          if (!vendor)
            throw new DomainError('INVALID_FIELDS', 'There is no such vendor.', [
              { path: 'vendorId', message: 'is unknown' },
            ]);
          await checkTakesPart(trx, vendorId);
          return insertCandidate(trx, { id: call.newId, engagementId: engagement.id, vendorId }, call.now);
        },
        payload: (candidateId) => ({ candidateId, vendorId }),
      });
      return created(`/api/v1/engagements/${call.params.id}/candidates/${id}`, { id, vendorId, quote: null });
    },
  });

const listCandidates = ({ db }: Deps): Route =>
  route<EngagementParams>({
    method: 'get',
    path: '/engagements/{id}/candidates',
    summary: 'The candidates; while bids are sealed without their quotes',
    tag: 'Selection',
    access: 'insiders',
    params: EngagementParams,
    answers: { 200: pageOf(CandidateView) },
    handle: async ({ params, actor }) => {
      await scopedEngagement(db, params.id, { actor, act: 'read' });
      const sealed = isSealed(await tenderOf(db, params.id));
      const candidates = await candidatesOf(db, params.id);
      return ok(
        wholeOf(candidates.map(({ id, vendorId, quote: offer }) => ({ id, vendorId, quote: sealed ? null : offer }))),
      );
    },
  });

const quote = ({ db }: Deps): Route =>
  route<CandidateParams, unknown, Quote>({
    method: 'put',
    path: '/engagements/{id}/candidates/{cid}/quote',
    summary: 'Enter a quote with the hidden-cost checklist; a bid of a tender stands as its vendor handed it in',
    tag: 'Selection',
    access: 'insiders',
    params: CandidateParams,
    body: Quote,
    answers: { 200: CandidateView },
    handle: async (call) => {
      const candidate = await changeRecord(db, call, {
        act: 'edit',
        type: 'selection.quote',
        write: async (trx, engagement) => {
          await checkQuotable(trx, engagement);
          checkCurrency(call.body, engagement.currency);
          const found = await candidateOf(trx, call.params);
          await checkTakesPart(trx, found.vendorId);
          await checkNoBid(trx, call.params);
          await saveQuote(trx, found.id, { quote: call.body, now: call.now });
          return found;
        },
        payload: ({ id }) => ({ candidateId: id }),
      });
      return ok({ id: candidate.id, vendorId: candidate.vendorId, quote: call.body });
    },
  });

async function checkNoBid(db: Db, { id, cid }: CandidateParams): Promise<void> {
  if ((await candidatesWithBid(db, id)).has(cid))
    throw new DomainError('STATE_CONFLICT', 'This candidate has handed in a bid itself; nobody writes over it.');
}

function checkCurrency(offer: Quote, currency: string): void {
  const hidden = Object.entries(offer.hiddenCosts).map(([name, cost]) => [`hiddenCosts.${name}`, cost] as const);
  const lines = [['oneOff', offer.oneOff] as const, ['annual', offer.annual] as const, ...hidden];
  const errors = lines.flatMap(([path, money]) =>
    money && money.currency !== currency
      ? [{ path: `${path}.currency`, message: `must be ${currency}, the currency of the engagement` }]
      : [],
  );
  if (errors.length > 0)
    throw new DomainError('INVALID_FIELDS', 'Amounts must be in the currency of the engagement.', errors);
}
