import type { SignMode, SignPosition } from '../domain/approval/words';

/** A list of colleagues to choose from, narrowed by name where there are many. */
export interface PeopleChoice {
  readonly many: boolean;
  readonly people: readonly {
    readonly id: string;
    readonly name: string;
    readonly detail: string;
    readonly chosen: boolean;
  }[];
  readonly q: string;
  /** There are more people than are shown, or the list has been narrowed. */
  readonly searchable: boolean;
}

export const SIDE_ACTIONS = ['transfer', 'delegate', 'add-sign', 'remove-sign', 'take-back'] as const;
export type SideAction = (typeof SIDE_ACTIONS)[number];

interface Option<Value> {
  readonly value: Value;
  readonly chosen: boolean;
}

/** Something else that can be done with a task: a form of its own, folded away until it is wanted. */
export interface SideForm {
  readonly action: SideAction;
  readonly href: string;
  readonly step: string;
  readonly subjectHash: string;
  readonly open: boolean;
  readonly people: PeopleChoice | null;
  readonly positions: readonly Option<SignPosition>[];
  readonly modes: readonly Option<SignMode>[];
  readonly commentRequired: boolean;
  readonly comment: string;
  readonly refusal: string | null;
  /** Names of the fields that were refused. */
  readonly faults: readonly string[];
  readonly focus: string | null;
  readonly about: string | null;
}

export const DOUBT_ACTIONS = ['report', 'confirm', 'annul'] as const;
export type DoubtAction = (typeof DOUBT_ACTIONS)[number];

/** What can be done about a decision that may not have been its person's. */
export interface DoubtForm {
  readonly action: DoubtAction;
  readonly href: string;
  readonly open: boolean;
  readonly decisions: readonly {
    readonly taskId: string;
    readonly name: string;
    readonly step: string;
    readonly decision: string;
    readonly chosen: boolean;
  }[];
  /** Who may decide in place of the person; null where nobody is named. */
  readonly people: PeopleChoice | null;
  readonly commentRequired: boolean;
  readonly comment: string;
  readonly refusal: string | null;
  readonly faults: readonly string[];
  readonly focus: string | null;
  readonly about: string | null;
}
