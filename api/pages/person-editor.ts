import { type RequestHandler, Router } from 'express';
import { DomainError } from '../../domain/errors';
import type { Person } from '../../domain/people/people';
import { NewUser, type UserPatch } from '../../domain/people/schema';
import { Uuid } from '../../domain/shapes';
import { type KeptPerson, keptPerson } from '../../db/stores/people';
import { translate } from '../../templates/catalog';
import { PEOPLE_WRITERS } from '../admin/access';
import { sendForm } from '../admin/admin-form';
import { peopleNamedIn } from '../admin/known-people';
import { choicesAround } from '../admin/person-choices';
import { personFields, personIn } from '../admin/person-fields';
import { otherAdmins } from '../administrators';
import { parseWith } from '../parse';
import { known } from '../people';
import { etagOf } from '../precondition';
import { ONTO_FIELDS, versionIn } from '../record-form/newer';
import { type FieldPlan, FRESH, one, type Outcome, type Typed, typedIn, versionField } from '../record-form/plan';
import { changePerson, createPerson } from '../save-person';
import { checkAccess, checkFresh } from '../session';
import { recordedForm } from './drafts';
import type { Guarded } from './guard';
import { isProven, toConfirm } from './prove-again';
import type { PageDeps } from './reader';
import type { Requests } from './requests-port';
import { callOf, type Visit } from './visit';

/** The forms that add a person and change one. Both need somebody who has lately shown who they are, as their routes do. */
export function personEditor(deps: PageDeps, { insiderForm }: Guarded, requests: Requests): Router {
  const router = Router();
  const page = (handle: (visit: Visit) => Promise<unknown>): RequestHandler =>
    insiderForm((req, res, reader) => {
      checkAccess(PEOPLE_WRITERS, reader.person);
      return handle({ deps, requests, req, res, reader });
    });
  const opened = (handle: (visit: Visit) => Promise<unknown>): RequestHandler =>
    page((visit) => (isProven(visit) ? handle(visit) : toConfirm(visit)));
  router.get(
    NEW,
    opened((visit) => show(visit, null, FRESH)),
  );
  router.post(
    NEW,
    page((visit) => act(visit, null)),
  );
  router.get(
    '/admin/people/:person/edit',
    opened(async (visit) => show(visit, await keptIn(visit), FRESH)),
  );
  router.post(
    '/admin/people/:person/edit',
    page(async (visit) => act(visit, await keptIn(visit))),
  );
  return router;
}

const NEW = '/admin/new-person';

const keptIn = async ({ deps, req }: Visit): Promise<KeptPerson> =>
  known(await keptPerson(deps.db, parseWith(Uuid, req.params['person'], 'NOT_FOUND')));

const BLANK = { managerId: null, departmentId: null, name: '', email: '', roles: [], digest: false } as const;

async function fieldsFor({ deps, reader }: Visit, kept: KeptPerson | null): Promise<readonly FieldPlan[]> {
  const { locale, timeZone } = reader.person;
  const person = kept?.person ?? { ...BLANK, locale, timeZone };
  return [
    versionField(kept?.version ?? 0),
    ...personFields(person, await choicesAround(deps.db, person, reader.locale)),
  ];
}

async function show(visit: Visit, kept: KeptPerson | null, outcome: Outcome): Promise<void> {
  const { locale } = visit.reader;
  const say = (key: string): string => translate(locale, key);
  const here = kept && `/admin/people/${kept.person.id}`;
  await sendForm(visit, {
    heading: kept ? kept.person.name : say('people.new'),
    trail: [
      { href: '/admin', text: say('page.admin.title') },
      { href: '/admin/people', text: say('page.people.title') },
      ...(here ? [{ href: here, text: say('people.view') }] : []),
    ],
    lead: say(kept ? 'people.edit-lead' : 'people.new-lead'),
    notes: kept && (await isLastAdmin(visit, kept.person)) ? [say('people.last-admin')] : [],
    words: { action: actionAt(here), submit: say(kept ? 'people.save' : 'people.create'), kept: true },
    fields: await fieldsFor(visit, kept),
    outcome,
    recordHref: here,
  });
}

const isLastAdmin = async ({ deps }: Visit, { id, roles, active }: Person): Promise<boolean> =>
  active && roles.includes('admin') && (await otherAdmins(deps.db, id)).length === 0;

const actionAt = (here: string | null): string => (here ? `${here}/edit` : NEW);

/** A refusal keeps what was typed. */
async function act(visit: Visit, kept: KeptPerson | null): Promise<void> {
  const { deps, req, res } = visit;
  const typed = typedIn(req, [...(await fieldsFor(visit, kept)), ...ONTO_FIELDS]);
  try {
    if (visit.reader.formRefused) throw visit.reader.formRefused;
    checkFresh(visit.reader.session, deps);
    const id = await save(visit, kept, typed);
    recordedForm(visit, actionAt(kept && `/admin/people/${kept.person.id}`));
    res.redirect(303, `/admin/people/${id}?done=${kept ? 'saved' : 'created'}`);
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    // What the form is about may have changed between reading and saving.
    await show(visit, kept && (await keptIn(visit)), { typed, refusal: error });
  }
}

async function save(visit: Visit, kept: KeptPerson | null, typed: Typed): Promise<string> {
  const { db } = visit.deps;
  const idOf = await peopleNamedIn(db, [one(typed, 'managerId')]);
  const body = parseWith(NewUser, personIn(typed, idOf), 'INVALID_FIELDS');
  if (kept === null) return (await createPerson(db, callOf(visit), body)).id;
  const call = { ...callOf(visit), ifMatch: etagOf(versionIn(typed)).etag };
  const { id } = kept.person;
  await changePerson(db, call, { id, patch: patchOf(kept.person, body) });
  return id;
}

/** What the form says otherwise than the record. */
const patchOf = (person: Person, body: NewUser): UserPatch =>
  Object.fromEntries(
    Object.entries(body).filter(([name, value]) => {
      const present = Object.entries(person).find(([key]) => key === name)?.[1] as unknown;
      return JSON.stringify(present) !== JSON.stringify(value);
    }),
  );
