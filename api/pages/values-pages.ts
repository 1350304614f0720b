import { Router } from 'express';
import { v7 as uuidv7 } from 'uuid';
import { DomainError } from '../../domain/errors';
import { engagementAccess } from '../../domain/engagement/access';
import { Period } from '../../domain/shapes';
import { valueReporterOf } from '../../db/read/value-reporter';
import type { EngagementRow } from '../../db/stores/engagements';
import { heldEngagement, teamOf } from '../engagement-scope';
import { actOnForm } from '../kpi-form/act';
import { type Attempt, FRESH, valuesView } from '../kpi-form/view';
import { doneOf, refusalStatus } from '../kpi-form/words';
import { planAgain } from '../plan-again';
import { draftsOf, recordedForm } from './drafts';
import { evidenceHref } from './evidence-link';
import type { Guarded } from './guard';
import { countTodo } from './inbox-page';
import { type PageDeps, sendPage, shellFor } from './reader';
import { namesOf } from './request-view';
import type { Requests } from './requests-port';
import { engagementOf, type Visit } from './visit';

/** The form with which people of ours report the values of a period. */
export function valuesPages(deps: PageDeps, { insider }: Guarded, requests: Requests): Router {
  const router = Router();
  const path = '/engagements/:id/kpis/:period';
  router.get(
    path,
    insider((req, res, reader) => show({ deps, requests, req, res, reader }, { ...FRESH, done: doneOf(req) })),
  );
  router.post(
    path,
    insider((req, res, reader) => act({ deps, requests, req, res, reader })),
  );
  return router;
}

interface Place {
  readonly row: EngagementRow;
  readonly period: string;
}

async function placeOf(visit: Visit): Promise<Place> {
  const period = Period.safeParse(visit.req.params['period']);
  if (!period.success) throw new DomainError('NOT_FOUND', 'There is no such period.');
  return { row: await engagementOf(visit), period: period.data };
}

async function show(visit: Visit, attempt: Attempt): Promise<void> {
  const { deps, requests, res, reader } = visit;
  const { row, period } = await placeOf(visit);
  const todo = await countTodo(requests, reader.person.id);
  const shell = shellFor(reader, deps, {
    ...{ nav: 'engagements', title: `${row.number} ${row.title}`, todo },
    drafts: draftsOf(reader.person, pathOf({ row, period })),
  });
  const theirs = (await valueReporterOf(deps.db, row))?.company ?? '–';
  const names = async (ids: readonly (string | null)[]) => {
    const nameOf = await namesOf(deps.db, ids);
    return (id: string | null): string => (id === null ? theirs : nameOf(id));
  };
  const data = await valuesView(deps.db, row, {
    period,
    side: 'us',
    attempt,
    namesOf: names,
    fileHref: (file) => evidenceHref(row.id, file),
  });
  sendPage(res, reader, {
    name: 'values',
    status: refusalStatus(attempt.refusal),
    data: {
      shell,
      ...data,
      reporter: reader.person.name,
      mayReport: engagementAccess('report', reader.person, teamOf(row)) === null,
      action: pathOf({ row, period }),
      hidden: { name: 'csrf', value: shell.csrf },
    },
  });
}

const pathOf = ({ row, period }: Place): string => `/engagements/${row.id}/kpis/${period}`;

async function act(visit: Visit): Promise<void> {
  const { deps, req, res, reader } = visit;
  const place = await placeOf(visit);
  const { id } = place.row;
  const actor = reader.person;
  const { attempt, proposed } = await actOnForm({
    db: deps.db,
    req,
    engagementId: id,
    act: {
      period: place.period,
      side: 'us',
      actorId: actor.id,
      channel: 'page',
      now: deps.clock(),
      actId: uuidv7(),
    },
    hold: (trx) => heldEngagement(trx, id, { actor, act: 'report' }),
  });
  if (proposed) await planAgain(deps, id);
  if (attempt.done === null) return show(visit, attempt);
  recordedForm(visit, pathOf(place));
  res.redirect(303, `${pathOf(place)}?done=${attempt.done}`);
}
