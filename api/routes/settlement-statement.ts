import { z } from 'zod';
import { DomainError } from '../../domain/errors';
import { Statement } from '../../domain/exit/statement-schema';
import { settlementStatement } from '../../db/read/settlement-statement';
import { statementDocument } from '../../templates/settlement/statement';
import { scopedEngagement } from '../engagement-scope';
import { PAPER_FORMATS, PAPER_MEDIA, paperFormat, PaperQuery, PAPERS } from '../paper';
import { packSheets } from '../reviews/pack-sheets';
import { ok, type Route, route } from '../route';
import type { Services } from '../services';
import { sheetReply } from '../sheets/exchange';
import { EngagementParams } from './engagements';

type Deps = Pick<Services, 'db' | 'config' | 'clock'>;

/** CSV holds the lines. */
const Query = PaperQuery.extend({ format: z.enum([...PAPER_FORMATS, 'csv']).optional() });
type Query = z.infer<typeof Query>;

/** Addresses of the forms to take along. */
export const statementForms = (id: string, lang: string) =>
  (['pdf', 'xlsx', 'json'] as const).map((form) => ({
    form,
    href: `/api/v1/engagements/${id}/settlement/statement?format=${form}&lang=${lang}`,
  }));

/** The statement of the approved settlement. */
export const settlementStatementRoutes = (deps: Deps): readonly Route[] => [statement(deps)];

const statement = (deps: Deps): Route =>
  route<EngagementParams, Query>({
    method: 'get',
    path: '/engagements/{id}/settlement/statement',
    summary: 'Lines, disputes, suspense and both agreements: as JSON, page, PDF, workbook or CSV',
    tag: 'Exit',
    access: 'insiders',
    params: EngagementParams,
    query: Query,
    answers: { 200: Statement },
    media: [...PAPER_MEDIA, 'text/csv'],
    handle: async ({ params, query, actor, accept }) => {
      const engagement = await scopedEngagement(deps.db, params.id, { actor, act: 'read' });
      const found = await settlementStatement(deps.db, engagement);
      if (!found)
        throw new DomainError('STATE_CONFLICT', 'A settlement has a statement once it is approved (gate G6).');
      const format = query.format ?? (accept.includes('text/csv') ? 'csv' : paperFormat(accept));
      if (format === 'json') return ok(found);
      const { timeZone } = actor;
      const locale = query.lang ?? actor.locale;
      const document = statementDocument(found, { locale, timeZone });
      const name = `settlement-${engagement.number}`;
      if (format === 'csv') {
        const [head, lines = head] = packSheets(document);
        return sheetReply([lines], { format, name });
      }
      const here = `/api/v1/engagements/${params.id}/settlement/statement?format=html`;
      return PAPERS[format]({ deps, document, here, forms: statementForms(params.id, locale), name, timeZone });
    },
  });
