import { type RequestHandler, Router } from 'express';
import { DomainError } from '../../domain/errors';
import type { Person } from '../../domain/people/people';
import { Uuid } from '../../domain/shapes';
import { absencesOf } from '../../db/stores/absences';
import { findPerson } from '../../db/stores/people';
import { translate } from '../../templates/catalog';
import { aboutOne, absenceFields, absenceIn, withAbsence, withoutAbsence } from '../admin/absence-form';
import { absenceKey, absenceRows, policyTitles } from '../admin/absence-rows';
import { PEOPLE_WRITERS } from '../admin/access';
import { namedPeople, recordForm } from '../admin/admin-form';
import { peopleNamedIn } from '../admin/known-people';
import { parseWith } from '../parse';
import { existingPerson } from '../people';
import { type FieldPlan, FRESH, one, type Outcome, typedIn } from '../record-form/plan';
import { saveAbsences } from '../save-absences';
import { checkAccess } from '../session';
import { formField } from './csrf';
import type { Guarded } from './guard';
import { countTodo } from './inbox-page';
import { type PageDeps, queryText, sendPage, shellFor } from './reader';
import type { Requests } from './requests-port';
import { callOf, type Visit } from './visit';

const OWN = '/absences';
const OTHERS = '/admin/people/:person/absences';

/** When people are away and who stands in: everybody's own, and for administrators those of others. */
export function absencePages(deps: PageDeps, { insiderForm }: Guarded, requests: Requests): Router {
  const router = Router();
  const own = (handle: (visit: AbsenceVisit) => Promise<unknown>): RequestHandler =>
    insiderForm((req, res, reader) => handle({ deps, requests, req, res, reader, person: reader.person, here: OWN }));
  const others = (handle: (visit: AbsenceVisit) => Promise<unknown>): RequestHandler =>
    insiderForm(async (req, res, reader) => {
      checkAccess(PEOPLE_WRITERS, reader.person);
      const person = await existingPerson(deps.db, parseWith(Uuid, req.params['person'], 'NOT_FOUND'));
      return handle({ deps, requests, req, res, reader, person, here: `/admin/people/${person.id}/absences` });
    });
  router.get(OWN, own(open));
  router.post(OWN, own(act));
  router.get(OTHERS, others(open));
  router.post(OTHERS, others(act));
  return router;
}

interface AbsenceVisit extends Visit {
  readonly person: Person;
  readonly here: string;
}

const open = (visit: AbsenceVisit): Promise<void> => show(visit, queryText(visit.req, 'of'), FRESH);

async function fieldsFor(visit: AbsenceVisit, of: string): Promise<readonly FieldPlan[]> {
  const { deps, reader, person } = visit;
  const absence = (await absencesOf(deps.db, person.id)).find((one) => absenceKey(one) === of) ?? null;
  const substitute = absence && (await findPerson(deps.db, absence.substituteId));
  const present = absence && { absence, email: substitute?.email ?? '' };
  return absenceFields({ locale: reader.locale, policies: await policyTitles(visit), present });
}

async function show(visit: AbsenceVisit, of: string, outcome: Outcome): Promise<void> {
  const { deps, requests, req, res, reader, person, here } = visit;
  const say = (key: string): string => translate(reader.locale, key);
  const isOwn = here === OWN;
  const nav = isOwn ? 'security' : 'admin';
  const shell = shellFor(reader, deps, { nav, todo: await countTodo(requests, reader.person.id) });
  const fields = await fieldsFor(visit, of);
  const changing = fields.some(({ name, value }) => name === 'of' && value === of && of !== '') ? of : null;
  const submit = say(changing ? 'absences.change' : 'absences.add');
  sendPage(res, reader, {
    name: 'absences',
    status: outcome.refusal === null ? 200 : 422,
    data: {
      shell,
      trail: isOwn
        ? [{ href: '/security', text: say('page.security.title') }]
        : [
            { href: '/admin', text: say('page.admin.title') },
            { href: '/admin/people', text: say('page.people.title') },
            { href: `/admin/people/${person.id}`, text: person.name },
          ],
      heading: isOwn ? say('absences.own') : translate(reader.locale, 'absences.of', { name: person.name }),
      absences: await absenceRows(visit, person),
      here,
      changing,
      form: recordForm(visit, fields, { words: { action: here, submit }, outcome, csrf: shell.csrf }),
      people: (await namedPeople(visit)).filter(({ email }) => email !== person.email),
      done: queryText(req, 'done') === '1',
    },
  });
}

/** Adds an absence, changes one, or takes one away; a refusal keeps what was typed. */
async function act(visit: AbsenceVisit): Promise<void> {
  const { deps, req, res, reader, person, here } = visit;
  const of = formField(req, 'of');
  const typed = typedIn(req, await fieldsFor(visit, of));
  const isRemoval = formField(req, 'act') === 'remove';
  try {
    if (reader.formRefused) throw reader.formRefused;
    const idOf = await peopleNamedIn(deps.db, [one(typed, 'substituteId')]);
    const absence = isRemoval ? null : absenceIn(typed, idOf);
    await saveAbsences(deps, callOf(visit), {
      personId: person.id,
      change: (present) => (absence ? withAbsence(present, of, absence) : withoutAbsence(present, of)),
    });
    res.redirect(303, `${here}?done=1`);
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    const refusal = isRemoval ? error : aboutOne(error);
    await show(visit, of, { typed: isRemoval ? null : typed, refusal });
  }
}
