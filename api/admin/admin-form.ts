import type { DomainError } from '../../domain/errors';
import { activeInsiders } from '../../db/stores/people';
import type { AdminFormPage, Named } from '../../templates/people-page-data';
import type { RecordForm } from '../../templates/record-form-data';
import { draftsOf } from '../pages/drafts';
import { countTodo } from '../pages/inbox-page';
import { hrefToConfirm } from '../pages/prove-again';
import { sendPage, shellFor } from '../pages/reader';
import type { Visit } from '../pages/visit';
import { besideNewer } from '../record-form/newer';
import { type FieldPlan, fieldsOnPage, type Outcome, refusalOnPage } from '../record-form/plan';

export interface FormWords {
  readonly action: string;
  readonly submit: string;
  /** Whether a browser keeps what is typed until it is told that it was recorded (`recordedForm`). */
  readonly kept?: boolean;
}

/** A form with what was typed and what is wrong with it. */
export function recordForm(
  visit: Visit,
  fields: readonly FieldPlan[],
  { words: { action, submit }, outcome, csrf }: { words: FormWords; outcome: Outcome; csrf: string },
): RecordForm {
  const { locale } = visit.reader;
  return {
    action,
    bringsFiles: fields.some(({ kind }) => kind === 'file'),
    hidden: { name: 'csrf', value: csrf },
    fields: fieldsOnPage(fields, outcome, locale),
    submit,
    ...refusalOnPage(fields, isConfirmation(outcome.refusal) ? null : outcome.refusal, locale),
  };
}

const isConfirmation = (refusal: DomainError | null): boolean => refusal?.code === 'STEP_UP_REQUIRED';

export interface AdminForm {
  /** The part of the product that it belongs to, where that is not the administration. */
  readonly nav?: 'engagements' | 'vendors';
  readonly heading: string;
  readonly trail: AdminFormPage['trail'];
  readonly lead?: string;
  readonly notes?: readonly string[];
  readonly facts?: AdminFormPage['facts'];
  /** Null where nothing can be done. */
  readonly words: FormWords | null;
  readonly fields: readonly FieldPlan[];
  readonly outcome: Outcome;
  /** Where the record stands as it is now; none for a new one. */
  readonly recordHref?: string | null;
}

/** Shows a form of the administration; one that was refused has everything in it that was typed. */
export async function sendForm(visit: Visit, given: AdminForm): Promise<void> {
  const { deps, requests, res, reader } = visit;
  const { nav = 'admin', heading, trail, lead = null, notes = [], facts = [], words, recordHref } = given;
  const shell = shellFor(reader, deps, {
    nav,
    title: heading,
    todo: await countTodo(requests, reader.person.id),
    drafts: words?.kept ? draftsOf(reader.person, words.action) : null,
  });
  const { fields, outcome, newer } = besideNewer(given, recordHref ?? '', reader.locale);
  const form = words && recordForm(visit, fields, { words, outcome, csrf: shell.csrf });
  const confirmHref = isConfirmation(outcome.refusal) ? hrefToConfirm(words?.action ?? '/admin') : null;
  const wantsPeople = fields.some(({ kind }) => kind === 'person');
  sendPage(res, reader, {
    name: 'admin-form',
    status: outcome.refusal === null ? 200 : 422,
    data: {
      ...{ shell, trail, heading, lead, notes, facts, confirmHref, form, newer },
      people: wantsPeople ? await namedPeople(visit) : [],
    },
  });
}

/** Everybody who can be named in a form. */
export const namedPeople = async ({ deps }: Visit): Promise<readonly Named[]> =>
  (await activeInsiders(deps.db)).map(({ email, name }) => ({ email, name }));
