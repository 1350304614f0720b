import { z } from 'zod';
import type { Person } from '../../../domain/people/people';
import { PackAnswer } from '../../../domain/review/pack-schema';
import { renderPage } from '../../../templates/render';
import type { PackDocument } from '../../../templates/pack/document';
import { reviewInvite } from '../../../templates/invite';
import { PAGE_POLICY } from '../../pages/headers';
import { shellFor } from '../../pages/reader';
import { type ReviewDeps, scopedReview } from '../../reviews/act';
import { invitationOf } from '../../../db/read/review-invitation';
import { existingPack, packFields, packForms, partsFor, readablePack, rebuildPack } from '../../reviews/pack';
import { packPdf } from '../../reviews/pack-pdf';
import { packSheets } from '../../reviews/pack-sheets';
import { type Call, ok, type Reply, type Route, route } from '../../route';
import type { Services } from '../../services';
import { XLSX_TYPE } from '../../sheets/sheet';
import { writeXlsx } from '../../sheets/write';
import { ReviewParams } from './params';

type Deps = ReviewDeps & Pick<Services, 'config' | 'clock'>;

export const packRoutes = (deps: Deps): readonly Route[] => [pack(deps), rebuild(deps), invite(deps)];

const FORMATS = ['json', 'html', 'pdf', 'xlsx'] as const;
type Format = (typeof FORMATS)[number];
const TYPES: readonly (readonly [string, Format])[] = [
  ['application/pdf', 'pdf'],
  [XLSX_TYPE, 'xlsx'],
  ['text/html', 'html'],
];

const Query = z.strictObject({
  /** In place of `Accept`, for links. */
  format: z.enum(FORMATS).optional(),
  /** In place of the person's own language. */
  lang: z.enum(['en', 'zh-CN']).optional(),
});
type Query = z.infer<typeof Query>;

const pack = (deps: Deps): Route =>
  route<ReviewParams, Query>({
    method: 'get',
    path: '/reviews/{id}/pack',
    summary: 'What the meeting talks about: as JSON, page, PDF or workbook',
    tag: 'Reviews',
    access: 'signed-in',
    params: ReviewParams,
    query: Query,
    answers: { 200: PackAnswer },
    media: ['text/html', 'application/pdf', XLSX_TYPE],
    handle: async (call) => {
      const { params, query, actor, accept } = call;
      const { engagement } = await scopedReview(deps.db, params.id, actor);
      const parts = partsFor(actor, engagement);
      const stored = await existingPack(deps.db, params.id);
      const format = query.format ?? TYPES.find(([type]) => accept.includes(type))?.[1] ?? 'json';
      const etag = { etag: `"${stored.sha256}"`, vary: 'accept' };
      if (format === 'json') return ok(packFields(stored.pack, parts), etag);
      const locale = query.lang ?? actor.locale;
      const document = readablePack(stored, { locale, timeZone: actor.timeZone, parts });
      const reply = await FORMS[format]({ deps, call, document });
      return { ...reply, headers: { ...reply.headers, ...etag } };
    },
  });

interface Form {
  readonly deps: Deps;
  readonly call: Call<ReviewParams, Query, unknown>;
  readonly document: PackDocument;
}

const FORMS: Readonly<Record<Exclude<Format, 'json'>, (form: Form) => Promise<Reply>>> = {
  html: ({ deps, call, document }) =>
    Promise.resolve(
      ok(packPage(deps, call, document), {
        'content-type': 'text/html; charset=utf-8',
        'content-language': document.lang,
        'content-security-policy': PAGE_POLICY,
      }),
    ),
  pdf: async ({ document }) => ok(await packPdf(document), attached('application/pdf', document, 'pdf')),
  xlsx: async ({ document }) => ok(await writeXlsx(packSheets(document)), attached(XLSX_TYPE, document, 'xlsx')),
};

/** Shown in the browser where it can; kept under a name that a file system takes in any language. */
const attached = (type: string, { title, lang }: PackDocument, ending: string) => ({
  'content-type': type,
  'content-language': lang,
  'content-disposition': `inline; filename="review.${ending}"; filename*=UTF-8''${encodeURIComponent(`${title}.${ending}`)}`,
});

function packPage(deps: Deps, { params, actor }: Form['call'], document: PackDocument): string {
  const here = `/api/v1/reviews/${params.id}/pack?format=html`;
  const reader = { ...readerOf(actor), locale: document.lang, here };
  return renderPage('review-pack', document.lang, {
    shell: shellFor(reader, deps, { title: document.title }),
    pack: document,
    forms: packForms(params.id, document.lang),
  });
}

const readerOf = ({ timeZone }: Person) => ({ person: null, subject: 'visitor', timeZone });

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
      const found = await scopedReview(deps.db, params.id, actor);
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
      const { review, engagement } = await scopedReview(db, params.id, actor);
      const invitation = await invitationOf(db, { review, engagement });
      const url = `${config.publicUrl}/reviews/${review.id}`;
      const { content } = reviewInvite(invitation, { url, locale: actor.locale, now });
      return ok(content, { 'content-type': 'text/calendar; charset=utf-8' });
    },
  });
