import { Router } from 'express';
import { DomainError } from '../../domain/errors';
import { Uuid } from '../../domain/shapes';
import { findVendor } from '../../db/stores/vendor-master';
import { translate } from '../../templates/catalog';
import { sendForm } from '../admin/admin-form';
import { parseWith } from '../parse';
import { ONTO_FIELDS } from '../record-form/newer';
import { checkLengths, type FieldPlan, FRESH, type Outcome, typedIn } from '../record-form/plan';
import { checkAccess } from '../session';
import { VENDOR_FORMS, VENDOR_WRITERS } from '../vendor-form/all';
import type { VendorContext, VendorForm } from '../vendor-form/form';
import { knownVendor } from '../vendors/change';
import { fieldsSent } from './csrf';
import { recordedForm } from './drafts';
import type { Guarded } from './guard';
import { type PageDeps, queryText } from './reader';
import type { Requests } from './requests-port';
import { callOf, type Visit } from './visit';

/** Pages with one form each, which writes one record of a vendor. */
export function vendorFormPages(deps: PageDeps, { insiderForm }: Guarded, requests: Requests): Router {
  const router = Router();
  const path = '/vendors/:id/forms/:form';
  router.get(
    path,
    insiderForm(async (req, res, reader) => {
      const visit = { deps, requests, req, res, reader };
      await show(visit, await drawnFor(visit), FRESH);
    }),
  );
  router.post(
    path,
    insiderForm((req, res, reader) => act({ deps, requests, req, res, reader })),
  );
  return router;
}

interface Drawn {
  readonly name: string;
  readonly form: VendorForm;
  readonly context: VendorContext;
  readonly fields: readonly FieldPlan[];
}

async function drawnFor({ deps, req, reader: { person, locale } }: Visit): Promise<Drawn> {
  // Who may use none of them does not learn which there are.
  checkAccess(VENDOR_WRITERS, person);
  const name = String(req.params['form']);
  const form = Object.hasOwn(VENDOR_FORMS, name) ? VENDOR_FORMS[name] : undefined;
  if (!form) throw new DomainError('NOT_FOUND', 'There is no such form.');
  checkAccess(form.access, person);
  const vendor = knownVendor(await findVendor(deps.db, parseWith(Uuid, req.params['id'], 'NOT_FOUND')));
  const context = {
    db: deps.db,
    vendor,
    person,
    locale,
    now: deps.clock(),
    item: queryText(req, 'of'),
    sent: fieldsSent(req),
  };
  return { name, form, context, fields: await form.fields(context) };
}

async function show(visit: Visit, { name, form, context, fields }: Drawn, outcome: Outcome): Promise<void> {
  const { vendor, locale } = context;
  const say = (key: string): string => translate(locale, `form.vendor-${name}.${key}`);
  const here = `/vendors/${vendor.id}`;
  await sendForm(visit, {
    nav: 'vendors',
    heading: say('title'),
    trail: [
      { href: '/vendors', text: translate(locale, 'page.vendors.title') },
      { href: here, text: vendor.name },
    ],
    lead: say('lead'),
    facts: (await form.facts?.(context)) ?? [],
    words: { action: actionOf(name, context), submit: say('submit'), kept: true },
    ...{ fields, outcome, recordHref: here },
  });
}

const actionOf = (name: string, { vendor, item }: VendorContext): string =>
  `/vendors/${vendor.id}/forms/${name}${item === '' ? '' : `?of=${encodeURIComponent(item)}`}`;

/** A refusal keeps what was typed; what was recorded is seen on the vendor's own page. */
async function act(visit: Visit): Promise<void> {
  const { deps, req, res, reader } = visit;
  const { name, form, context, fields } = await drawnFor(visit);
  const typed = typedIn(req, [...fields, ...ONTO_FIELDS]);
  try {
    if (reader.formRefused) throw reader.formRefused;
    checkLengths(fields, typed);
    await form.take(deps, { context, typed, call: callOf(visit) });
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    // What the form is drawn from may have changed under the reader.
    return show(visit, await drawnFor(visit), { typed, refusal: error });
  }
  recordedForm(visit, actionOf(name, context));
  res.redirect(303, `/vendors/${context.vendor.id}#${form.anchor}`);
}
