import { Router } from 'express';
import { DomainError } from '../../domain/errors';
import { Uuid } from '../../domain/shapes';
import { translate } from '../../templates/catalog';
import { engagementPlace } from '../../templates/engagement-parts';
import type { LabelledText } from '../../templates/people-page-data';
import { recordForm } from '../admin/admin-form';
import { scopedEngagement } from '../engagement-scope';
import { documentsOfForm } from '../form-documents';
import type { FormContext, FormDefinition } from '../record-form/form';
import { besideNewer, ONTO_FIELDS } from '../record-form/newer';
import { FORMS } from '../record-form/all';
import { checkLengths, type FieldPlan, FRESH, type Outcome, typedIn } from '../record-form/plan';
import { SEEN_FIELD, seenField, wasSeen } from '../record-form/previewed';
import { fieldsSent } from './csrf';
import { draftsOf, recordedForm } from './drafts';
import type { Guarded } from './guard';
import { countTodo } from './inbox-page';
import { hrefToConfirm } from './prove-again';
import { type PageDeps, queryText, sendPage, shellFor } from './reader';
import type { Requests } from './requests-port';
import { callOf, type Visit } from './visit';

/** Pages with one form each, which writes one record of an engagement. */
export function recordFormPages(deps: PageDeps, { insiderForm }: Guarded, requests: Requests): Router {
  const router = Router();
  const path = '/engagements/:id/forms/:form';
  router.get(
    path,
    insiderForm(async (req, res, reader) => {
      const visit = { deps, requests, req, res, reader };
      const drawn = await drawnFor(visit);
      await show(visit, drawn, FRESH);
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
  readonly form: FormDefinition;
  readonly context: FormContext;
  readonly fields: readonly FieldPlan[];
}

async function drawnFor({ deps, req, reader }: Visit): Promise<Drawn> {
  const id = Uuid.safeParse(req.params['id']);
  const name = String(req.params['form']);
  const form = Object.hasOwn(FORMS, name) ? FORMS[name] : undefined;
  if (!id.success || !form) throw new DomainError('NOT_FOUND', 'There is no such form.');
  const { person, locale } = reader;
  const row = await scopedEngagement(deps.db, id.data, { actor: person, act: form.act });
  const context = {
    db: deps.db,
    row,
    person,
    locale,
    now: deps.clock(),
    item: queryText(req, 'of'),
    sent: fieldsSent(req),
  };
  return { name, form, context, fields: await form.fields(context) };
}

/** With what would follow, where that was asked for. */
interface Shown extends Outcome {
  readonly preview?: readonly LabelledText[];
}

async function show(visit: Visit, drawn: Drawn, { preview = [], ...given }: Shown): Promise<void> {
  const { name, form, context } = drawn;
  const { deps, requests, res, reader } = visit;
  const { row, locale } = context;
  const todo = await countTodo(requests, reader.person.id);
  const heading = translate(locale, `form.${name}.title`);
  const shell = shellFor(reader, deps, {
    ...{ nav: 'engagements', title: `${row.number} ${heading}`, todo },
    drafts: draftsOf(reader.person, actionOf(drawn)),
  });
  const action = actionOf(drawn);
  const seen = preview.length > 0 && given.typed ? [seenField(drawn.fields, given.typed)] : [];
  const drawnFields = [...drawn.fields, ...seen];
  const { fields, outcome, newer } = besideNewer({ fields: drawnFields, outcome: given }, action, locale);
  const submit = translate(locale, `form.${name}.${preview.length > 0 ? 'confirm' : 'submit'}`);
  sendPage(res, reader, {
    name: 'record-form',
    status: outcome.refusal === null ? 200 : 422,
    data: {
      shell,
      engagement: { id: row.id, number: row.number, title: row.title },
      heading,
      lead: translate(locale, `form.${name}.lead`),
      back: pageOf(row, form),
      newer,
      preview,
      form: recordForm(visit, fields, { words: { action, submit }, outcome, csrf: shell.csrf }),
    },
  });
}

const actionOf = ({ name, context: { row, item } }: Drawn): string =>
  `/engagements/${row.id}/forms/${name}${item === '' ? '' : `?of=${encodeURIComponent(item)}`}`;

const pageOf = ({ id }: FormContext['row'], { place }: FormDefinition): string =>
  typeof place === 'string' ? engagementPlace(id, place) : `/engagements/${id}${place.page}#${place.part}`;

/** A refusal keeps what was typed; what was recorded is seen on the engagement's own page. */
async function act(visit: Visit): Promise<void> {
  const { deps, req, res, reader } = visit;
  const drawn = await drawnFor(visit);
  const { form, context } = drawn;
  const typed = typedIn(req, [...drawn.fields, ...ONTO_FIELDS, SEEN_FIELD]);
  try {
    if (reader.formRefused) throw reader.formRefused;
    checkLengths(drawn.fields, typed);
    if (form.preview && !wasSeen(drawn.fields, typed)) {
      const preview = await form.preview(context, typed);
      return await show(visit, drawn, { typed, refusal: null, preview });
    }
    await form.take(deps, { context, typed, call: callOf(visit), documents: documentsOfForm(req) });
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    if (error.code === 'STEP_UP_REQUIRED') return res.redirect(303, hrefToConfirm(actionOf(drawn)));
    // What the form is drawn from may have changed under the reader.
    return show(visit, await drawnFor(visit), { typed, refusal: error });
  }
  recordedForm({ deps, res, reader }, actionOf(drawn));
  res.redirect(303, pageOf(context.row, form));
}
