import { type Request, type Response, Router } from 'express';
import type { RequestView, TaskAction } from '../../domain/approval/request-schema';
import { DomainError, type ErrorCode } from '../../domain/errors';
import { isInsider } from '../../domain/people/people';
import type { Choice, DecisionForm, PageData } from '../../templates/page-data';
import { requestTitle } from '../../templates/request-title';
import { findPeople } from '../../db/stores/people';
import { toDomainError } from '../problems';
import { formField, formList, formToken } from './csrf';
import { keepFormFiles } from './form-files';
import type { Guarded, SignedIn } from './guard';
import { countTodo } from './inbox-page';
import { type PageDeps, queryText, sendPage, shellFor } from './reader';
import { requestDiagram } from './request-diagram';
import { namesOf, pageRequest } from './request-view';
import type { Requests } from './requests-port';

const CHOICES: readonly Choice[] = ['approve', 'reject', 'send-back', 'abstain'];
const VOTING: readonly string[] = ['quorum', 'ratio', 'weighted', 'ballot'];
const ACTIONS = ['withdraw', 'urge', 'comment'] as const;

interface Scope {
  readonly deps: PageDeps;
  readonly requests: Requests;
}

interface Attempt {
  readonly refusal: ErrorCode | null;
  readonly chosen: Choice | null;
  readonly comment: string;
  readonly target: string;
}
const FRESH: Attempt = { refusal: null, chosen: null, comment: '', target: '' };

export function requestPage(deps: PageDeps, { signedIn }: Guarded, requests: Requests): Router {
  const scope: Scope = { deps, requests };
  const router = Router();
  router.get(
    '/requests/:id',
    signedIn((req, res, reader) => show(scope, { req, res, reader }, FRESH)),
  );
  router.post(
    '/requests/:id/tasks/:task',
    signedIn((req, res, reader) => decide(scope, { req, res, reader })),
  );
  router.post(
    '/requests/:id/actions',
    signedIn((req, res, reader) => act(scope, { req, res, reader })),
  );
  return router;
}

interface Visit {
  readonly req: Request;
  readonly res: Response;
  readonly reader: SignedIn;
}

async function load({ requests }: Scope, { req, reader }: Visit): Promise<RequestView> {
  const request = await requests.view(String(req.params['id']), reader.person);
  if (!request) throw new DomainError('NOT_FOUND', 'There is no such request.');
  return request;
}

async function show(scope: Scope, visit: Visit, attempt: Attempt): Promise<void> {
  const { req, res, reader } = visit;
  const request = await load(scope, visit);
  const done = attempt.refusal ? null : queryText(req, 'done') || null;
  const data = await requestData(scope, { request, reader, attempt, done });
  sendPage(res, reader, { name: 'request', status: attempt.refusal ? 422 : 200, data });
}

interface Seen {
  readonly request: RequestView;
  readonly reader: SignedIn;
  readonly attempt: Attempt;
  readonly done: string | null;
}

async function requestData(
  { deps, requests }: Scope,
  { request, reader, attempt, done }: Seen,
): Promise<PageData['request']> {
  const { id } = reader.person;
  const form = await formOf(deps, { request, reader, attempt, done });
  const isMine = request.requesterId === id;
  const isOpen = request.status === 'pending' || request.status === 'draft';
  const shown = await pageRequest(deps.db, request, { linkEngagement: isInsider(reader.person) });
  const title = requestTitle(reader.locale, shown);
  return {
    shell: shellFor(reader, deps, { nav: 'inbox', title, todo: await countTodo(requests, id) }),
    request: shown,
    diagram: await requestDiagram(deps.db, request, reader.locale),
    form,
    actions: isOpen
      ? ACTIONS.filter(
          (action) => action === 'comment' || (isMine && (action !== 'urge' || request.status === 'pending')),
        )
      : [],
    actionHref: `/requests/${request.id}/actions`,
    people: (await peopleOf(deps, request)).filter((one) => one.id !== id),
    refusal: form ? null : attempt.refusal,
    done,
  };
}

/** Everybody with a part in the request, by name. */
async function peopleOf({ db }: PageDeps, { requesterId, steps, comments }: RequestView) {
  const asked = steps.flatMap(({ tasks }) => tasks.map(({ assigneeId }) => assigneeId));
  const ids = [requesterId, ...asked, ...comments.flatMap(({ authorId, mentionIds }) => [authorId, ...mentionIds])];
  const people = (await findPeople(db, [...new Set(ids)])).filter(({ active }) => active);
  return people.map(({ id, name }) => ({ id, name })).sort((a, b) => a.name.localeCompare(b.name));
}

async function formOf(deps: PageDeps, { request, reader, attempt }: Seen): Promise<DecisionForm | null> {
  const { id } = reader.person;
  const mine = request.steps.flatMap((step) => step.tasks.map((task) => ({ step, task })));
  const open = mine.find(({ task }) => task.status === 'active' && (task.assigneeId === id || task.ownerId === id));
  if (request.status !== 'pending' || !open) return null;
  const { step, task } = open;
  const nameOf = await namesOf(deps.db, [task.onBehalfOfId]);
  const passed = request.steps.filter(({ status, round }) => status === 'approved' && round === request.round);
  return {
    action: `/requests/${request.id}/tasks/${task.id}#decide`,
    hidden: [
      { name: 'csrf', value: formToken(deps, reader.subject) },
      { name: 'subjectHash', value: request.subjectHash },
    ],
    choices: CHOICES.filter((choice) => choice !== 'abstain' || VOTING.includes(step.mode)),
    ...attempt,
    commentRequired: false,
    targets: passed.map(({ key, title }) => ({ key, title })),
    code: null,
    requireSignature: false,
    takesFiles: true,
    dueAt: task.dueAt === null ? null : Date.parse(task.dueAt),
    onBehalfOf: task.onBehalfOfId && nameOf(task.onBehalfOfId),
    step: step.title,
  };
}

async function decide(scope: Scope, visit: Visit): Promise<void> {
  const { req, res, reader } = visit;
  const chosen = CHOICES.find((choice) => choice === formField(req, 'decision')) ?? null;
  const comment = formField(req, 'comment');
  const refused = (refusal: ErrorCode): Promise<void> =>
    show(scope, visit, { refusal, chosen, comment, target: formField(req, 'target') });
  if (!chosen) return refused('DECISION_REQUIRED');
  try {
    const { id: requestId } = await load(scope, visit);
    const files = await keepFormFiles(scope.deps, { req, reader, requestId });
    await scope.requests.actOnTask({
      actor: reader.person,
      taskId: String(req.params['task']),
      body: { ...bodyOf(req, chosen, comment), ...files },
    });
  } catch (error) {
    return refused(passingCode(error));
  }
  res.redirect(303, `/requests/${String(req.params['id'])}?done=decided`);
}

function bodyOf(req: Request, action: Choice, comment: string): TaskAction {
  const target = formField(req, 'target');
  const signature = formField(req, 'signature');
  const subjectHash = formField(req, 'subjectHash');
  return {
    action,
    ...(comment && { comment }),
    ...(action === 'send-back' && target && { target }),
    ...(signature && { signature }),
    ...(subjectHash && { subjectHash }),
  };
}

async function act(scope: Scope, visit: Visit): Promise<void> {
  const { req, res, reader } = visit;
  const action = ACTIONS.find((one) => one === formField(req, 'action'));
  const comment = formField(req, 'comment');
  const refused = (refusal: ErrorCode): Promise<void> => show(scope, visit, { ...FRESH, refusal });
  if (!action) return refused('DECISION_REQUIRED');
  try {
    const { id } = await load(scope, visit);
    await scope.requests.actOnRequest({
      actor: reader.person,
      requestId: id,
      body: { action, ...(comment && { comment }), ...(action === 'comment' && (await additions(scope, visit, id))) },
    });
  } catch (error) {
    return refused(passingCode(error));
  }
  res.redirect(303, `/requests/${String(req.params['id'])}?done=${action}`);
}

/** What goes with a comment: files, and people who are named in it. */
async function additions({ deps }: Scope, { req, reader }: Visit, requestId: string) {
  const mentionIds = [...formList(req, 'mention')];
  const files = await keepFormFiles(deps, { req, reader, requestId });
  return { ...files, ...(mentionIds.length > 0 && { mentionIds }) };
}

/** The code of a refusal to show beside the form; what is unknown or not there goes to the error page. */
function passingCode(error: unknown): ErrorCode {
  const { code } = toDomainError(error);
  if (code === 'INTERNAL' || code === 'NOT_FOUND') throw error;
  return code;
}
