import type { EngagementAct } from '../../domain/engagement/access';
import type { Locale, Person } from '../../domain/people/people';
import type { Db } from '../../db/knex';
import type { EngagementRow } from '../../db/stores/engagements';
import type { EngagementAnchor } from '../../templates/engagement-parts';
import type { LabelledText } from '../../templates/people-page-data';
import type { FormDocument } from '../form-documents';
import type { PageDeps } from '../pages/reader';
import type { FormCall } from '../pages/visit';
import type { FieldPlan, Typed } from './plan';

/** What a form is drawn from. */
export interface FormContext {
  readonly db: Db;
  readonly row: EngagementRow;
  readonly person: Person;
  readonly locale: Locale;
  readonly now: number;
  /** Which of several records it is about, as its address says. */
  readonly item: string;
  /** Names of the fields that were sent, so that the form has room for all of them; none on a fresh form. */
  readonly sent: readonly string[];
}

export interface Taking {
  readonly context: FormContext;
  readonly typed: Typed;
  readonly call: FormCall;
  /** What came in its fields for files. */
  readonly documents: readonly FormDocument[];
}

/** A place on the page of the engagement, or one on another page behind its address. */
export type FormPlace = EngagementAnchor | { readonly page: '/exit' | '/follow-up' | '/tender'; readonly part: string };

/** A form that writes one record of an engagement, by the function that its route calls too. */
export interface FormDefinition {
  readonly act: EngagementAct;
  /** Where what it wrote is seen. */
  readonly place: FormPlace;
  readonly fields: (context: FormContext) => Promise<readonly FieldPlan[]>;
  /** What would follow from what was typed, where that is seen before it is done; refuses what could not be done. */
  readonly preview?: (context: FormContext, typed: Typed) => Promise<readonly LabelledText[]>;
  readonly take: (deps: PageDeps, taking: Taking) => Promise<unknown>;
}
