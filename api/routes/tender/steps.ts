import { z } from 'zod';
import { DomainError } from '../../../domain/errors';
import { openObjection } from '../../../domain/tender/objections';
import { ReasonBody } from '../../../domain/tender/schema';
import type { Tender } from '../../../domain/tender/tender';
import { Uuid } from '../../../domain/shapes';
import { openBids } from '../../../db/stores/opening';
import { invitationsOf, lockTender, saveTender, tenderOf } from '../../../db/stores/tenders';
import { inTransaction, type Trx } from '../../../db/transaction';
import { editableIn, heldEngagement, scopedEngagement } from '../../engagement-scope';
import { planAgain } from '../../plan-again';
import { changeRecord } from '../../record';
import { accepted, type Call, ok, type Route, route } from '../../route';
import type { Services } from '../../services';
import { sendLetters, vendorLetter } from '../../tender/letters';
import { TenderView, tenderView } from '../../tender/view';
import { EngagementParams } from '../engagements';
import { invite, tellVendors } from './setup';

type Deps = Pick<Services, 'db' | 'gateway' | 'log'>;

export const tenderSteps = (deps: Deps): readonly Route[] => [publish(deps), cancel(deps), open(deps), resend(deps)];

/** The tender of an engagement, held; throws `NOT_FOUND` before there is one. */
async function held(trx: Trx, engagementId: string): Promise<Tender> {
  const tender = await lockTender(trx, engagementId);
  if (!tender) throw new DomainError('NOT_FOUND', 'There is no tender yet.');
  return tender;
}

const publish = (deps: Deps): Route =>
  route<EngagementParams>({
    method: 'post',
    path: '/engagements/{id}/tender/publish',
    summary: 'Publish the tender: every invited vendor gets a link, and amounts are sealed until the bids are opened',
    tag: 'Tender',
    access: 'insiders',
    params: EngagementParams,
    body: z.strictObject({}),
    answers: { 200: TenderView },
    handle: async (call) => ok(await tenderView(deps.db, await publishTender(deps, call), call.now)),
  });

type Step = Call<EngagementParams, unknown, unknown>;

/** Publishes a draft once; whoever repeats it after a fault has its mails sent. */
export async function publishTender(deps: Deps, call: Step): Promise<Tender> {
  const tender = await changeRecord(deps.db, call, {
    act: 'edit',
    type: 'tender.published',
    write: async (trx, engagement) => {
      editableIn(engagement, ['VENDOR_SELECTION']);
      const before = await held(trx, engagement.id);
      if (before.state === 'published') return before;
      if (before.state === 'cancelled') throw new DomainError('STATE_CONFLICT', 'The tender is cancelled.');
      if (before.closeAt <= call.now) throw new DomainError('STATE_CONFLICT', 'The deadline lies in the past.');
      const after: Tender = { ...before, state: 'published', revision: 1, publishedAt: call.now };
      await saveTender(trx, after, call.now);
      await invite(trx, after, call.now);
      return after;
    },
    payload: ({ body }) => ({ closeAt: body.closeAt, vendors: body.invited.length }),
  });
  await tellVendors(deps, tender, call.now);
  return tender;
}

const cancel = (deps: Deps): Route =>
  route<EngagementParams, unknown, z.infer<typeof ReasonBody>>({
    method: 'post',
    path: '/engagements/{id}/tender/cancel',
    summary: 'Cancel the tender; bids that were handed in are never opened',
    tag: 'Tender',
    access: 'insiders',
    params: EngagementParams,
    body: ReasonBody,
    answers: { 200: TenderView },
    handle: async (call) => ok(await tenderView(deps.db, await cancelTender(deps, call), call.now)),
  });

/** Calls a tender off; everybody who was invited is told. */
export async function cancelTender(
  deps: Deps,
  call: Call<EngagementParams, unknown, z.infer<typeof ReasonBody>>,
): Promise<Tender> {
  const tender = await changeRecord(deps.db, call, {
    act: 'edit',
    type: 'tender.cancelled',
    write: async (trx, engagement) => {
      const before = await held(trx, engagement.id);
      if (before.state === 'cancelled') return before;
      editableIn(engagement, ['NEEDS_ANALYSIS', 'VENDOR_SELECTION']);
      if (before.openedAt !== null) throw new DomainError('STATE_CONFLICT', 'The bids are opened already.');
      const after: Tender = { ...before, state: 'cancelled', cancelReason: call.body.reason };
      await saveTender(trx, after, call.now);
      return after;
    },
    payload: () => ({ reason: call.body.reason }),
  });
  const invitations = await invitationsOf(deps.db, tender.engagementId);
  const letter = { kind: 'tender-cancelled', subject: 'cancelled', now: call.now } as const;
  const orders = invitations.map((invitation) => vendorLetter(invitation, letter));
  await sendLetters(deps, `${tender.engagementId}-tender-cancelled`, orders);
  await planAgain(deps, tender.engagementId);
  return tender;
}

const open = (deps: Deps): Route =>
  route<EngagementParams>({
    method: 'post',
    path: '/engagements/{id}/tender/open',
    summary: 'Open the bids after the deadline; otherwise they open by themselves',
    tag: 'Tender',
    access: 'insiders',
    params: EngagementParams,
    body: z.strictObject({}),
    answers: { 200: TenderView },
    handle: async (call) => ok(await tenderView(deps.db, await openTender(deps, call), call.now)),
  });

/** Opens the bids after the deadline, once. */
export const openTender = ({ db }: Pick<Deps, 'db'>, { params, actor, channel, now }: Step): Promise<Tender> =>
  inTransaction(db, async (trx) => {
    const engagement = await heldEngagement(trx, params.id, { actor, act: 'edit' });
    editableIn(engagement, ['VENDOR_SELECTION']);
    const before = await held(trx, params.id);
    if (before.openedAt !== null) return before;
    const refusal = openObjection(before, now);
    if (refusal) throw DomainError.from(refusal);
    await openBids(trx, { engagementId: params.id, by: actor.id, channel, now });
    return { ...before, openedAt: now };
  });

const InvitationParams = z.strictObject({ id: Uuid, invitationId: Uuid });

const resend = (deps: Deps): Route =>
  route<z.infer<typeof InvitationParams>>({
    method: 'post',
    path: '/engagements/{id}/tender/invitations/{invitationId}/resend',
    summary: 'Mail a vendor its link again, to the contact on file now',
    tag: 'Tender',
    access: 'insiders',
    params: InvitationParams,
    body: z.strictObject({}),
    answers: { 202: z.strictObject({ invitationId: Uuid }) },
    handle: async (call) => {
      await resendInvitation(deps, call);
      return accepted({ invitationId: call.params.invitationId });
    },
  });

/** The link of an invitation goes to the contact on file now. */
export async function resendInvitation(
  deps: Deps,
  { params, actor, now, newId }: Call<z.infer<typeof InvitationParams>, unknown, unknown>,
): Promise<void> {
  await scopedEngagement(deps.db, params.id, { actor, act: 'edit' });
  const tender = await tenderOf(deps.db, params.id);
  const invitation = (await invitationsOf(deps.db, params.id)).find(({ id }) => id === params.invitationId);
  if (tender?.state !== 'published' || !invitation) throw new DomainError('NOT_FOUND', 'There is no such invitation.');
  const letter = vendorLetter(invitation, { kind: 'tender-invitation', subject: newId, now });
  await sendLetters(deps, `${invitation.id}-${newId}`, [letter]);
}
