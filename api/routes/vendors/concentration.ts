import { z } from 'zod';
import { localDate } from '../../../domain/calendar/zone';
import { CurrencyCode, LocalDate } from '../../../domain/shapes';
import { ConcentrationView } from '../../../domain/vendor/concentration-schema';
import { readConcentration } from '../../../db/read/concentration';
import { currencyRules } from '../../../db/read/currency-rules';
import { ok, type Route, route } from '../../route';
import type { Services } from '../../services';

const Query = z.strictObject({ currency: CurrencyCode.optional(), on: LocalDate.optional() });

export const concentrationRoutes = ({ db }: Pick<Services, 'db'>): readonly Route[] => [
  route<unknown, z.infer<typeof Query>>({
    method: 'get',
    path: '/concentration',
    summary: 'Shares of spend and of critical engagements by vendor, parent group and country',
    tag: 'Vendors',
    access: 'insiders',
    query: Query,
    answers: { 200: ConcentrationView },
    handle: async ({ query, actor, now }) => {
      const { reporting } = await currencyRules(db);
      const { currency = reporting, on = localDate(actor.timeZone, now) } = query;
      return ok(await readConcentration(db, { currency, on }));
    },
  }),
];
