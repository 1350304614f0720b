import { type Request, Router } from 'express';
import { HeatFilter } from '../../domain/portfolio/schema';
import { PORTFOLIO_READERS } from '../routes/portfolio-heat';
import { checkAccess } from '../session';
import { emptySteps } from './empty-steps';
import type { Guarded } from './guard';
import { countTodo } from './inbox-page';
import { livePart, PORTFOLIO } from './live-pages';
import { portfolioData } from './portfolio-view';
import { type PageDeps, queryText, sendPage, shellFor } from './reader';
import type { Requests } from './requests-port';

/** All engagements at a glance, for those who oversee them. */
export function portfolioPages(deps: PageDeps, { insider }: Guarded, requests: Requests): Router {
  const router = Router();
  router.get(
    '/portfolio',
    insider(async (req, res, reader) => {
      checkAccess(PORTFOLIO_READERS, reader.person);
      const live = await livePart(deps, PORTFOLIO);
      const [todo, data] = await Promise.all([
        countTodo(requests, reader.person.id),
        portfolioData(deps.db, {
          filter: filterOf(req),
          from: fromOf(req),
          reader: { locale: reader.locale, timeZone: reader.timeZone },
          now: deps.clock(),
        }),
      ]);
      sendPage(res, reader, {
        name: 'portfolio',
        data: {
          shell: shellFor(reader, deps, { nav: 'portfolio', todo, live }),
          ...data,
          next: emptySteps('portfolio', reader.person),
        },
      });
    }),
  );
  return router;
}

/** What the address asks for; a word that we do not know asks for nothing. */
function filterOf(req: Request): HeatFilter {
  const asked = Object.entries(HeatFilter.shape).flatMap(([name, shape]) => {
    const { success, data } = shape.safeParse(queryText(req, name) || undefined);
    return success && data !== undefined ? [[name, data] as const] : [];
  });
  return HeatFilter.parse(Object.fromEntries(asked));
}

function fromOf(req: Request): number {
  const from = Number(queryText(req, 'from'));
  return Number.isSafeInteger(from) && from > 0 && from < 1_000_000 ? from : 0;
}
