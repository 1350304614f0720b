import type { Diagram } from './page-data';
import type { FieldOnPage } from './record-form-data';

export interface PolicyLine {
  readonly key: string;
  readonly href: string;
  readonly title: string;
  readonly version: number;
  readonly steps: number;
  /** Whether it came with the product and nobody has replaced it. */
  readonly shipped: boolean;
}

export interface PoliciesPage {
  readonly rows: readonly PolicyLine[];
  /** Null for people who may not write policies. */
  readonly newHref: string | null;
}

export interface NamedText {
  readonly label: string;
  readonly text: string;
}

/** A step or block of a policy in words. */
export interface PolicyCard {
  /** `1`, `2.1`; empty for what groups others. */
  readonly number: string;
  readonly depth: number;
  readonly title: string;
  /** How votes are counted; null for a block. */
  readonly mode: string | null;
  readonly people: readonly string[];
  readonly facts: readonly NamedText[];
  readonly matrix: MatrixTable | null;
}

export interface MatrixTable {
  readonly inputs: readonly string[];
  readonly steps: readonly string[];
  readonly rows: readonly { readonly cells: readonly string[]; readonly needed: readonly boolean[] }[];
}

export interface PreviewView {
  readonly outcome: 'approved' | 'rejected' | 'unfinished';
  readonly endsBy: number;
  readonly warnings: readonly { readonly code: string; readonly step: string | null }[];
  readonly taken: readonly NamedText[];
  readonly steps: readonly {
    readonly title: string;
    readonly mode: string;
    readonly status: string;
    readonly reason: string | null;
    readonly people: readonly { readonly name: string; readonly why: string | null; readonly dueAt: number | null }[];
  }[];
}

/** Sample values, and the way that a request with them would take. */
export interface Trial {
  readonly fields: readonly FieldOnPage[];
  readonly kept: readonly { readonly name: string; readonly value: string }[];
  /** Why there is no way to show, in the reader's language. */
  readonly refusal: string | null;
  /** Whether a field has the focus, and so the refusal has not. */
  readonly atField: boolean;
  readonly preview: PreviewView | null;
}

export interface PolicyPage {
  readonly key: string;
  readonly title: string;
  readonly version: number;
  readonly newest: number;
  readonly newestHref: string;
  readonly versions: readonly {
    readonly version: number;
    readonly href: string;
    readonly author: string | null;
    readonly at: number | null;
    readonly current: boolean;
  }[];
  readonly diagram: Diagram;
  readonly cards: readonly PolicyCard[];
  readonly settings: readonly NamedText[];
  readonly trial: Trial;
  readonly landing: Landing;
  /** A change that waits for a second administrator. */
  readonly waitsHref: string | null;
  readonly editHref: string | null;
  readonly saved: boolean;
}

/** Where work goes on after a press on a button: the place of a step, the way or the test on the past. */
export type Landing = string | null;

export interface FormButton {
  readonly value: string;
  readonly text: string;
  /** What it acts on, for whoever hears the button alone. */
  readonly label: string;
  /** The place of the form at which work goes on. */
  readonly to: string;
}

/** A sequence of steps and blocks as a form. */
export interface NodeList {
  readonly path: string;
  readonly nodes: readonly NodeForm[];
  readonly add: readonly FormButton[];
}

export interface NodeForm {
  readonly path: string;
  readonly kind: 'step' | 'parallel' | 'choose' | 'inclusive' | 'matrix';
  readonly heading: string;
  readonly was: string;
  readonly buttons: readonly FormButton[];
  readonly fields: readonly FieldOnPage[];
  /** What each way of counting reads; null for a block. */
  readonly counting: readonly { readonly mode: string; readonly fields: readonly FieldOnPage[] }[] | null;
  readonly people: readonly { readonly source: FieldOnPage; readonly person: FieldOnPage }[] | null;
  readonly more: readonly FieldOnPage[];
  readonly moreOpen: boolean;
  readonly branches: readonly {
    readonly title: string;
    readonly when: FieldOnPage | null;
    readonly buttons: readonly FormButton[];
    readonly list: NodeList;
  }[];
  readonly addBranch: FormButton | null;
  readonly matrix: MatrixForm | null;
}

export interface MatrixForm {
  readonly path: string;
  readonly hitPolicy: FieldOnPage;
  readonly inputs: readonly {
    readonly label: FieldOnPage;
    readonly expression: FieldOnPage;
    readonly remove: FormButton | null;
  }[];
  readonly steps: readonly { readonly key: string; readonly title: string }[];
  readonly rules: readonly {
    readonly path: string;
    readonly number: number;
    readonly cells: readonly FieldOnPage[];
    readonly ticks: readonly Tick[];
    readonly buttons: readonly FormButton[];
  }[];
  readonly otherwise: readonly Tick[];
  /** Cells before the ticks of a row. */
  readonly columns: number;
  readonly addRule: FormButton;
  readonly addInput: FormButton;
  readonly list: NodeList;
}
interface Tick {
  readonly key: string;
  readonly title: string;
  readonly on: boolean;
}

export interface BacktestView {
  readonly examined: number;
  readonly totals: readonly { readonly verdict: string; readonly count: number }[];
  readonly deltaHours: number;
  readonly truncated: boolean;
  readonly rows: readonly {
    readonly href: string;
    readonly title: string;
    readonly verdict: string;
    readonly step: string | null;
    readonly hours: number | null;
  }[];
}

export interface PolicyEditorPage {
  /** Whether nothing was typed yet: the form shows what is recorded. */
  readonly isFresh: boolean;
  readonly action: string;
  readonly backHref: string;
  readonly heading: string;
  /** The key is typed for a new policy only. */
  readonly keyField: FieldOnPage | null;
  /** The version that the form was drawn from; 0 for a new policy. */
  readonly base: number;
  readonly refusal: string | null;
  /** Whether a field has the focus, and so the refusal has not. */
  readonly atField: boolean;
  readonly landing: Landing;
  /** Somebody saved another version meanwhile: what it says otherwise, and how to save this one after it. */
  readonly stale: {
    readonly version: number;
    readonly href: string;
    readonly differences: readonly string[];
  } | null;
  readonly titleField: FieldOnPage;
  readonly settings: readonly FieldOnPage[];
  readonly settingsOpen: boolean;
  readonly list: NodeList;
  /** Of the form as it stands; null while it is no policy yet. */
  readonly diagram: Diagram | null;
  readonly trial: Trial;
  readonly backtest: {
    readonly fields: readonly FieldOnPage[];
    readonly open: boolean;
    readonly result: BacktestView | null;
  };
  /** Everybody who can be named. */
  readonly people: readonly { readonly email: string; readonly name: string }[];
}

export interface PolicyPages<Page> {
  readonly policies: Page & PoliciesPage;
  readonly policy: Page & PolicyPage;
  readonly 'policy-editor': Page & PolicyEditorPage;
}
