import type { Refusal } from '../errors';
import { hasRole, type Person } from '../people/people';
import { isPending } from './kinds';
import type { ActionItem } from './schema';

export const ACTION_ACTS = ['done', 'approve', 'return', 'waive', 'confirm-waiver', 'assign', 'cancel'] as const;
export type ActionAct = (typeof ACTION_ACTS)[number];

type Who = Pick<Person, 'id' | 'roles'>;

interface Asked {
  readonly person: Who;
  readonly item: ActionItem;
  /** May close things of the engagement (owner, sponsor, administrator); of a vendor: may manage. */
  readonly answers: boolean;
}

const rules: Readonly<Record<ActionAct, (asked: Asked) => boolean>> = {
  done: ({ person, item, answers }) => person.id === item.assigneeId || answers,
  // Who handed a result in never accepts it.
  approve: ({ person, item, answers }) => person.id !== item.submittedBy && (person.id === item.approverId || answers),
  return: ({ person, item, answers }) => person.id !== item.submittedBy && (person.id === item.approverId || answers),
  waive: ({ person, item, answers }) => person.id === item.assigneeId || answers,
  'confirm-waiver': ({ person, item, answers }) =>
    person.id !== item.waiver?.askedBy && (answers || hasRole(person, 'manager', 'legal', 'security', 'executive')),
  assign: ({ person, item, answers }) => person.id === item.assigneeId || answers,
  cancel: ({ answers }) => answers,
};

const WHO: Readonly<Record<ActionAct, string>> = {
  done: 'Its assignee, or whoever answers for the matter, says that it is done.',
  approve: 'Its approver, who did not hand it in, accepts the result.',
  return: 'Its approver, who did not hand it in, returns the result.',
  waive: 'Its assignee, or whoever answers for the matter, asks to leave it out.',
  'confirm-waiver': 'A second person who manages or supervises must confirm that it is left out.',
  assign: 'Its assignee, or whoever answers for the matter, gives it to somebody else.',
  cancel: 'Whoever answers for the matter cancels it.',
};

/** The one answer to "may this person do that to this item", for every channel. */
export const actionAccess = (act: ActionAct, asked: Asked): Refusal | null =>
  rules[act](asked) ? null : { code: 'FORBIDDEN', message: WHO[act] };

/** Why an item cannot take this step now, or null. */
export function actionObjection(act: ActionAct, item: ActionItem): Refusal | null {
  if (!isPending(item.state)) return conflict(`The item is ${item.state} already.`);
  const submitted = item.state === 'submitted';
  if (act === 'done' && submitted) return conflict('The result has been handed in already.');
  if ((act === 'approve' || act === 'return') && !submitted) return conflict('No result has been handed in yet.');
  if (act === 'waive' && item.waiver) return conflict('The item already waits for a second person to leave it out.');
  if (act === 'confirm-waiver' && !item.waiver) return conflict('Nobody has asked to leave this item out.');
  return null;
}

const conflict = (message: string): Refusal => ({ code: 'STATE_CONFLICT', message });

export interface ActionDoing {
  readonly act: ActionAct;
  readonly by: string;
  /** RFC 3339 in UTC. */
  readonly at: string;
  /** A comment, or the reason where one is asked for. */
  readonly text: string | null;
  readonly assigneeId?: string;
}

type Change = Partial<
  Pick<ActionItem, 'state' | 'comment' | 'submittedBy' | 'waiver' | 'closedBy' | 'closedAt' | 'assigneeId'>
>;

/** The item one step further. Its people are told of every new version. */
export function takeAction(item: ActionItem, doing: ActionDoing): ActionItem {
  return { ...item, ...changes[doing.act](item, doing), version: item.version + 1 };
}

const closed = ({ by, at }: ActionDoing): Change => ({ closedBy: by, closedAt: at });

const changes: Readonly<Record<ActionAct, (item: ActionItem, doing: ActionDoing) => Change>> = {
  done: ({ approverId }, doing) =>
    approverId === null
      ? { state: 'done', comment: doing.text, submittedBy: doing.by, ...closed(doing) }
      : { state: 'submitted', comment: doing.text, submittedBy: doing.by },
  approve: (item, doing) => ({ state: 'done', comment: doing.text ?? item.comment, ...closed(doing) }),
  return: (_item, doing) => ({ state: 'open', comment: doing.text, submittedBy: null }),
  waive: (_item, doing) => ({ waiver: { reason: doing.text ?? '', askedBy: doing.by } }),
  'confirm-waiver': (_item, doing) => ({ state: 'waived', ...closed(doing) }),
  assign: (item, doing) => ({ assigneeId: doing.assigneeId ?? item.assigneeId }),
  cancel: (_item, doing) => ({ state: 'cancelled', comment: doing.text, ...closed(doing) }),
};
