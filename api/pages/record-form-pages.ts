import { Router } from 'express';
import { DomainError } from '../../domain/errors';
import { Uuid } from '../../domain/shapes';
import { translate } from '../../templates/catalog';
import { recordForm } from '../admin/admin-form';
import { scopedEngagement } from '../engagement-scope';
import type { FormContext, FormDefinition } from '../record-form/form';
import { exitKnowledgeForm } from '../record-form/exit-knowledge';
import { exitPlanForm } from '../record-form/exit-plan';
import { exitReturnsForm } from '../record-form/exit-returns';
import { exitReviewForm } from '../record-form/exit-review';
import { GATE_FORMS, goLiveForm } from '../record-form/gate';
import { improvementForm } from '../record-form/improvement';
import { needsForm } from '../record-form/needs';
import { needsAssessmentForm } from '../record-form/needs-assessment';
import { needsCaseForm } from '../record-form/needs-case';
import { besideNewer, ONTO_FIELDS } from '../record-form/newer';
import { checkLengths, type FieldPlan, FRESH, type Outcome, typedIn } from '../record-form/plan';
import { partialTerminationForm } from '../record-form/partial-termination';
import { privacyForm } from '../record-form/privacy';
import { retrospectiveForm } from '../record-form/retrospective';
import { resumeForm, suspendForm } from '../record-form/suspension';
import { surveyForm } from '../record-form/survey';
import { timesheetForm } from '../record-form/timesheet';
import { fieldsSent } from './csrf';
import type { Guarded } from './guard';
import { countTodo } from './inbox-page';
import { type PageDeps, queryText, sendPage, shellFor } from './reader';
import type { Requests } from './requests-port';
import { callOf, type Visit } from './visit';

/** By the last part of their address, which names their words too. */
const FORMS: Readonly<Record<string, FormDefinition>> = {
  needs: needsForm,
  'needs-assessment': needsAssessmentForm,
  'needs-case': needsCaseForm,
  'privacy-assessment': privacyForm,
  'improvement-plan': improvementForm,
  retrospective: retrospectiveForm,
  timesheet: timesheetForm,
  survey: surveyForm,
  'exit-returns': exitReturnsForm,
  'exit-knowledge': exitKnowledgeForm,
  'exit-review': exitReviewForm,
  'exit-plan': exitPlanForm,
  'partial-termination': partialTerminationForm,
  suspend: suspendForm,
  resume: resumeForm,
  ...GATE_FORMS,
  'go-live': goLiveForm,
};

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

async function show(visit: Visit, drawn: Drawn, given: Outcome): Promise<void> {
  const { name, form, context } = drawn;
  const { deps, requests, res, reader } = visit;
  const { row, locale, item } = context;
  const todo = await countTodo(requests, reader.person.id);
  const heading = translate(locale, `form.${name}.title`);
  const shell = shellFor(reader, deps, { nav: 'engagements', title: `${row.number} ${heading}`, todo });
  const action = `/engagements/${row.id}/forms/${name}${item === '' ? '' : `?of=${encodeURIComponent(item)}`}`;
  const { fields, outcome, newer } = besideNewer({ fields: drawn.fields, outcome: given }, action, locale);
  const submit = translate(locale, `form.${name}.submit`);
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
      form: recordForm(visit, fields, { words: { action, submit }, outcome, csrf: shell.csrf }),
    },
  });
}

const pageOf = ({ id }: FormContext['row'], { page = '', anchor }: FormDefinition): string =>
  `/engagements/${id}${page}#${anchor}`;

/** A refusal keeps what was typed; what was recorded is seen on the engagement's own page. */
async function act(visit: Visit): Promise<void> {
  const { deps, req, res, reader } = visit;
  const drawn = await drawnFor(visit);
  const { form, context } = drawn;
  const typed = typedIn(req, [...drawn.fields, ...ONTO_FIELDS]);
  try {
    if (reader.formRefused) throw reader.formRefused;
    checkLengths(drawn.fields, typed);
    await form.take(deps, { context, typed, call: callOf(visit) });
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    // What the form is drawn from may have changed under the reader.
    return show(visit, await drawnFor(visit), { typed, refusal: error });
  }
  res.redirect(303, pageOf(context.row, form));
}
