import type { Locale, Person, Role } from '../../domain/people/people';
import type { Vendor } from '../../domain/vendor/vendor-schema';
import type { Db } from '../../db/knex';
import type { LabelledText } from '../../templates/people-page-data';
import type { VendorPart } from '../../templates/supplier-page-data';
import type { PageDeps } from '../pages/reader';
import type { FormCall } from '../pages/visit';
import type { FieldPlan, Typed } from '../record-form/plan';

/** What a form of a vendor is drawn from. */
export interface VendorContext {
  readonly db: Db;
  readonly vendor: Vendor;
  readonly person: Person;
  readonly locale: Locale;
  readonly now: number;
  /** Which of several records it is about, as its address says. */
  readonly item: string;
  /** Names of the fields that were sent, so that the form has room for all of them; none on a fresh form. */
  readonly sent: readonly string[];
}

export interface VendorTaking {
  readonly context: VendorContext;
  readonly typed: Typed;
  readonly call: FormCall;
}

/** A form that writes one record of a vendor, by the function that its route calls too. */
export interface VendorForm {
  /** Who may, as its route has it. */
  readonly access: readonly Role[];
  /** The part of the vendor's page that it belongs to. */
  readonly anchor: VendorPart;
  /** About one of several records, which stands behind `?of=` and offers the form itself. */
  readonly aboutOne?: true;
  /** What has to be read before. */
  readonly facts?: (context: VendorContext) => Promise<readonly LabelledText[]>;
  readonly fields: (context: VendorContext) => readonly FieldPlan[] | Promise<readonly FieldPlan[]>;
  readonly take: (deps: PageDeps, taking: VendorTaking) => Promise<unknown>;
}
