import { z } from 'zod';
import { CreditClaim, type CreditLine, CreditStatement, NewClaim } from '../../domain/contract/credit-schema';
import { type Locale, type Person } from '../../domain/people/people';
import { Month } from '../../domain/shapes';
import { creditStatement } from '../../db/read/credits';
import { labelOf, translate } from '../../templates/catalog';
import { claimCredit } from '../claim-credit';
import { scopedEngagement } from '../engagement-scope';
import { created, ok, type Route, route } from '../route';
import type { Services } from '../services';
import { SHEET_MEDIA, SheetFormat, sheetReply } from '../sheets/exchange';
import type { SheetTable } from '../sheets/sheet';
import { EngagementParams } from './engagements';

type Deps = Pick<Services, 'db' | 'gateway'>;

/** Service credits as they stand on invoices, and claims against them; the vendor sees its own. */
export const creditRoutes = (deps: Deps): readonly Route[] => [exported(deps), claim(deps), read(deps)];

const Query = z.strictObject({ month: Month.optional() });
type Query = z.infer<typeof Query>;

const read = ({ db }: Deps): Route =>
  route<EngagementParams, Query>({
    method: 'get',
    path: '/engagements/{id}/credits',
    summary: 'Lines of service credits by invoice, newest first; `month` names one invoice',
    tag: 'Delivery',
    access: 'signed-in',
    params: EngagementParams,
    query: Query,
    answers: { 200: CreditStatement },
    handle: async ({ params, query, actor, now }) => {
      const engagement = await seen({ db }, params.id, actor);
      return ok(await creditStatement(db, engagement, { invoice: query.month, now }));
    },
  });

const seen = ({ db }: Pick<Deps, 'db'>, id: string, actor: Person) => scopedEngagement(db, id, { actor, act: 'know' });

const ExportQuery = Query.extend(SheetFormat.shape);

const exported = ({ db }: Deps): Route =>
  route<EngagementParams, z.infer<typeof ExportQuery>>({
    method: 'get',
    path: '/engagements/{id}/credits/export',
    summary: 'The same lines as a sheet',
    tag: 'Delivery',
    access: 'signed-in',
    params: EngagementParams,
    query: ExportQuery,
    answers: { 200: null },
    media: SHEET_MEDIA,
    handle: async ({ params, query: { format, month }, actor, now }) => {
      const engagement = await seen({ db }, params.id, actor);
      const { items } = await creditStatement(db, engagement, { invoice: month, now });
      const name = ['credits', engagement.number, month].filter((part) => part !== undefined).join('-');
      const lines = items.flatMap((one) => one.lines);
      return sheetReply([sheetOf(lines, actor.locale)], { format, name });
    },
  });

const COLUMNS = [
  ['invoice', 'text'],
  ['period', 'text'],
  ['kpi', 'text'],
  ['kind', 'text'],
  ['amount', 'amount'],
  ['currency', 'text'],
  ['createdAt', 'text'],
] as const;

const sheetOf = (lines: readonly CreditLine[], locale: Locale): SheetTable => ({
  name: translate(locale, 'credits.title'),
  columns: COLUMNS.map(([key, kind]) => ({ title: labelOf(locale, 'credit-column', key), kind })),
  rows: lines.map((line) => {
    const cells = { ...line, ...line.money, kind: labelOf(locale, 'credit-kind', line.kind) };
    return COLUMNS.map(([key]) => cells[key]);
  }),
});

const claim = (deps: Deps): Route =>
  route<EngagementParams, unknown, NewClaim>({
    method: 'post',
    path: '/engagements/{id}/credits/claims',
    summary: 'Ask that a credit is not taken: excluded by us, or disputed by the vendor (policy `credit-claim`)',
    tag: 'Delivery',
    access: 'signed-in',
    params: EngagementParams,
    body: NewClaim,
    answers: { 201: CreditClaim },
    handle: async (call) => created(`/api/v1/engagements/${call.params.id}/credits`, await claimCredit(deps, call)),
  });
