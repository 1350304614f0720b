import { isDeepStrictEqual } from 'node:util';
import { Router } from 'express';
import { DomainError } from '../../domain/errors';
import type { Person } from '../../domain/people/people';
import { NewVendor, type Vendor } from '../../domain/vendor/vendor-schema';
import { translate } from '../../templates/catalog';
import { sendForm } from '../admin/admin-form';
import { parseWith } from '../parse';
import { checkLengths, type FieldPlan, FRESH, one, type Outcome, type Typed, typedIn } from '../record-form/plan';
import { VENDOR_EDITORS } from '../routes/vendors/master';
import { checkAccess } from '../session';
import { vendorFields, vendorIn } from '../vendor-form/master';
import { newVendorOf } from '../vendors/new-vendor';
import { createVendor } from '../vendors/save';
import { recordedForm } from './drafts';
import { givenBack, givenOut } from './given-id';
import type { Guarded } from './guard';
import type { PageDeps } from './reader';
import type { Requests } from './requests-port';
import { callOf, type Visit } from './visit';

export const NEW_VENDOR = '/new-vendor';

/** The form that adds a vendor, as its route does. */
export function newVendorPage(deps: PageDeps, { insiderForm }: Guarded, requests: Requests): Router {
  const router = Router();
  const visiting = (handle: (visit: Visit) => Promise<unknown>) =>
    insiderForm((req, res, reader) => {
      checkAccess(VENDOR_EDITORS, reader.person);
      return handle({ deps, requests, req, res, reader });
    });
  router.get(
    NEW_VENDOR,
    visiting((visit) => show(visit, FRESH)),
  );
  router.post(NEW_VENDOR, visiting(add));
  return router;
}

const holderOf = ({ id }: Pick<Person, 'id'>): string => `new-vendor|${id}`;

/** The id of what is to come stays that of the form, so that one that is sent twice adds one vendor. */
const fieldsFor = async ({ deps, reader: { person, locale } }: Visit): Promise<readonly FieldPlan[]> => [
  { name: 'id', kind: 'hidden', label: '', value: givenOut(deps, holderOf(person)), keeps: true },
  ...(await vendorFields({ db: deps.db, person, locale }, null)),
];

async function show(visit: Visit, outcome: Outcome): Promise<void> {
  const say = (key: string): string => translate(visit.reader.locale, key);
  await sendForm(visit, {
    nav: 'vendors',
    heading: say('new-vendor.title'),
    trail: [{ href: '/vendors', text: say('page.vendors.title') }],
    lead: say('new-vendor.lead'),
    words: { action: NEW_VENDOR, submit: say('new-vendor.submit'), kept: true },
    fields: await fieldsFor(visit),
    outcome,
  });
}

/** A refusal keeps what was typed. */
async function add(visit: Visit): Promise<void> {
  const { req, res, reader } = visit;
  const fields = await fieldsFor(visit);
  const typed = typedIn(req, fields);
  try {
    if (reader.formRefused) throw reader.formRefused;
    checkLengths(fields, typed);
    const newId = await added(visit, typed);
    recordedForm(visit, NEW_VENDOR);
    res.redirect(303, `/vendors/${newId}`);
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    // A form that is refused as a whole gets another id.
    const { id: _old, ...rest } = typed;
    await show(visit, { typed: error.code === 'FORM_REFUSED' ? rest : typed, refusal: error });
  }
}

async function added(visit: Visit, typed: Typed): Promise<string> {
  const { deps, reader } = visit;
  const newId = givenBack(deps, holderOf(reader.person), one(typed, 'id'));
  const body = parseWith(NewVendor, await vendorIn(deps.db, typed), 'INVALID_FIELDS');
  const kept = await createVendor(deps.db, { ...callOf(visit), newId, params: {}, body });
  checkSame(kept, newVendorOf(newId, body, reader.person.id));
  return newId;
}

/** Under one id one vendor is added: what was sent with other words afterwards is not lost in silence. */
function checkSame({ flagged: _, version: _version, ...kept }: Vendor, wanted: Vendor): void {
  const { flagged: _flagged, version: _other, ...rest } = wanted;
  if (isDeepStrictEqual(kept, rest)) return;
  const message = `An earlier try has added ${kept.name} with other words: look there first.`;
  throw new DomainError('CONFLICT', message, [{ path: 'name', message }]);
}
