import { DomainError } from '../../domain/errors';
import type { Person } from '../../domain/people/people';
import { leftBehind } from '../../db/read/leaving';
import { findPerson } from '../../db/stores/people';
import { translate } from '../../templates/catalog';
import { sendForm } from '../admin/admin-form';
import { peopleNamedIn } from '../admin/known-people';
import { otherAdmins } from '../administrators';
import { deactivatePerson, heirOf } from '../leaving';
import { existingPerson } from '../people';
import { type FieldPlan, one, type Outcome, typedIn } from '../record-form/plan';
import { checkFresh } from '../session';
import { provenPersonPage } from './proven-person';
import { callOf, type Visit } from './visit';

const fieldsOf = ({ reader: { locale } }: Visit): readonly FieldPlan[] => [
  {
    name: 'successorId',
    kind: 'person',
    label: translate(locale, 'leave.successor'),
    hint: translate(locale, 'leave.successor-hint'),
    most: 254,
  },
];

async function show(visit: Visit, person: Person, outcome: Outcome): Promise<void> {
  const { deps, reader } = visit;
  const say = (key: string): string => translate(reader.locale, key);
  const here = `/admin/people/${person.id}`;
  const isLast = (await otherAdmins(deps.db, person.id)).length === 0;
  const blocked = !person.active ? 'leave.already' : isLast ? 'leave.last-admin' : null;
  await sendForm(visit, {
    heading: translate(reader.locale, 'leave.heading', { name: person.name }),
    trail: [
      { href: '/admin', text: say('page.admin.title') },
      { href: '/admin/people', text: say('page.people.title') },
      { href: here, text: person.name },
    ],
    lead: say('leave.lead'),
    notes: blocked ? [say(blocked)] : await notesOn(visit, person),
    words: blocked ? null : { action: `${here}/leave`, submit: say('leave.submit') },
    fields: fieldsOf(visit),
    outcome,
  });
}

/** What waits for them, and who gets it. */
async function notesOn({ deps: { db }, reader: { locale } }: Visit, person: Person): Promise<readonly string[]> {
  const { approvals, items, reports, engagements } = await leftBehind(db, person.id);
  const heir = await findPerson(db, await heirOf(db, person, null));
  const say = (key: string, count: number): readonly string[] =>
    count === 0 ? [] : [translate(locale, `leave.${key}`, { count })];
  return [
    ...say('approvals', approvals),
    ...say('items', items),
    ...say('reports', reports),
    ...say('engagements', engagements),
    translate(locale, 'leave.heir', { name: heir?.name ?? '' }),
  ];
}

async function act(visit: Visit, person: Person): Promise<void> {
  const { deps, req, res, reader } = visit;
  const typed = typedIn(req, fieldsOf(visit));
  try {
    if (reader.formRefused) throw reader.formRefused;
    checkFresh(reader.session, deps);
    const email = one(typed, 'successorId');
    const successorId = email === '' ? null : (await peopleNamedIn(deps.db, [email]))(email);
    await deactivatePerson(deps, callOf(visit), { id: person.id, successorId });
    res.redirect(303, `/admin/people/${person.id}?done=left`);
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    await show(visit, await existingPerson(deps.db, person.id), { typed, refusal: error });
  }
}

/** Ends a person's access, after saying what waits for them and where it goes, for somebody who has lately shown who they are. */
export const leavePage = provenPersonPage({ path: '/admin/people/:person/leave', show, act });
