import { DomainError } from '../../domain/errors';
import { SignedCertificate } from '../../domain/exit/certificate-schema';
import { deletionCertificate } from '../../db/read/deletion-certificate';
import { certificateDocument } from '../../templates/exit/certificate';
import { scopedEngagement } from '../engagement-scope';
import { PAPER_MEDIA, paperFormat, PaperQuery, PAPERS } from '../paper';
import { ok, type Route, route } from '../route';
import type { Services } from '../services';
import { DatasetParams } from './deletion-evidence';

type Deps = Pick<Services, 'db' | 'config' | 'clock'>;

const addressOf = ({ id, key }: DatasetParams): string => `/api/v1/engagements/${id}/exit/datasets/${key}/certificate`;

/** The forms that a certificate can be taken in, in the language of whoever asks. */
export const certificateForms = (id: string, key: string) =>
  (['html', 'pdf', 'xlsx', 'json'] as const).map((form) => ({
    form,
    href: `${addressOf({ id, key })}?format=${form}`,
  }));

/** The certificate of a deletion. */
export const deletionCertificateRoutes = (deps: Deps): readonly Route[] => [certificate(deps)];

const certificate = (deps: Deps): Route =>
  route<DatasetParams, PaperQuery>({
    method: 'get',
    path: '/engagements/{id}/exit/datasets/{key}/certificate',
    summary: 'What was deleted, how it was verified and by whom approved, signed: as JSON, page, PDF or workbook',
    tag: 'Exit',
    access: 'insiders',
    params: DatasetParams,
    query: PaperQuery,
    answers: { 200: SignedCertificate },
    media: PAPER_MEDIA,
    handle: async ({ params, query, actor, accept }) => {
      const engagement = await scopedEngagement(deps.db, params.id, { actor, act: 'read' });
      const found = await deletionCertificate(deps.db, { engagementId: params.id, key: params.key });
      if (!found) throw new DomainError('STATE_CONFLICT', 'A dataset has a certificate once it is deleted.');
      const format = query.format ?? paperFormat(accept);
      if (format === 'json') return ok(found.signed);
      const { timeZone } = actor;
      const locale = query.lang ?? actor.locale;
      const document = certificateDocument(found, engagement, { locale, timeZone });
      const name = `deletion-${engagement.number}-${params.key}`;
      const here = `${addressOf(params)}?format=html`;
      const forms = (['pdf', 'xlsx', 'json'] as const).map((form) => ({
        form,
        href: `${addressOf(params)}?format=${form}&lang=${locale}`,
      }));
      return PAPERS[format]({ deps, document, here, forms, name, timeZone });
    },
  });
