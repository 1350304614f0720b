import { Router } from 'express';
import { addDays } from '../../domain/calendar/civil';
import { localDate, startOfDate } from '../../domain/calendar/zone';
import { isInsider } from '../../domain/people/people';
import { countDue } from '../../db/read/inbox';
import { worstEngagements } from '../../db/read/portfolio-heat';
import { recentEvents } from '../../db/read/recent-events';
import type { HomePage } from '../../templates/home-page-data';
import { emptySteps } from './empty-steps';
import { eventsOf } from './engagement-timeline';
import type { Guarded } from './guard';
import { countTodo, rowsOf, type Scope } from './inbox-page';
import { livePart } from './live-pages';
import { heatRow } from './portfolio-heat-view';
import { type PageDeps, sendPage, shellFor } from './reader';
import type { Requests } from './requests-port';

const MOST = 10;

/** What waits for somebody, and what is new with what they may see. */
export function homePage(deps: PageDeps, { signedIn }: Guarded, requests: Requests): Router {
  const router = Router();
  router.get(
    '/home',
    signedIn(async (_req, res, reader) => {
      const { person } = reader;
      const live = await livePart(deps, { kind: isInsider(person) ? 'home' : 'inbox', id: person.id });
      const [todo, decisions, engagements] = await Promise.all([
        countTodo(requests, person.id),
        decisionsOf({ deps, requests, reader }),
        isInsider(person) ? engagementsOf({ deps, reader }) : null,
      ]);
      const shell = shellFor(reader, deps, { nav: 'home', todo, live });
      sendPage(res, reader, { name: 'home', data: { shell, ...decisions, engagements } });
    }),
  );
  return router;
}

/** What is late and what is due before the day of the person ends, most urgent first. */
async function decisionsOf(scope: Scope): Promise<Pick<HomePage, 'overdue' | 'today' | 'decisions'>> {
  const { deps, requests, reader } = scope;
  const now = deps.clock();
  const { id, timeZone } = reader.person;
  const until = startOfDate(timeZone, addDays(localDate(timeZone, now), 1));
  const [{ overdue, soon }, entries] = await Promise.all([
    countDue(deps.db, id, { now, until }),
    requests.inbox({ userId: id, box: 'todo', limit: MOST, after: null, order: 'due', overdueAt: until }),
  ]);
  const rows = await rowsOf(scope, entries, { box: 'todo', pickedIds: [] });
  return { overdue, today: soon, decisions: rows.map((row) => ({ ...row, pick: null })) };
}

async function engagementsOf({
  deps: { db, clock },
  reader: { person },
}: Pick<Scope, 'deps' | 'reader'>): Promise<HomePage['engagements']> {
  const today = localDate(person.timeZone, clock());
  const [worst, lines] = await Promise.all([worstEngagements(db, { today, limit: MOST }), recentEvents(db, MOST)]);
  const events = await eventsOf(db, lines);
  return {
    atRisk: worst.map(heatRow).map(({ cells, ...row }) => ({
      ...row,
      cells: cells.filter(({ level }) => level === 'red' || level === 'amber'),
    })),
    events: lines.flatMap(({ engagement: { id, ...engagement } }, index) => {
      const event = events[index];
      return event ? [{ ...event, engagement: { ...engagement, href: `/engagements/${id}` } }] : [];
    }),
    none: lines.length === 0 && !(await db('engagements').first('id')),
    next: emptySteps('home', person),
  };
}
