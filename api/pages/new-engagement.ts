import { Router } from 'express';
import { DomainError } from '../../domain/errors';
import { NewEngagement } from '../../domain/engagement/schema';
import { SERVICE_TYPES } from '../../domain/planning/catalogue';
import type { Person } from '../../domain/people/people';
import { findEngagement } from '../../db/stores/engagements';
import { labelOf, translate } from '../../templates/catalog';
import { sendForm } from '../admin/admin-form';
import { inAddresses, peopleNamedIn } from '../admin/known-people';
import { parseWith } from '../parse';
import { type FieldPlan, FRESH, given, one, type Outcome, type Typed, typedIn } from '../record-form/plan';
import { ENGAGEMENT_STARTERS, startEngagement } from '../routes/engagements';
import { checkAccess } from '../session';
import { recordedForm } from './drafts';
import { givenBack, givenOut } from './given-id';
import type { Guarded, SignedIn } from './guard';
import type { PageDeps } from './reader';
import type { Requests } from './requests-port';
import { callOf, type Visit } from './visit';

export const NEW_ENGAGEMENT = '/new-engagement';

/** The form that starts an engagement, as its route does. */
export function newEngagementPage(deps: PageDeps, { insiderForm }: Guarded, requests: Requests): Router {
  const router = Router();
  const visiting = (handle: (visit: Visit) => Promise<unknown>) =>
    insiderForm((req, res, reader) => {
      checkAccess(ENGAGEMENT_STARTERS, reader.person);
      return handle({ deps, requests, req, res, reader });
    });
  router.get(
    NEW_ENGAGEMENT,
    visiting((visit) => show(visit, FRESH)),
  );
  router.post(NEW_ENGAGEMENT, visiting(start));
  return router;
}

/** The id of what is to come stays that of the form, so that one that is sent twice starts one engagement. */
function fieldsFor(deps: PageDeps, { person, locale }: SignedIn): readonly FieldPlan[] {
  const say = (key: string): string => translate(locale, `new-engagement.${key}`);
  const line = (name: string, key: string, part: Partial<FieldPlan>): FieldPlan => ({
    ...{ name, kind: 'line', label: say(key), required: true, most: 200 },
    ...part,
  });
  return [
    { name: 'id', kind: 'hidden', label: '', value: givenOut(deps, holderOf(person)), keeps: true },
    line('title', 'name', {}),
    line('serviceType', 'service-type', {
      kind: 'choice',
      options: SERVICE_TYPES.map((value) => ({ value, text: labelOf(locale, 'service-type', value) })),
      value: SERVICE_TYPES[0],
    }),
    line('ownerId', 'owner', { kind: 'person', hint: say('owner-hint'), value: person.email }),
    line('sponsorId', 'sponsor', { kind: 'person', hint: say('sponsor-hint'), required: false }),
    line('timeZone', 'time-zone', { hint: say('time-zone-hint'), value: person.timeZone }),
    line('currency', 'currency', { hint: say('currency-hint'), most: 3, value: 'CNY' }),
  ];
}

async function show(visit: Visit, outcome: Outcome): Promise<void> {
  const { locale } = visit.reader;
  const say = (key: string): string => translate(locale, key);
  await sendForm(visit, {
    nav: 'engagements',
    heading: say('new-engagement.title'),
    trail: [{ href: '/engagements', text: say('page.engagements.title') }],
    lead: say('new-engagement.lead'),
    words: { action: NEW_ENGAGEMENT, submit: say('new-engagement.submit'), kept: true },
    fields: fieldsFor(visit.deps, visit.reader),
    outcome,
  });
}

/** A refusal keeps what was typed. */
async function start(visit: Visit): Promise<void> {
  const { deps, req, res, reader } = visit;
  const typed = typedIn(req, fieldsFor(deps, reader));
  try {
    if (reader.formRefused) throw reader.formRefused;
    const newId = givenBack(deps, holderOf(reader.person), one(typed, 'id'));
    const body = await bodyIn(deps, typed);
    await checkSame(deps, newId, body);
    await startEngagement(deps, { ...callOf(visit), newId, body });
    // An earlier try that seemed to fail may have been the first.
    await checkSame(deps, newId, body);
    recordedForm(visit, NEW_ENGAGEMENT);
    res.redirect(303, `/engagements/${newId}`);
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    // A form that is refused as a whole gets another id.
    const { id: _old, ...rest } = typed;
    await show(visit, { typed: error.code === 'FORM_REFUSED' ? rest : typed, refusal: inAddresses(error) });
  }
}

async function bodyIn({ db }: PageDeps, typed: Typed): Promise<NewEngagement> {
  const [owner, sponsor] = [one(typed, 'ownerId'), one(typed, 'sponsorId')];
  const idOf = await peopleNamedIn(db, [owner, sponsor]);
  const body = {
    ...{ title: one(typed, 'title'), serviceType: one(typed, 'serviceType'), ownerId: idOf(owner) },
    ...given('sponsorId', sponsor && idOf(sponsor)),
    ...{ timeZone: one(typed, 'timeZone'), currency: one(typed, 'currency').toUpperCase() },
  };
  return parseWith(NewEngagement, body, 'INVALID_FIELDS');
}

const holderOf = ({ id }: Pick<Person, 'id'>): string => `new-engagement|${id}`;

/** Under one id one thing is started: what was sent with other words afterwards is not lost in silence. */
async function checkSame({ db }: PageDeps, newId: string, body: NewEngagement): Promise<void> {
  const row = await findEngagement(db, newId);
  if (!row) return;
  const { title, serviceType, ownerId, timeZone, currency } = body;
  const isSame = row.title === title && row.service_type === serviceType && row.owner_id === ownerId;
  if (isSame && row.time_zone === timeZone && row.currency === currency) return;
  const message = `An earlier try has started ${row.number} with other words: look there first.`;
  throw new DomainError('CONFLICT', message, [{ path: 'title', message }]);
}
