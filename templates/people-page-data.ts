import type { Role } from '../domain/people/people';
import type { NewerRecord, RecordForm } from './record-form-data';
import type { Sheets } from './sheets';

export interface PersonRow {
  readonly href: string;
  readonly name: string;
  readonly email: string;
  readonly roles: readonly Role[];
  readonly managerName: string | null;
  readonly active: boolean;
  /** The day on which they are back, and who stands in until then. */
  readonly away: { readonly to: string; readonly substitute: string } | null;
}

export interface PeoplePage {
  readonly q: string;
  readonly roles: readonly { readonly role: Role; readonly current: boolean }[];
  readonly states: readonly { readonly state: 'active' | 'left'; readonly current: boolean }[];
  readonly filtered: boolean;
  readonly rows: readonly PersonRow[];
  readonly more: string | null;
  readonly sheets: Sheets;
  readonly newHref: string | null;
}

export interface AbsenceRow {
  /** Names this one among the absences of its person. */
  readonly key: string;
  readonly from: string;
  readonly to: string;
  readonly substitute: string;
  /** Titles of policies; empty for all. */
  readonly policies: readonly string[];
  readonly includePending: boolean;
  readonly state: 'now' | 'coming' | 'past';
}

export interface LabelledText {
  readonly label: string;
  readonly text: string;
}

export interface PersonPage {
  readonly name: string;
  readonly active: boolean;
  readonly facts: readonly LabelledText[];
  readonly absences: readonly AbsenceRow[];
  readonly absencesHref: string | null;
  readonly editHref: string | null;
  /** Where it is said which natural person the account is of. */
  readonly accountsHref: string | null;
  readonly leaveHref: string | null;
  /** What was done: a word of `people-done`. */
  readonly done: string | null;
}

/** When somebody is away, and who stands in. */
export interface AbsencesPage {
  readonly trail: readonly TrailStep[];
  readonly heading: string;
  readonly absences: readonly AbsenceRow[];
  readonly here: string;
  /** The one that the form changes; null for a new one. */
  readonly changing: string | null;
  readonly form: RecordForm;
  readonly people: readonly Named[];
  readonly done: boolean;
}

export interface TrailStep {
  readonly href: string;
  readonly text: string;
}

export interface Named {
  readonly email: string;
  readonly name: string;
}

/** One form of the administration. */
export interface AdminFormPage {
  readonly trail: readonly TrailStep[];
  readonly heading: string;
  readonly lead: string | null;
  readonly notes: readonly string[];
  /** What has to be read before the form is filled in. */
  readonly facts: readonly LabelledText[];
  readonly newer: NewerRecord | null;
  /** Where they show again who they are, when that is what is missing. */
  readonly confirmHref: string | null;
  /** Null where nothing can be done. */
  readonly form: RecordForm | null;
  readonly people: readonly Named[];
}

export interface PeoplePages<Page> {
  readonly people: Page & PeoplePage;
  readonly person: Page & PersonPage;
  readonly absences: Page & AbsencesPage;
  readonly 'admin-form': Page & AdminFormPage;
}
