import type { Request } from 'express';
import {
  REQUEST_ACTIONS,
  type RequestActionName,
  TASK_ACTIONS,
  type TaskActionName,
} from '../../domain/approval/events';
import { type RequestAction, TaskAction } from '../../domain/approval/request-schema';
import type { ErrorCode } from '../../domain/errors';
import { parseWith } from '../parse';
import { toDomainError } from '../problems';
import { formField, formList } from './csrf';

/** What a form of the request page held, and why it was refused: all of it is shown again. */
export interface Attempt {
  readonly refusal: ErrorCode | null;
  /** The exact sentence of it. */
  readonly exact: string | null;
  /** Names of the fields that were refused. */
  readonly faults: readonly string[];
  readonly taskAction: TaskActionName | null;
  readonly requestAction: RequestActionName | null;
  readonly comment: string;
  readonly target: string;
  readonly signature: string;
  readonly userIds: readonly string[];
  /** The task with the decision in question. */
  readonly taskId: string;
  readonly position: string;
  readonly mode: string;
  /** Part of a name that a list of people is narrowed by. */
  readonly q: string;
}

export const FRESH: Attempt = {
  refusal: null,
  exact: null,
  faults: [],
  taskAction: null,
  requestAction: null,
  comment: '',
  target: '',
  signature: '',
  userIds: [],
  taskId: '',
  position: '',
  mode: '',
  q: '',
};

export const attemptOf = (req: Request): Attempt => ({
  refusal: null,
  exact: null,
  faults: [],
  taskAction: TASK_ACTIONS.find((action) => action === formField(req, 'decision')) ?? null,
  requestAction: REQUEST_ACTIONS.find((action) => action === formField(req, 'action')) ?? null,
  comment: formField(req, 'comment'),
  target: formField(req, 'target'),
  signature: formField(req, 'signature'),
  userIds: [...new Set(formList(req, 'userIds').filter((id) => id !== ''))],
  taskId: formField(req, 'taskId'),
  position: formField(req, 'position'),
  mode: formField(req, 'mode'),
  q: formField(req, 'q').slice(0, 100),
});

/** What the form asks of the task, with only the fields that go with its action. */
export function taskBody(attempt: Attempt, subjectHash: string): TaskAction {
  const { taskAction: action, comment, target, signature, userIds, position, mode } = attempt;
  const body = {
    action,
    ...(comment && { comment }),
    ...(action === 'send-back' && target && { target }),
    ...(signature && { signature }),
    ...(subjectHash && { subjectHash }),
    ...(NAMING.includes(action) && userIds.length > 0 && { userIds: [...userIds] }),
    ...(action === 'add-sign' && position && { position }),
    ...(action === 'add-sign' && mode && { mode }),
  };
  return parseWith(TaskAction, body, 'INVALID_FIELDS');
}

/** What the form asks about a decision that may not have been its person's. */
export const doubtBody = ({ taskId, userIds }: Attempt, action: RequestActionName): Partial<RequestAction> => ({
  ...(taskId && { taskId }),
  ...(action === 'annul' && userIds.length > 0 && { userIds: [...userIds] }),
});

const NAMING: readonly (TaskActionName | null)[] = ['approve', 'transfer', 'delegate', 'add-sign', 'remove-sign'];

/** A refusal to show beside the form; what is unknown or not there goes to the error page. */
export function refusedWith(attempt: Attempt, error: unknown): Attempt {
  const { code, message, errors } = toDomainError(error);
  if (code === 'INTERNAL' || code === 'NOT_FOUND') throw error;
  return { ...attempt, refusal: code, exact: message, faults: errors.map(({ path }) => path.split('.')[0] ?? '') };
}
