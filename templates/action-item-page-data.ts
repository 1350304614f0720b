import type { ActionAct } from '../domain/action-item/acts';
import type { ActionItemKind, ActionItemState } from '../domain/action-item/kinds';
import type { Sheets } from './sheets';

interface Named {
  readonly kind: ActionItemKind;
  /** What people call it; null where the kind says all. */
  readonly title: string | null;
}

export interface ActionItemRow extends Named {
  readonly href: string;
  readonly about: string;
  readonly dueAt: number;
  readonly late: 'on-time' | 'soon' | 'overdue';
  readonly state: ActionItemState;
}

export interface ActionItemsPage {
  readonly rows: readonly ActionItemRow[];
  readonly more: string | null;
  readonly sheets: Sheets;
}

export interface ActionItemPage {
  readonly item: Named & {
    readonly state: ActionItemState;
    readonly dueAt: number;
    readonly late: 'on-time' | 'soon' | 'overdue';
    readonly assignee: string;
    readonly approver: string | null;
    readonly comment: string | null;
    readonly waiver: { readonly reason: string; readonly by: string } | null;
    readonly closed: { readonly by: string | null; readonly at: number } | null;
  };
  readonly about: { readonly text: string; readonly href: string | null };
  /** The page on which the work itself is done. */
  readonly workplace: string | null;
  readonly actionHref: string;
  /** What the reader may do now, in the order in which it is offered. */
  readonly offers: readonly ActionAct[];
  readonly people: readonly { readonly id: string; readonly name: string }[];
  /** What was written before a refusal, and why it was refused. */
  readonly text: string;
  readonly assigneeId: string;
  readonly refusal: string | null;
  /** The exact sentence of that refusal, as programs are told it. */
  readonly exact?: string | null;
  /** It lacks a reason, and the field for that has the focus. */
  readonly unsaid: boolean;
}

/** Pages of work, inside what surrounds every page. */
export interface ActionItemPages<Page> {
  readonly 'action-items': Page & ActionItemsPage;
  readonly 'action-item': Page & ActionItemPage;
}
