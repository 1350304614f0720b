import { DomainError } from '../../domain/errors';
import { SignedPurge } from '../../domain/exit/purge-schema';
import { valueHash } from '../../db/stores/audit';
import { purgeDocument } from '../../templates/exit/purge-certificate';
import { scopedEngagement } from '../engagement-scope';
import { namesOf } from '../pages/request-view';
import { PAPER_MEDIA, paperFormat, PaperQuery, PAPERS } from '../paper';
import { ok, type Route, route } from '../route';
import type { Services } from '../services';
import { EngagementParams } from './engagements';
import { existingPurge } from './purge';

type Deps = Pick<Services, 'db' | 'config' | 'clock'>;

const addressOf = (id: string): string => `/api/v1/engagements/${id}/purge/certificate`;

/** The certificate of a purge. */
export const purgeCertificateRoutes = (deps: Deps): readonly Route[] => [certificate(deps)];

const certificate = (deps: Deps): Route =>
  route<EngagementParams, PaperQuery>({
    method: 'get',
    path: '/engagements/{id}/purge/certificate',
    summary:
      'What was purged, by whom confirmed, what stays and what it does not cover, signed: as JSON, page, PDF or workbook',
    tag: 'Exit',
    access: 'insiders',
    params: EngagementParams,
    query: PaperQuery,
    answers: { 200: SignedPurge },
    media: PAPER_MEDIA,
    handle: async ({ params: { id }, query, actor, accept }) => {
      await scopedEngagement(deps.db, id, { actor, act: 'read' });
      const { certificate: signed } = await existingPurge(deps.db, id);
      if (!signed) throw new DomainError('STATE_CONFLICT', 'A purge has a certificate once it is done.');
      const format = query.format ?? paperFormat(accept);
      if (format === 'json') return ok(signed);
      const locale = query.lang ?? actor.locale;
      const { timeZone } = actor;
      const { content } = signed;
      const nameOf = await namesOf(deps.db, [content.requestedById, content.confirmedById, content.kept.ownerId]);
      const document = purgeDocument({ signed, sha256: valueHash(content), nameOf }, { locale, timeZone });
      const forms = (['pdf', 'xlsx', 'json'] as const).map((form) => ({
        form,
        href: `${addressOf(id)}?format=${form}&lang=${locale}`,
      }));
      const here = `${addressOf(id)}?format=html`;
      return PAPERS[format]({ deps, document, here, forms, name: `purge-${content.kept.number}`, timeZone });
    },
  });
