import { v7 as uuidv7 } from 'uuid';
import { DomainError, fieldError } from '../../../domain/errors';
import { amendObjection } from '../../../domain/tender/objections';
import { TenderBody } from '../../../domain/tender/schema';
import type { Tender } from '../../../domain/tender/tender';
import { barIssues } from '../../../domain/vendor/status';
import { canonicalJson } from '../../../db/stores/audit';
import { insertInvitation, invitationsOf, lockTender, saveTender, tenderOf } from '../../../db/stores/tenders';
import { findVendor, insertCandidate } from '../../../db/stores/vendors';
import type { Trx } from '../../../db/transaction';
import { checkDrawnFrom } from '../../drawn-from';
import { editableIn, scopedEngagement } from '../../engagement-scope';
import { planAgain } from '../../plan-again';
import { changeRecord } from '../../record';
import { type Call, ok, type Route, route } from '../../route';
import type { Services } from '../../services';
import { revisionLetters, sendLetters } from '../../tender/letters';
import { TenderView, tenderView } from '../../tender/view';
import { EngagementParams } from '../engagements';

type Deps = Pick<Services, 'db' | 'gateway' | 'log'>;

export const tenderSetup = (deps: Deps): readonly Route[] => [readTender(deps), setTender(deps)];

const readTender = ({ db }: Deps): Route =>
  route<EngagementParams>({
    method: 'get',
    path: '/engagements/{id}/tender',
    summary: 'The tender: items, dates and who is invited',
    tag: 'Tender',
    access: 'insiders',
    params: EngagementParams,
    answers: { 200: TenderView },
    handle: async ({ params, actor, now }) => {
      await scopedEngagement(db, params.id, { actor, act: 'read' });
      const tender = await tenderOf(db, params.id);
      if (!tender) throw new DomainError('NOT_FOUND', 'There is no tender yet.');
      return ok(await tenderView(db, tender, now));
    },
  });

const setTender = (deps: Deps): Route =>
  route<EngagementParams, unknown, TenderBody>({
    method: 'put',
    path: '/engagements/{id}/tender',
    summary: 'Set up a tender; once published a change is an amendment that every vendor is told of',
    tag: 'Tender',
    access: 'insiders',
    params: EngagementParams,
    body: TenderBody,
    answers: { 200: TenderView },
    handle: async (call) => ok(await tenderView(deps.db, await defineTender(deps, call), call.now)),
  });

/** Sets a tender up, or amends it; a form says what it was drawn from. */
export async function defineTender(
  deps: Deps,
  call: Call<EngagementParams, unknown, TenderBody>,
  drawnFrom: string | null = null,
): Promise<Tender> {
  const tender = await changeRecord(deps.db, call, {
    act: 'edit',
    type: 'tender.set',
    write: async (trx, engagement) => {
      editableIn(engagement, ['NEEDS_ANALYSIS', 'VENDOR_SELECTION']);
      const before = await lockTender(trx, engagement.id);
      checkDrawnFrom(drawnFrom, before?.body);
      await checkVendors(trx, call.body.invited, before);
      const after = amended(engagement.id, before, call.body);
      const refusal = amendObjection(before, after, call.now);
      if (refusal) throw DomainError.from(refusal);
      await saveTender(trx, after, call.now);
      if (after.state === 'published') await invite(trx, after, call.now);
      return after;
    },
    payload: ({ body, revision }) => ({ closeAt: body.closeAt, vendors: body.invited.length, revision }),
  });
  if (tender.state === 'published') await tellVendors(deps, tender, call.now);
  return tender;
}

/** The tender after a change; the same again is no new revision. */
function amended(engagementId: string, before: Tender | null, body: TenderBody): Tender {
  const base = before ?? {
    state: 'draft' as const,
    revision: 0,
    publishedAt: null,
    openedAt: null,
    cancelReason: null,
  };
  const isSame = before !== null && canonicalJson(before.body) === canonicalJson(body);
  return {
    ...base,
    engagementId,
    body,
    questionsUntil: Date.parse(body.questionsUntil),
    closeAt: Date.parse(body.closeAt),
    revision: base.state === 'published' && !isSame ? base.revision + 1 : base.revision,
  };
}

/**
 * Every vendor that is new among the invited is known, takes part in tenders, and has an address to write to. One that was
 * invited before stays invited whatever became of it: it can bid no more, and the tender can still be extended.
 */
async function checkVendors(trx: Trx, ids: readonly string[], before: Tender | null): Promise<void> {
  const invited = before?.state === 'published' ? before.body.invited : [];
  for (const [index, id] of ids.entries()) {
    if (invited.includes(id)) continue;
    const vendor = await findVendor(trx, id);
    if (!vendor) throw fieldError(`invited.${index}`, 'is unknown');
    const barred = barIssues(vendor)[0];
    if (barred) throw fieldError(`invited.${index}`, `${vendor.name} takes no part: ${barred.message}`);
    if (!vendor.contactEmail) throw fieldError(`invited.${index}`, `${vendor.name} has no contact address`);
  }
}

/** Makes every invited vendor a candidate with an invitation. */
export async function invite(trx: Trx, { engagementId, body, revision }: Tender, now: number): Promise<void> {
  for (const vendorId of body.invited) {
    const candidateId = await insertCandidate(trx, { id: uuidv7(), engagementId, vendorId }, now);
    await insertInvitation(trx, { id: uuidv7(), engagementId, candidateId, vendorId, revision }, now);
  }
}

/** Mails of the newest revision, and its dates for the monitoring. Whoever repeats the call after a fault sends them once. */
export async function tellVendors(deps: Deps, tender: Tender, now: number): Promise<void> {
  const { engagementId, revision } = tender;
  const invitations = await invitationsOf(deps.db, engagementId);
  await sendLetters(deps, `${engagementId}-tender-r${revision}`, revisionLetters(tender, invitations, now));
  await planAgain(deps, engagementId);
}
