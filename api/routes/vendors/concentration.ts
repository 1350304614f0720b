import { z } from 'zod';
import { CurrencyCode } from '../../../domain/shapes';
import { ConcentrationView } from '../../../domain/vendor/concentration-schema';
import { readConcentration } from '../../../db/read/concentration';
import { ok, type Route, route } from '../../route';
import type { Services } from '../../services';

const Query = z.strictObject({ currency: CurrencyCode.default('CNY') });

export const concentrationRoutes = ({ db }: Pick<Services, 'db'>): readonly Route[] => [
  route<unknown, z.infer<typeof Query>>({
    method: 'get',
    path: '/concentration',
    summary: 'Shares of spend and of critical engagements by vendor, parent group and country',
    tag: 'Vendors',
    access: 'insiders',
    query: Query,
    answers: { 200: ConcentrationView },
    handle: async ({ query }) => ok(await readConcentration(db, query)),
  }),
];
