import { type RequestHandler, Router } from 'express';
import { hasRole, type Person, ROLES } from '../../domain/people/people';
import { Uuid } from '../../domain/shapes';
import type { ComingAbsence } from '../../db/read/coming-absences';
import { type DirectoryLine, peopleDirectory } from '../../db/read/people-directory';
import type { PersonPage, PersonRow, PeoplePage } from '../../templates/people-page-data';
import { listSheets } from '../../templates/sheets';
import { ADMIN_READERS, PEOPLE_WRITERS } from '../admin/access';
import { absenceRows } from '../admin/absence-rows';
import { absentNow } from '../admin/absent-now';
import { choicesAround } from '../admin/person-choices';
import { personWords } from '../admin/person-fields';
import { existingPerson } from '../people';
import { parseWith } from '../parse';
import { checkAccess } from '../session';
import type { Guarded } from './guard';
import { countTodo } from './inbox-page';
import { type PageDeps, queryText, sendPage, shellFor } from './reader';
import type { Requests } from './requests-port';
import type { Visit } from './visit';

const PAGE = 50;
const DONE = ['created', 'saved', 'left', 'named'] as const;

/** People: the list, and one of them with their absences. */
export function peoplePages(deps: PageDeps, { insider }: Guarded, requests: Requests): Router {
  const router = Router();
  const page = (show: (visit: Visit) => Promise<unknown>): RequestHandler =>
    insider((req, res, reader) => {
      checkAccess(ADMIN_READERS, reader.person);
      return show({ deps, requests, req, res, reader });
    });
  router.get('/admin/people', page(showList));
  router.get('/admin/people/:person', page(showPerson));
  return router;
}

async function showList(visit: Visit): Promise<void> {
  const { deps, requests, res, reader } = visit;
  const shell = shellFor(reader, deps, { nav: 'admin', todo: await countTodo(requests, reader.person.id) });
  sendPage(res, reader, { name: 'people', data: { shell, ...(await listData(visit)) } });
}

async function listData({ deps: { db, clock }, req, reader }: Visit): Promise<PeoplePage> {
  const q = queryText(req, 'q').slice(0, 100);
  const role = ROLES.find((one) => one === queryText(req, 'role')) ?? null;
  const state = STATES.find((one) => one === queryText(req, 'state')) ?? null;
  const after = Uuid.safeParse(queryText(req, 'after')).data ?? null;
  const active = state === null ? null : state === 'active';
  const found = await peopleDirectory(db, { q, role, active, after, limit: PAGE + 1 });
  const shown = found.slice(0, PAGE);
  const ids = shown.map(({ person }) => person.id);
  const absent = await absentNow(db, ids, clock());
  const filter = { ...(q && { q }), ...(role && { role }), ...(state && { state }) };
  const last = new URLSearchParams({ ...filter, after: ids.at(-1) ?? '' });
  return {
    q,
    roles: ROLES.map((one) => ({ role: one, current: one === role })),
    states: STATES.map((one) => ({ state: one, current: one === state })),
    filtered: Object.keys(filter).length > 0,
    rows: shown.map((line) => rowOf(line, absent(line.person))),
    sheets: listSheets('/api/v1/users/export', filter),
    more: found.length > PAGE ? `/admin/people?${last.toString()}` : null,
    newHref: hasRole(reader.person, ...PEOPLE_WRITERS) ? '/admin/new-person' : null,
  };
}

const STATES = ['active', 'left'] as const;

function rowOf({ person, managerName }: DirectoryLine, absence: ComingAbsence | null): PersonRow {
  const { id, name, email, roles, active } = person;
  return {
    ...{ href: `/admin/people/${id}`, name, email, roles, managerName, active },
    away: absence && { to: absence.to, substitute: absence.substituteName },
  };
}

async function showPerson(visit: Visit): Promise<void> {
  const { deps, requests, req, res, reader } = visit;
  const person = await existingPerson(deps.db, parseWith(Uuid, req.params['person'], 'NOT_FOUND'));
  const todo = await countTodo(requests, reader.person.id);
  const shell = shellFor(reader, deps, { nav: 'admin', title: person.name, todo });
  sendPage(res, reader, { name: 'person', data: { shell, ...(await personData(visit, person)) } });
}

async function personData(visit: Visit, person: Person): Promise<PersonPage> {
  const { deps, req, reader } = visit;
  const mayWrite = hasRole(reader.person, ...PEOPLE_WRITERS);
  const here = `/admin/people/${person.id}`;
  const words = personWords(person, await choicesAround(deps.db, person, reader.locale));
  const done = queryText(req, 'done');
  return {
    name: person.name,
    active: person.active,
    facts: Object.values(words).slice(1),
    absences: await absenceRows(visit, person),
    absencesHref: mayWrite ? `${here}/absences` : null,
    editHref: mayWrite ? `${here}/edit` : null,
    accountsHref: mayWrite ? `${here}/accounts` : null,
    leaveHref: mayWrite && person.active ? `${here}/leave` : null,
    done: DONE.find((word) => word === done) ?? null,
  };
}
