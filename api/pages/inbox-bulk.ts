import type { Request } from 'express';
import { v7 as uuidv7 } from 'uuid';
import type { ErrorCode } from '../../domain/errors';
import { Uuid } from '../../domain/shapes';
import type { BulkRow } from '../../templates/inbox-page-data';
import { BulkAction, type BulkResult } from '../bulk';
import { requestIdOf } from '../request-id';
import { formField, formList } from './csrf';
import type { SignedIn } from './guard';
import type { Requests } from './requests-port';

const ACTIONS = ['approve', 'reject'] as const;

export interface BulkDone {
  readonly results: readonly BulkRow[];
  readonly refusal: ErrorCode | null;
  readonly comment: string;
  /** Tasks that were ticked and are not decided: they stay so. */
  readonly pickedIds: readonly string[];
}
export const NOTHING_DONE: BulkDone = { results: [], refusal: null, comment: '', pickedIds: [] };

interface Scope {
  readonly requests: Requests;
  readonly reader: SignedIn;
}

/** Decides what was ticked in the inbox by the same call as the API; the same form sent twice decides once. */
export async function decideMany({ requests, reader }: Scope, req: Request): Promise<BulkDone> {
  const comment = formField(req, 'comment');
  const action = ACTIONS.find((one) => one === formField(req, 'decision'));
  const picks = formList(req, 'pick');
  const pickedIds = picks.map((pick) => pick.split(':')[0] ?? '');
  const refused = (refusal: ErrorCode): BulkDone => ({ results: [], refusal, comment, pickedIds });
  if (!action || picks.length === 0) return refused('DECISION_REQUIRED');
  const items = picks.map((pick) => itemOf(pick, { action, ...(comment && { comment }) }));
  const body = BulkAction.safeParse({ items });
  if (!body.success) return refused('INVALID_FIELDS');
  const id = Uuid.safeParse(formField(req, 'batch')).data ?? uuidv7();
  const { person: actor, session } = reader;
  const results = await requests.actOnTasks({ actor, session, body: body.data, id, requestId: requestIdOf(req) });
  const before = await titlesOf({ requests, reader }, results);
  const leftIds = results.filter(({ problem }) => problem !== undefined).map(({ taskId }) => taskId);
  return {
    results: results.map((result) => rowOf(result, before)),
    refusal: null,
    comment: leftIds.length > 0 ? comment : '',
    pickedIds: leftIds,
  };
}

function itemOf(pick: string, what: { readonly action: string; readonly comment?: string }) {
  const [taskId, subjectHash] = pick.split(':');
  return { taskId, ...(subjectHash && { subjectHash }), ...what };
}

type Titles = ReadonlyMap<string, string>;

/** What was refused may still lie in the inbox, or with what others have closed: there it has its title. */
async function titlesOf({ requests, reader }: Scope, results: readonly BulkResult[]): Promise<Titles> {
  if (results.every(({ request }) => request !== undefined)) return new Map();
  const query = { userId: reader.person.id, limit: 200, after: null };
  const boxes = (['todo', 'done', 'closed-by-others'] as const).map((box) => requests.inbox({ ...query, box }));
  const lines = (await Promise.all(boxes)).flat();
  return new Map(lines.flatMap(({ task, request }) => (task ? [[task.id, request.subject.title] as const] : [])));
}

const rowOf = ({ taskId, task, request, problem }: BulkResult, titles: Titles): BulkRow => ({
  title: request?.subject.title ?? titles.get(taskId) ?? taskId,
  href: request ? `/requests/${request.id}` : null,
  status: task?.status ?? null,
  refusal: problem?.code ?? null,
  exact: problem?.detail ?? null,
});
