import { localDate } from '../../../domain/calendar/zone';
import { DomainError } from '../../../domain/errors';
import { isSealed } from '../../../domain/tender/tender';
import { quoteIn } from '../../../domain/vendor/quote-currency';
import { CandidateView, NewCandidate, QuoteBody } from '../../../domain/vendor/record-schema';
import type { Candidate } from '../../../domain/vendor/records';
import type { Db } from '../../../db/knex';
import { checkTakesPart } from '../../../db/read/barred';
import { ratesOn } from '../../../db/stores/exchange-rates';
import { tenderOf } from '../../../db/stores/tenders';
import { candidatesOf, findVendor, insertCandidate, saveQuote } from '../../../db/stores/vendors';
import { checkDrawnFrom } from '../../drawn-from';
import { editableIn, scopedEngagement } from '../../engagement-scope';
import { changeRecord } from '../../record';
import { pageOf, wholeOf } from '../../paging';
import { type Call, created, ok, type Route, route } from '../../route';
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
  route<EngagementParams, unknown, NewCandidate>({
    method: 'post',
    path: '/engagements/{id}/candidates',
    summary: 'Take a vendor into the selection',
    tag: 'Selection',
    access: 'insiders',
    params: EngagementParams,
    body: NewCandidate,
    answers: { 201: CandidateView },
    handle: async (call) => {
      const { vendorId } = call.body;
      const id = await recordCandidate({ db }, call);
      return created(`/api/v1/engagements/${call.params.id}/candidates/${id}`, { id, vendorId, quote: null });
    },
  });

/** A vendor takes part from now on; answers the id of the candidate. */
export const recordCandidate = ({ db }: Deps, call: Call<EngagementParams, unknown, NewCandidate>): Promise<string> =>
  changeRecord(db, call, {
    act: 'edit',
    type: 'selection.candidate',
    write: async (trx, engagement) => {
      const { vendorId } = call.body;
      editableIn(engagement, ['VENDOR_SELECTION']);
      const vendor = await findVendor(trx, vendorId);
      if (!vendor)
        throw new DomainError('INVALID_FIELDS', 'There is no such vendor.', [
          { path: 'vendorId', message: 'is unknown' },
        ]);
      await checkTakesPart(trx, vendorId);
      return insertCandidate(trx, { id: call.newId, engagementId: engagement.id, vendorId }, call.now);
    },
    payload: (candidateId) => ({ candidateId, vendorId: call.body.vendorId }),
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
  route<CandidateParams, unknown, QuoteBody>({
    method: 'put',
    path: '/engagements/{id}/candidates/{cid}/quote',
    summary: 'Enter a quote with the hidden-cost checklist; a bid of a tender stands as its vendor handed it in',
    tag: 'Selection',
    access: 'insiders',
    params: CandidateParams,
    body: QuoteBody,
    answers: { 200: CandidateView },
    handle: async (call) => {
      const { id, vendorId, quote: stored } = await recordQuote({ db }, call);
      return ok({ id, vendorId, quote: stored });
    },
  });

/** What a candidate asks for; a form says what it was drawn from. */
export const recordQuote = (
  { db }: Deps,
  call: Call<CandidateParams, unknown, QuoteBody>,
  drawnFrom: string | null = null,
): Promise<Candidate> =>
  changeRecord(db, call, {
    act: 'edit',
    type: 'selection.quote',
    write: async (trx, engagement) => {
      await checkQuotable(trx, engagement);
      const found = await candidateOf(trx, call.params);
      await checkTakesPart(trx, found.vendorId);
      await checkNoBid(trx, call.params);
      checkDrawnFrom(drawnFrom, found.quote);
      const { rateOn = localDate(engagement.time_zone, call.now), ...offer } = call.body;
      const rates = await ratesOn(trx, rateOn);
      const stored = quoteIn(offer, { to: engagement.currency, on: rateOn, rates });
      await saveQuote(trx, found.id, { quote: stored, now: call.now });
      return { ...found, quote: stored };
    },
    payload: ({ id }) => ({ candidateId: id }),
  });

async function checkNoBid(db: Db, { id, cid }: CandidateParams): Promise<void> {
  if ((await candidatesWithBid(db, id)).has(cid))
    throw new DomainError('STATE_CONFLICT', 'This candidate has handed in a bid itself; nobody writes over it.');
}
