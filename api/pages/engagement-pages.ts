import { type Request, type Response, Router } from 'express';
import { hasRole } from '../../domain/people/people';
import { Uuid } from '../../domain/shapes';
import { STATES } from '../../domain/engagement/statuses';
import { EVENT_GROUPS, EVENT_SIDES } from '../../domain/engagement/timeline-schema';
import type { EngagementView } from '../../domain/engagement/schema';
import { listEngagements } from '../../db/read/engagements';
import { vendorNames } from '../../db/read/vendors-named';
import { ENGAGEMENT_TABS, type EngagementTab } from '../../templates/engagement-parts';
import type { AlarmAttempt } from '../../templates/risk-page-data';
import type { EngagementRow, PageData } from '../../templates/page-data';
import { listSheets } from '../../templates/sheets';
import { ENGAGEMENT_STARTERS } from '../routes/engagements';
import { tryAlarmStep } from './alarm-step';
import { formField } from './csrf';
import { draftsOf, recordedForm } from './drafts';
import type { TimelineSeen } from './engagement-timeline';
import { engagementPageData } from './engagement-view';
import { emptySteps } from './empty-steps';
import type { Guarded, SignedIn } from './guard';
import { countTodo } from './inbox-page';
import { livePart } from './live-pages';
import { NEW_ENGAGEMENT, newEngagementPage } from './new-engagement';
import { type PageDeps, queryText, sendPage, shellFor } from './reader';
import { namesOf } from './request-view';
import type { Requests } from './requests-port';
import { engagementOf } from './visit';
import { engagementWorkflowId } from '../../workflows/ids';
import { workflowHref } from './workflow-link';

const PAGE = 50;

export function engagementPages(deps: PageDeps, guarded: Guarded, requests: Requests): Router {
  const { insider } = guarded;
  const router = Router();
  router.use(newEngagementPage(deps, guarded, requests));
  router.get(
    '/engagements',
    insider(async (req, res, reader) => {
      const filter = {
        q: queryText(req, 'q').slice(0, 100),
        state: queryText(req, 'state'),
        before: queryText(req, 'before'),
      };
      sendPage(res, reader, { name: 'engagements', data: await listData({ deps, requests, reader }, filter) });
    }),
  );
  router.get(
    '/engagements/:id',
    insider((req, res, reader) => showEngagement({ deps, requests, reader }, { req, res, attempt: null })),
  );
  router.post(
    '/engagements/:id/alarms/:alarm',
    insider((req, res, reader) => actOnAlarmForm({ deps, requests, reader }, { req, res })),
  );
  return router;
}

interface Scope {
  readonly deps: PageDeps;
  readonly requests: Requests;
  readonly reader: SignedIn;
}

interface Visit {
  readonly req: Request;
  readonly res: Response;
}

const pathOf = ({ id }: Pick<EngagementView, 'id'>): string => `/engagements/${id}`;

async function showEngagement(
  { deps, requests, reader }: Scope,
  { req, res, attempt }: Visit & { readonly attempt: AlarmAttempt | null },
): Promise<void> {
  const row = await engagementOf({ deps, req, reader });
  const live = attempt ? null : await livePart(deps, { kind: 'engagement', id: row.id });
  const seen = {
    // Pictures are drawn in the language that the page is read in.
    person: { ...reader.person, locale: reader.locale },
    now: deps.clock(),
    timeline: timelineSeenIn(req),
    attempt,
    tab: tabIn(req),
  };
  const todo = await countTodo(requests, reader.person.id);
  const shell = shellFor(reader, deps, {
    ...{ nav: 'engagements', title: `${row.number} ${row.title}`, todo, live },
    drafts: draftsOf(reader.person, pathOf(row)),
    workflowHref: workflowHref(deps.config, reader.person, engagementWorkflowId(row.id)),
  });
  const data = { shell, ...(await engagementPageData(deps.db, row, seen)) };
  sendPage(res, reader, { name: 'engagement', status: attempt ? 422 : 200, data });
}

const tabIn = (req: Request): EngagementTab =>
  ENGAGEMENT_TABS.find((one) => one === queryText(req, 'part')) ?? 'overview';

/** A word that names nothing narrows nothing down. */
function timelineSeenIn(req: Request): TimelineSeen {
  const before = Number(queryText(req, 'before'));
  return {
    before: Number.isSafeInteger(before) && before > 0 ? before : null,
    event: EVENT_GROUPS.find((one) => one === queryText(req, 'event')),
    by: EVENT_SIDES.find((one) => one === queryText(req, 'by')),
    tab: tabIn(req),
  };
}

/** A step about an alarm from the page; what was refused is said beside the alarm, and nothing typed is lost. */
async function actOnAlarmForm(scope: Scope, visit: Visit): Promise<void> {
  const { req } = visit;
  const { id } = await engagementOf({ ...scope, req });
  const alarmId = String(req.params['alarm']);
  const refused = await tryAlarmStep(scope.deps, { req, person: scope.reader.person });
  if (refused) {
    const attempt = { alarmId, comment: formField(req, 'comment'), ...refused };
    return showEngagement(scope, { ...visit, attempt });
  }
  recordedForm({ ...scope, res: visit.res }, pathOf({ id }));
  visit.res.redirect(303, `${pathOf({ id })}#alarm-${alarmId}`);
}

interface Filter {
  readonly q: string;
  readonly state: string;
  readonly before: string;
}

async function listData({ deps, requests, reader }: Scope, filter: Filter): Promise<PageData['engagements']> {
  const state = STATES.find((one) => one === filter.state);
  const before = Uuid.safeParse(filter.before);
  const views = await listEngagements(deps.db, {
    now: deps.clock(),
    before: before.success ? before.data : null,
    limit: PAGE + 1,
    ...(state && { state }),
    ...(filter.q && { q: filter.q }),
  });
  const shown = views.slice(0, PAGE);
  const last = shown.at(-1);
  const next = new URLSearchParams({ ...filter, before: last?.id ?? '' }).toString();
  return {
    shell: shellFor(reader, deps, { nav: 'engagements', todo: await countTodo(requests, reader.person.id) }),
    q: filter.q,
    states: STATES.map((one) => ({ state: one, current: one === state })),
    filtered: filter.q !== '' || state !== undefined,
    rows: await rowsOf(deps, shown),
    newHref: hasRole(reader.person, ...ENGAGEMENT_STARTERS) ? NEW_ENGAGEMENT : null,
    sheets: listSheets('/api/v1/engagements/export', { q: filter.q, state: state ?? '' }),
    next: emptySteps('engagements', reader.person),
    more: views.length > PAGE ? `/engagements?${next}` : null,
  };
}

async function rowsOf({ db }: PageDeps, views: readonly EngagementView[]): Promise<readonly EngagementRow[]> {
  const nameOf = await namesOf(
    db,
    views.map(({ ownerId }) => ownerId),
  );
  const vendors = await vendorNames(
    db,
    views.flatMap(({ vendorId }) => vendorId ?? []),
  );
  return views.map((view) => ({
    href: `/engagements/${view.id}`,
    number: view.number,
    title: view.title,
    state: view.state,
    health: view.health,
    owner: nameOf(view.ownerId),
    vendor: (view.vendorId && vendors.get(view.vendorId)) ?? null,
    openGate: view.openGate?.gate ?? null,
    nextDueAt: view.nextDueAt === null ? null : Date.parse(view.nextDueAt),
  }));
}
