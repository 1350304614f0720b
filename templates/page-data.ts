import type { EmptyStep } from './empty-page-data';
import type { RequestActionName } from '../domain/approval/events';
import type { Mode, RequestStatus, RunStatus, TaskStatus } from '../domain/approval/words';
import type { State } from '../domain/engagement/statuses';
import type { MoneyText } from '../domain/money';
import type { EngagementPage } from './engagement-page-data';
import type { Drawing } from './diagram/drawing';
import type { DoubtForm, PeopleChoice, SideForm } from './request-form-data';
import type { Titled } from './request-title';
import type { ExportPage } from './export-page-data';
import type { Fact, FieldChange } from './facts';
import type { Held } from './held-data';
import type { InboxPage } from './inbox-page-data';
import type { ComparisonPage, TenderPage } from './tender-page-data';
import type { PartPages } from './part-pages';
import type { Shell } from './shell';
import type { Sheets } from './sheets';
import type { VendorPage } from './vendor-page-data';

export type { Shell } from './shell';

export interface TaskView {
  readonly name: string;
  readonly onBehalfOf: string | null;
  /** Who asked for it, in the sentence of that key. */
  readonly asked: { readonly key: string; readonly name: string } | null;
  /** People who are asked to sign when their turn comes. */
  readonly later: readonly string[];
  readonly status: TaskStatus;
  /** Key of the text that says where it stands. */
  readonly word: string;
  readonly reasonCode: string | null;
  readonly comment: string | null;
  readonly dueAt: number | null;
  readonly decidedAt: number | null;
  readonly channel: string | null;
}

export interface StepView {
  readonly title: string;
  readonly mode: Mode;
  readonly status: RunStatus;
  readonly round: number;
  readonly reasonCode: string | null;
  readonly tasks: readonly TaskView[];
}

export interface CommentView {
  readonly name: string;
  readonly at: number;
  readonly text: string;
}

export interface FileView {
  readonly name: string;
  readonly href: string;
  readonly size: number;
  /** First characters of its SHA-256. */
  readonly fingerprint: string;
  readonly by: string;
  readonly at: number;
}

/** A request as everybody concerned sees it. */
export interface RequestView extends Titled, Held {
  readonly id: string;
  readonly policy: string;
  readonly status: RequestStatus;
  readonly round: number;
  readonly requester: string;
  readonly startedAt: number;
  readonly closedAt: number | null;
  readonly outcomeReason: string | null;
  readonly engagement: { readonly number: string; readonly title: string; readonly href: string | null } | null;
  readonly amount: MoneyText | null;
  readonly facts: readonly Fact[];
  /** First characters of the content's fingerprint, which the decision refers to. */
  readonly fingerprint: string;
  readonly steps: readonly StepView[];
  readonly comments: readonly CommentView[];
  readonly files: readonly FileView[];
}

/** What differs from an earlier version of what is decided. */
export interface Changes {
  /** The earlier round; null when it changed after the mail was written. */
  readonly sinceRound: number | null;
  readonly fields: readonly FieldChange[];
}

export const CHOICES = ['approve', 'reject', 'send-back', 'abstain', 'opinion'] as const;
export type Choice = (typeof CHOICES)[number];

/** Words of another person about a task: why it was handed on, or what was answered. */
export interface Said {
  /** Key of the sentence that names the person. */
  readonly key: string;
  readonly name: string;
  readonly text: string | null;
}

/** The form that decides. Nothing is chosen beforehand: a press on its only button alone changes nothing. */
export interface DecisionForm {
  readonly action: string;
  readonly hidden: readonly { readonly name: string; readonly value: string }[];
  readonly choices: readonly Choice[];
  /** What the person chose before a refusal; null on a fresh form. */
  readonly chosen: Choice | null;
  readonly comment: string;
  readonly commentRequired: boolean;
  /** Earlier steps to which the request may be sent back, besides its start. */
  readonly targets: readonly { readonly key: string; readonly title: string }[];
  /** Where the step was sent back to before a refusal; empty for the start. */
  readonly target: string;
  /** Whether a one-time code is asked for: the address that mails one, the one to sign in instead, and whether one went out. */
  readonly code: { readonly action: string; readonly signIn: string; readonly sent: boolean } | null;
  readonly requireSignature: boolean;
  readonly signature: string;
  /** Names of the fields that were refused. */
  readonly faults: readonly string[];
  /** The first field that is wrong, and the one that the refusal as a whole is about. */
  readonly focus: string | null;
  readonly about: string | null;
  /** Whether files can go with the decision: not through a bare link. */
  readonly takesFiles: boolean;
  /** Why the last attempt was refused: an error code. */
  readonly refusal: string | null;
  readonly dueAt: number | null;
  readonly onBehalfOf: string | null;
  readonly step: string;
  /** An opinion is asked for, and no decision. */
  readonly opinion: boolean;
  readonly said: readonly Said[];
  /** Somebody else who could answer first: the sentence that names them. */
  readonly lent: { readonly key: string; readonly name: string } | null;
  /** An approval names who decides the next step: chosen here, or at that address. */
  readonly naming: { readonly step: string; readonly href: string | null; readonly people: PeopleChoice | null } | null;
}

/** The process as a picture, once for each width of screen. */
export interface Diagram {
  /** From left to right; null where that would be wider than the page. */
  readonly wide: Drawing | null;
  readonly narrow: Drawing;
  readonly href: string;
  readonly bpmnHref: string;
}

export interface EngagementRow {
  readonly href: string;
  readonly number: string;
  readonly title: string;
  readonly state: State;
  readonly health: 'green' | 'amber' | 'red';
  readonly owner: string;
  readonly vendor: string | null;
  readonly openGate: string | null;
  readonly nextDueAt: number | null;
}

/** What happened to a decision or its link, told on a page of its own. */
export interface Notice {
  /** Words of the page: `notice.<key>.heading` and `notice.<key>.text`. */
  readonly key: string;
  readonly tone: 'good' | 'plain' | 'bad';
  readonly by: string | null;
  readonly at: number | null;
  readonly decision: string | null;
  readonly comment: string | null;
  readonly requestTitle: string | null;
  readonly detail: string | null;
  /** When it may be tried again. */
  readonly until: number | null;
  readonly form: { readonly action: string; readonly hidden: DecisionForm['hidden']; readonly button: string } | null;
  readonly link: { readonly href: string; readonly text: string } | null;
  /** What somebody wrote in a form that can be sent no more: it stays to be read. */
  readonly kept: readonly string[];
}

interface Page {
  readonly shell: Shell;
}

/** The data of each page by its name. */
export interface PageData extends PartPages<Page> {
  readonly inbox: Page & InboxPage;
  readonly request: Page & {
    readonly request: RequestView;
    /** Against the round before this one; null where there was none. */
    readonly changes: Changes | null;
    readonly diagram: Diagram | null;
    readonly form: DecisionForm | null;
    /** Where the person first shows again who they are; null where deciding needs nothing of it. */
    readonly stepUpHref: string | null;
    /** What the person may do to the whole request. */
    readonly actions: readonly RequestActionName[];
    readonly actionHref: string;
    /** Decisions about which a report can be made or settled; which of them is meant is chosen where there are several. */
    readonly doubts: readonly DoubtForm[];
    /** What the person wrote about the whole request before a refusal. */
    readonly comment: string;
    /** Why that was refused. */
    readonly actionRefusal: string | null;
    /** What else the person can do with their tasks. */
    readonly sides: readonly SideForm[];
    /** Who can be named in a comment. */
    readonly people: readonly { readonly id: string; readonly name: string }[];
    /** Why something was refused that is not offered any more, and what had been written with it. */
    readonly refusal: string | null;
    /** The exact sentence of whichever of them was refused, as programs are told it. */
    readonly exact?: string | null;
    readonly unsent: string | null;
    readonly done: string | null;
  };
  readonly export: Page & ExportPage;
  readonly decision: Page & {
    readonly request: RequestView;
    readonly form: DecisionForm;
    /** The way as far as it has come, for wide screens where it fits them. */
    readonly diagram: Pick<Diagram, 'wide' | 'narrow'> | null;
    readonly recipient: string;
    /** Whether the content is another one than when the mail was written. */
    readonly changed: boolean;
    readonly changes: Changes | null;
    /** Name of the person who is signed in instead of the recipient. */
    readonly other: string | null;
  };
  readonly notice: Page & { readonly notice: Notice };
  readonly engagements: Page & {
    readonly q: string;
    readonly states: readonly { readonly state: State; readonly current: boolean }[];
    readonly filtered: boolean;
    readonly rows: readonly EngagementRow[];
    /** Where whoever may starts one. */
    readonly newHref: string | null;
    readonly sheets: Sheets;
    readonly next: readonly EmptyStep[];
    readonly more: string | null;
  };
  readonly engagement: Page & EngagementPage;
  readonly tender: Page & TenderPage;
  readonly comparison: Page & ComparisonPage;
  readonly vendor: Page & VendorPage;
}

export type PageName = keyof PageData;
