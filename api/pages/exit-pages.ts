import { Router } from 'express';
import { DomainError } from '../../domain/errors';
import { retainUntil } from '../../db/read/retention';
import type { EngagementRow } from '../../db/stores/engagements';
import type { ExitAttempt, ExitPage } from '../../templates/exit-page-data';
import { performExit } from '../exit-page/acts';
import { faultsOfExit, type Tried } from '../exit-page/attempt';
import { knowledgePart, readinessPart, returnsPart, reviewPart, tasksPart } from '../exit-page/parts';
import { certificatesPart, partsPart, planHref } from '../exit-page/partials';
import { recordPart } from '../exit-page/record';
import { whatIfPart } from '../exit-page/what-if';
import { formField, isTooLong, TOO_LONG } from './csrf';
import { draftsOf, recordedForm } from './drafts';
import { formPath, mayTerminate } from './form-links';
import type { Guarded } from './guard';
import { countTodo } from './inbox-page';
import { livePart } from './live-pages';
import { hrefToConfirm } from './prove-again';
import { type PageDeps, queryText, sendPage, shellFor } from './reader';
import type { Requests } from './requests-port';
import { FAULTLESS } from './typed-faults';
import { callOf, engagementOf, type Visit } from './visit';

/** The page of the exit: how it is prepared from the first day on, and how far it has come. */
export function exitPages(deps: PageDeps, { insider }: Guarded, requests: Requests): Router {
  const router = Router();
  const path = '/engagements/:id/exit';
  router.get(
    path,
    insider((req, res, reader) => show({ deps, requests, req, res, reader }, null)),
  );
  router.post(
    path,
    insider((req, res, reader) => act({ deps, requests, req, res, reader })),
  );
  return router;
}

const pathOf = ({ id }: Pick<EngagementRow, 'id'>): string => `/engagements/${id}/exit`;

async function show(visit: Visit, tried: Tried | null): Promise<void> {
  const { deps, requests, res, reader } = visit;
  const row = await engagementOf(visit);
  const live = tried ? null : await livePart(deps, { kind: 'engagement', id: row.id });
  const todo = await countTodo(requests, reader.person.id);
  const shell = shellFor(reader, deps, {
    ...{ nav: 'engagements', title: `${row.number} ${row.title}`, todo, live },
    drafts: draftsOf(reader.person, pathOf(row)),
  });
  const data = { shell, ...(await exitData(visit, row, tried)), hidden: { name: 'csrf', value: shell.csrf } };
  sendPage(res, reader, { name: 'exit', status: tried ? 422 : 200, data });
}

async function exitData(
  { deps: { db, clock }, req, reader }: Visit,
  row: EngagementRow,
  tried: Tried | null,
): Promise<Omit<ExitPage, 'hidden'>> {
  const { person, locale } = reader;
  const seen = { person, locale, now: clock(), tried };
  const { id, number, title, state } = row;
  const tasks = await tasksPart(db, row, seen);
  const returns = await returnsPart(db, row, seen);
  const knowledge = await knowledgePart(db, row, seen);
  const record = await recordPart(db, row, seen);
  const astray = astrayOf(tried, [...tasks, ...returns.items, ...knowledge.items, ...(record ? [record] : [])]);
  return {
    engagement: { id, number, title, state },
    cause: row.exit_cause,
    effectiveDate: row.exit_effective_date,
    retainUntil: await retainUntil(db, row),
    readiness: await readinessPart(db, row, seen),
    planHref: planHref(row, person),
    forms: mayTerminate(row, person) ? [{ form: 'termination', href: formPath(row, 'termination') }] : [],
    parts: await partsPart(db, row, person),
    certificates: await certificatesPart(db, row),
    ...{ tasks, returns, knowledge, record },
    settlementHref: `/engagements/${id}/settlement`,
    whatIf: await whatIfPart(db, row, { ...seen, query: (name) => queryText(req, name) }),
    review: await reviewPart(db, row, person),
    currency: row.currency,
    done: queryText(req, 'done') === '1',
    refusal: astray ? astray.refusal : null,
    exact: tried && tried.exact,
    kept: astray ? astray.field('text') : '',
    typed: astray ? FAULTLESS : faultsOfExit(tried),
    action: pathOf(row),
  };
}

/** The last form, where what it was about is not on the page. */
const astrayOf = (tried: Tried | null, shown: readonly { readonly attempt: ExitAttempt }[]): Tried | null =>
  shown.some(({ attempt }) => attempt.refusal !== null) ? null : tried;

/** The forms of the page do what the routes of the API do; a refusal keeps what was typed. */
async function act(visit: Visit): Promise<void> {
  const { deps, req, res } = visit;
  const row = await engagementOf(visit);
  const field = (name: string): string => formField(req, name);
  if (isTooLong(req)) return show(visit, { about: field('about'), field, refusal: TOO_LONG, exact: null, errors: [] });
  try {
    await performExit({ deps, row, call: callOf(visit), field });
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    if (error.code === 'STEP_UP_REQUIRED') return res.redirect(303, hrefToConfirm(pathOf(row)));
    const { code: refusal, message: exact, errors } = error;
    return show(visit, { about: field('about'), field, refusal, exact, errors });
  }
  const [kind = ''] = field('about').split(':');
  recordedForm(visit, pathOf(row));
  res.redirect(303, `${pathOf(row)}?done=1#${PLACES[kind] ?? 'exit'}`);
}

/** Where on the page things of a kind stand. */
const PLACES: Readonly<Record<string, string>> = {
  task: 'tasks',
  return: 'returns',
  knowledge: 'knowledge',
  record: 'record',
};
