import { asOurselves } from '../db/wall/scope';
import type { Request, Router } from 'express';
import { v7 as uuidv7 } from 'uuid';
import { DomainError } from '../domain/errors';
import { VENDOR_PARTS } from '../domain/review/pack-schema';
import { packOf } from '../db/stores/review-packs';
import type { PageData } from '../templates/page-data';
import { reviewPageLinks } from '../page-links';
import { mailedPage, type MailedVisit, recorded } from './links/mailed-page';
import { formField, isTooLong, LONGEST_TEXT } from './pages/csrf';
import { FAULTLESS, faultsIn, type Refused } from './pages/typed-faults';
import { queryText, readerOf, sendPage, shellFor } from './pages/reader';
import { actOnReview, approveAction, objectAction } from './reviews/act';
import { findReviewLink, type ReviewLink } from './reviews/find-link';
import { meetingView, offersOf } from './reviews/meeting-view';
import { readablePack } from './reviews/pack';
import type { Services } from './services';

type Visit = MailedVisit<ReviewLink>;

interface Attempt {
  readonly done: string | null;
  readonly refused: Refused | null;
  readonly comment: string;
}

/** Reviews behind mailed links: whoever speaks for the vendor reads pack and minutes, and approves or objects by a POST. */
export function reviewLinks(services: Services): Router {
  const links = reviewPageLinks(services.config.secrets, services.config.publicUrl);
  const find = (token: string) => findReviewLink(services.db, links, token);
  return mailedPage<ReviewLink>(services, {
    letter: 'm',
    expired: 'vendor-expired',
    find,
    scope: ({ engagement }) => ({ role: 'vendor', engagements: [engagement.id] }),
    show: (visit) => sendReview(visit, { done: doneOf(visit.req), refused: null, comment: '' }),
    act: (visit) => act(visit, find),
  });
}

/** What is wrong with the comment, where it is about that. */
const refusedAs = (code: string, message?: string): Refused => ({
  code,
  errors: message === undefined ? [] : [{ path: 'comment', message }],
});

const DONE = ['approve', 'object'] as const;
const doneOf = (req: Request): string | null => DONE.find((word) => word === queryText(req, 'done')) ?? null;

async function act(visit: Visit, find: (token: string) => Promise<ReviewLink | null>): Promise<void> {
  const { req, link } = visit;
  const comment = formField(req, 'comment');
  const refused = visit.isFresh() ? await tried(visit, comment) : refusedAs('FORM_REFUSED');
  if (refused === null) return recorded(visit, formField(req, 'act'));
  // What was done meanwhile is on the page already.
  const fresh = (await asOurselves(() => find(String(req.params['token'])))) ?? link;
  await sendReview({ ...visit, link: fresh }, { done: null, refused, comment });
}

async function tried({ req, services, link, now }: Visit, comment: string): Promise<Refused | null> {
  const choice = DONE.find((word) => word === formField(req, 'act'));
  if (!choice) return refusedAs('DECISION_REQUIRED');
  if (isTooLong(req)) return refusedAs('INVALID_FIELDS', `must have at most ${LONGEST_TEXT} characters`);
  if (choice === 'object' && comment.length < 2)
    return refusedAs('COMMENT_REQUIRED', 'must have at least 2 characters');
  const newId = uuidv7();
  const acting = { actor: null, channel: 'email', now, newId } as const;
  try {
    const action =
      choice === 'approve'
        ? await approveAction(services, link, { body: comment.length < 2 ? {} : { comment }, acting })
        : await objectAction(services, link, { body: { comment }, acting });
    await actOnReview(services, link, { action, newId });
    return null;
  } catch (error) {
    if (error instanceof DomainError && error.code !== 'UNAVAILABLE') return error;
    throw error;
  }
}

const STATUS: Readonly<Record<string, number>> = { STATE_CONFLICT: 409, FORM_REFUSED: 403 };

async function sendReview(visit: Visit, { done, refused, comment }: Attempt): Promise<void> {
  const { req, res, services, link, path } = visit;
  const { review, engagement, voice, vendor } = link;
  const reader = { ...readerOf(req, null, voice.locale), timeZone: voice.timeZone, here: path };
  const { locale, timeZone } = reader;
  const stored = await packOf(services.db, review.id);
  const offers = offersOf(review, { side: 'vendor', mayAct: true });
  const data: PageData['review-vendor'] = {
    shell: shellFor(reader, services, { title: engagement.title, drafts: visit.drafts }),
    engagement: { number: engagement.number, title: engagement.title },
    vendor,
    meeting: await meetingView(services.db, review),
    pack: stored && readablePack(stored, { locale, timeZone, parts: VENDOR_PARTS }),
    action: path,
    hidden: visit.hidden(),
    mayApprove: offers.approve,
    mayObject: offers.object,
    ...{ done, comment, refusal: refused?.code ?? null, exact: refused?.message ?? null },
    typed: refused && offers.approve ? faultsIn({ act: '', fields: { comment }, naming: [] }, refused) : FAULTLESS,
  };
  const status = refused === null ? 200 : (STATUS[refused.code] ?? 422);
  sendPage(res, reader, { name: 'review-vendor', data, status });
}
