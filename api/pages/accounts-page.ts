import { DomainError } from '../../domain/errors';
import { NaturalPerson } from '../../domain/people/accounts-schema';
import type { Person } from '../../domain/people/people';
import { findPeople } from '../../db/stores/people';
import { translate } from '../../templates/catalog';
import { sendForm } from '../admin/admin-form';
import { naturalPerson, sayNaturalPerson } from '../natural-persons';
import { parseWith } from '../parse';
import { ONTO_FIELDS, printIn } from '../record-form/newer';
import { type FieldPlan, one, type Outcome, printField, typedIn } from '../record-form/plan';
import { checkFresh } from '../session';
import { recordedForm } from './drafts';
import { provenPersonPage } from './proven-person';
import { callOf, type Visit } from './visit';

const fieldsOf = ({ reader: { locale } }: Visit, employeeId: string | null): readonly FieldPlan[] => [
  printField(employeeId ?? ''),
  {
    name: 'employeeId',
    kind: 'line',
    label: translate(locale, 'accounts.number'),
    hint: translate(locale, 'accounts.number-hint'),
    most: 64,
    value: employeeId ?? '',
  },
];

async function show(visit: Visit, person: Person, outcome: Outcome): Promise<void> {
  const { deps, reader } = visit;
  const say = (key: string): string => translate(reader.locale, key);
  const here = `/admin/people/${person.id}`;
  const { employeeId, accountIds } = await naturalPerson(deps.db, person.id);
  const others = await findPeople(deps.db, accountIds);
  await sendForm(visit, {
    heading: translate(reader.locale, 'accounts.heading', { name: person.name }),
    trail: [
      { href: '/admin', text: say('page.admin.title') },
      { href: '/admin/people', text: say('page.people.title') },
      { href: here, text: person.name },
    ],
    lead: say('accounts.lead'),
    facts: others.map(({ name, email }) => ({ label: say('accounts.other'), text: `${name} · ${email}` })),
    words: { action: `${here}/accounts`, submit: say('people.save'), kept: true },
    fields: fieldsOf(visit, employeeId),
    outcome,
    recordHref: `${here}/accounts`,
  });
}

/** A refusal keeps what was typed. */
async function act(visit: Visit, person: Person): Promise<void> {
  const { deps, req, res, reader } = visit;
  const here = `/admin/people/${person.id}`;
  const typed = typedIn(req, [...fieldsOf(visit, null), ...ONTO_FIELDS]);
  try {
    if (reader.formRefused) throw reader.formRefused;
    checkFresh(reader.session, deps);
    const wanted = { employeeId: one(typed, 'employeeId') || null };
    const said = parseWith(NaturalPerson, wanted, 'INVALID_FIELDS');
    await sayNaturalPerson(deps.db, callOf(visit), { id: person.id, said, seen: printIn(typed) || null });
    recordedForm(visit, `${here}/accounts`);
    res.redirect(303, `${here}?done=named`);
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    await show(visit, person, { typed, refusal: error });
  }
}

/** Says which natural person an account is of, for somebody who has lately shown who they are. */
export const accountsPage = provenPersonPage({ path: '/admin/people/:person/accounts', show, act });
