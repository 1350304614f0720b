import type { WorkCalendar } from '../calendar/schema';
import type { Accounts } from '../people/accounts';
import type { Standing } from '../people/role-changes';
import type { PolicySnapshot } from './state';
import type { Channel, Origin, SignMode, SignPosition } from './words';

/** Who acts; `admin` is what the directory says at that moment. */
export interface Actor {
  readonly id: string;
  readonly admin: boolean;
  readonly channel: Channel;
  /** Where roles of theirs have changed lately, and such changes wait before they count. */
  readonly standing?: Standing;
  /** Of people who have several: of the actor, and of whoever the act names. */
  readonly accounts?: Accounts;
}

export const TASK_ACTIONS = [
  'approve',
  'reject',
  'abstain',
  'send-back',
  'transfer',
  'delegate',
  'opinion',
  'add-sign',
  'remove-sign',
  'take-back',
] as const;
export type TaskActionName = (typeof TASK_ACTIONS)[number];

export interface TaskAct {
  readonly on: 'task';
  readonly action: TaskActionName;
  readonly taskId: string;
  readonly decisionId: string;
  readonly comment?: string | undefined;
  readonly target?: string | undefined;
  /** With `transfer` and `delegate`. */
  readonly toId?: string | undefined;
  /** With `add-sign` and `remove-sign`; with `approve`, the people chosen for the next step. */
  readonly userIds?: readonly string[] | undefined;
  readonly position?: SignPosition | undefined;
  readonly mode?: SignMode | undefined;
  readonly signature?: string | undefined;
  readonly subjectHash?: string | undefined;
  /** Files of the actor's own that go with the act. */
  readonly attachmentIds?: readonly string[] | undefined;
  /** Of the mailed link through which the person acts. */
  readonly linkExpiresAt?: number | undefined;
}

/** What people do to a request as a whole; only the workflow that asked for it supersedes one. */
export const REQUEST_ACTIONS = [
  'comment',
  'urge',
  'resubmit',
  'withdraw',
  'report',
  'confirm',
  'annul',
  'terminate',
] as const;
export type RequestActionName = (typeof REQUEST_ACTIONS)[number];

export interface RequestAct {
  readonly on: 'request';
  readonly action: RequestActionName | 'supersede';
  readonly decisionId: string;
  readonly comment?: string | undefined;
  /** With `resubmit`: what is asked for now, and whether only minor fields differ. */
  readonly subjectHash?: string | undefined;
  readonly minorOnly?: boolean | undefined;
  /** With `report`, `confirm` and `annul`: the task with the decision in question. */
  readonly taskId?: string | undefined;
  /** With `annul`: who decides in place of the person; the same person otherwise. */
  readonly toId?: string | undefined;
  /** With `report`: the administrators, who hear of it. */
  readonly adminIds?: readonly string[] | undefined;
  /** With `terminate`, where two administrators end a request: the one who asked for it. */
  readonly askedById?: string;
  /** With `comment`: files of the actor's own, and people who are told and get a copy from then on. */
  readonly attachmentIds?: readonly string[] | undefined;
  readonly mentionIds?: readonly string[] | undefined;
}

export type Act = TaskAct | RequestAct;

/** A person whom the policy names for a step, before anybody is left out or replaced. */
export interface Candidate {
  readonly personId: string;
  readonly weight: number;
  readonly origin: Origin;
  readonly managerId: string | null;
  /** Missing when the person is there and nothing is known to change that. */
  readonly presence?: Presence;
}

/** Whether a person is there, and who acts for them meanwhile. Instants in epoch milliseconds. */
export interface Presence {
  readonly awayFrom: number | null;
  /** Whether tasks that were open before go to the substitute too. */
  readonly includePending: boolean;
  /** The person has left for good. */
  readonly left: boolean;
  /** Who acts instead, in the order in which they are asked: substitute or successor, their manager, administrators. */
  readonly standInIds: readonly string[];
  /** The next moment at which this changes. */
  readonly changesAt: number | null;
}

export const THERE: Presence = { awayFrom: null, includePending: false, left: false, standInIds: [], changesAt: null };

/** The directory's answer for one step. */
export interface Found {
  /** Whether the step's condition holds. */
  readonly applies: boolean;
  readonly candidates: readonly Candidate[];
  /** Active administrators, the policy's own one first. */
  readonly adminIds: readonly string[];
  /** The person of `emptyHandler: user:<id>`, when active. */
  readonly fallbackId: string | null;
  /** Of those among them who have several. */
  readonly accounts?: Accounts;
}

export type Event =
  | { readonly type: 'act'; readonly act: Act; readonly actor: Actor }
  | {
      readonly type: 'policyLoaded';
      readonly policy: PolicySnapshot;
      readonly calendars: Readonly<Record<string, WorkCalendar>>;
      /** Who last changed the subject, where they are kept from deciding it. */
      readonly editorIds?: readonly string[];
    }
  | { readonly type: 'stepResolved'; readonly stepKey: string; readonly found: Found }
  | { readonly type: 'branchChosen'; readonly nodeKey: string; readonly branches: readonly number[] }
  | { readonly type: 'standInFound'; readonly taskId: string; readonly personId: string | null }
  | { readonly type: 'presenceKnown'; readonly people: Readonly<Record<string, Presence>> }
  | { readonly type: 'presenceChanged'; readonly personIds: readonly string[] }
  | { readonly type: 'tick' };

/** What the request needs to know from outside before it can go on. */
export type Question =
  | { readonly ask: 'policy' }
  | { readonly ask: 'step'; readonly stepKey: string }
  | { readonly ask: 'branch'; readonly nodeKey: string }
  | { readonly ask: 'presence'; readonly personIds: readonly string[] }
  | {
      readonly ask: 'standIn';
      readonly taskId: string;
      readonly who: string;
      readonly forId: string;
      readonly notIds: readonly string[];
    };

export const MAIL_KINDS = [
  'approval-request',
  'reminder',
  'escalation',
  'no-longer-needed',
  'outcome',
  'returned',
  'cc',
  'cc-opened',
  'cc-step',
  'mention',
  'urge',
  'opinion-request',
  'answered',
  'substituted',
  'cooling-off',
  'frozen',
  'decision-confirmed',
  'decision-annulled',
] as const;
export type MailKind = (typeof MAIL_KINDS)[number];

/** One mail to send; kind, task or recipient, and number make its identity, however often it is tried. */
export interface Mail {
  readonly kind: MailKind;
  readonly taskId: string | null;
  readonly recipientId: string;
  readonly seq: number;
}

export const FACT_TYPES = [
  'request.opened',
  'request.resubmitted',
  'request.approved',
  'request.rejected',
  'request.withdrawn',
  'request.expired',
  'request.terminated',
  'request.superseded',
  'request.returned',
  'request.commented',
  'request.urged',
  'request.cooling-off',
  'request.reported',
  'request.confirmed',
  'request.annulled',
  'step.started',
  'step.skipped',
  'step.blocked',
  'step.approved',
  'step.rejected',
  'step.returned',
  'branch.chosen',
  'task.approve',
  'task.reject',
  'task.abstain',
  'task.send-back',
  'task.transfer',
  'task.delegate',
  'task.opinion',
  'task.add-sign',
  'task.remove-sign',
  'task.take-back',
  'task.substituted',
  'task.returned-to-owner',
  'task.handed-over',
  'task.reminded',
  'task.escalated',
  'task.timed-out',
] as const;
export type FactType = (typeof FACT_TYPES)[number];

/** One line of the audit trail. */
export interface Fact {
  readonly type: FactType;
  readonly actorId: string | null;
  readonly onBehalfOfId: string | null;
  readonly channel: Channel;
  readonly taskId: string | null;
  readonly comment: string | null;
  readonly payload: Readonly<Record<string, string | number | boolean | null | readonly string[] | readonly number[]>>;
}
