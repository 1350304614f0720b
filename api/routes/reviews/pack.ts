import { PackAnswer } from '../../../domain/review/pack-schema';
import { reviewInvite } from '../../../templates/invite';
import { PAPER_MEDIA, paperFormat, PaperQuery, PAPERS } from '../../paper';
import { type ReviewDeps, scopedReview } from '../../reviews/act';
import { invitationOf } from '../../../db/read/review-invitation';
import { existingPack, packFields, packForms, partsFor, readablePack, rebuildPack } from '../../reviews/pack';
import { ok, type Route, route } from '../../route';
import type { Services } from '../../services';
import { ReviewParams } from './params';

type Deps = ReviewDeps & Pick<Services, 'config' | 'clock'>;

export const packRoutes = (deps: Deps): readonly Route[] => [pack(deps), rebuild(deps), invite(deps)];

const pack = (deps: Deps): Route =>
  route<ReviewParams, PaperQuery>({
    method: 'get',
    path: '/reviews/{id}/pack',
    summary: 'What the meeting talks about: as JSON, page, PDF or workbook',
    tag: 'Reviews',
    access: 'signed-in',
    params: ReviewParams,
    query: PaperQuery,
    answers: { 200: PackAnswer },
    media: PAPER_MEDIA,
    handle: async (call) => {
      const { params, query, actor, accept } = call;
      const { engagement } = await scopedReview(deps.db, params.id, { actor, act: 'know' });
      const parts = partsFor(actor, engagement);
      const stored = await existingPack(deps.db, params.id);
      const format = query.format ?? paperFormat(accept);
      const etag = { etag: `"${stored.sha256}"`, vary: 'accept' };
      if (format === 'json') return ok(packFields(stored.pack, parts), etag);
      const locale = query.lang ?? actor.locale;
      const document = readablePack(stored, { locale, timeZone: actor.timeZone, parts });
      const here = `/api/v1/reviews/${params.id}/pack?format=html`;
      const forms = packForms(params.id, locale);
      const reply = await PAPERS[format]({ deps, document, here, forms, name: 'review', timeZone: actor.timeZone });
      return { ...reply, headers: { ...reply.headers, ...etag } };
    },
  });

const rebuild = (deps: Deps): Route =>
  route<ReviewParams>({
    method: 'post',
    path: '/reviews/{id}/pack',
    summary: 'Build the pack anew from what is known now; refused once the minutes are approved',
    tag: 'Reviews',
    access: 'insiders',
    params: ReviewParams,
    answers: { 200: PackAnswer },
    handle: async ({ params, actor, channel, now, newId }) => {
      const found = await scopedReview(deps.db, params.id, { actor, act: 'edit' });
      const stored = await rebuildPack(deps, { ...found, acting: { actor, channel, now, newId } });
      return ok(stored.pack, { etag: `"${stored.sha256}"` });
    },
  });

const invite = ({ db, config }: Deps): Route =>
  route<ReviewParams>({
    method: 'get',
    path: '/reviews/{id}/invite.ics',
    summary: 'The meeting for a calendar (RFC 5545)',
    tag: 'Reviews',
    access: 'signed-in',
    params: ReviewParams,
    answers: { 200: null },
    media: ['text/calendar'],
    handle: async ({ params, actor, now }) => {
      const { review, engagement } = await scopedReview(db, params.id, { actor, act: 'know' });
      const invitation = await invitationOf(db, { review, engagement });
      const url = `${config.publicUrl}/reviews/${review.id}`;
      const { content } = reviewInvite(invitation, { url, locale: actor.locale, now });
      return ok(content, { 'content-type': 'text/calendar; charset=utf-8' });
    },
  });
