import { type Request, type Response, Router } from 'express';
import type { RequestView } from '../../domain/approval/request-schema';
import { DomainError } from '../../domain/errors';
import { needsStepUp } from '../../domain/approval/step-up';
import { isInsider } from '../../domain/people/people';
import type { PageData } from '../../templates/page-data';
import { requestTitle } from '../../templates/request-title';
import { findPeople } from '../../db/stores/people';
import { changesSince } from './changes';
import { formField, formList } from './csrf';
import { draftsOf, recordedForm } from './drafts';
import { keepFormFiles } from './form-files';
import type { Guarded, SignedIn } from './guard';
import { countTodo } from './inbox-page';
import { livePart } from './live-pages';
import { hrefToConfirm, isProven } from './prove-again';
import { actorOf, asTheyStand } from '../perform';
import { type PageDeps, queryText, sendPage, shellFor } from './reader';
import { type Attempt, attemptOf, doubtBody, FRESH, refusedWith, taskBody } from './request-attempt';
import { requestDiagram } from './request-diagram';
import { offersOf } from './request-offers';
import { pageRequest } from './request-view';
import type { Requests } from './requests-port';
import { workflowHref } from './workflow-link';

interface Scope {
  readonly deps: PageDeps;
  readonly requests: Requests;
}

export function requestPage(deps: PageDeps, { signedIn }: Guarded, requests: Requests): Router {
  const scope: Scope = { deps, requests };
  const router = Router();
  router.get(
    '/requests/:id',
    signedIn((req, res, reader) => show(scope, { req, res, reader }, FRESH)),
  );
  router.post(
    '/requests/:id/tasks/:task',
    signedIn((req, res, reader) => actOnTask(scope, { req, res, reader })),
  );
  router.post(
    '/requests/:id/actions',
    signedIn((req, res, reader) => actOnRequest(scope, { req, res, reader })),
  );
  return router;
}

interface Visit {
  readonly req: Request;
  readonly res: Response;
  readonly reader: SignedIn;
}

const pathOf = ({ id }: { readonly id: string }): string => `/requests/${id}`;

/** Back to the request, which says what was done. */
function toRecorded({ deps }: Scope, { req, res, reader }: Visit, done: string): void {
  const path = pathOf({ id: String(req.params['id']) });
  recordedForm({ deps, res, reader }, path);
  res.redirect(303, `${path}?done=${done}`);
}

async function load({ requests }: Scope, { req, reader }: Visit): Promise<RequestView> {
  const request = await requests.view(String(req.params['id']), reader.person);
  if (!request) throw new DomainError('NOT_FOUND', 'There is no such request.');
  return request;
}

async function show(scope: Scope, visit: Visit, attempt: Attempt): Promise<void> {
  const { res, reader } = visit;
  const data = await requestData(scope, visit, attempt);
  sendPage(res, reader, { name: 'request', status: attempt.refusal ? 422 : 200, data });
}

async function requestData(scope: Scope, visit: Visit, attempt: Attempt): Promise<PageData['request']> {
  const { deps, requests } = scope;
  const { req, reader } = visit;
  const { id } = reader.person;
  const request = await load(scope, visit);
  const live = attempt === FRESH ? await livePart(deps, { kind: 'request', id: request.id }) : null;
  const state = await requests.state(request.id);
  if (!state) throw new DomainError('NOT_FOUND', 'There is no such request.');
  const shown = await pageRequest(deps.db, request, { linkEngagement: isInsider(reader.person) });
  const title = requestTitle(reader.locale, shown);
  const asking = { actor: await asTheyStand(deps.db, actorOf(reader.person, 'page')), now: deps.clock() };
  return {
    shell: shellFor(reader, deps, {
      ...{ nav: 'inbox', title, todo: await countTodo(requests, id), live },
      drafts: draftsOf(reader.person, pathOf(request)),
      workflowHref: workflowHref(deps.config, reader.person, request.workflowId),
    }),
    request: shown,
    changes: await changesSince(deps.db, { request, since: null, round: state.round }),
    diagram: await requestDiagram(deps.db, request, reader.locale),
    ...(await offersOf({ deps, request, state, reader, asking, attempt })),
    stepUpHref: needsStepUp(state) && !isProven({ deps, reader }) ? hrefToConfirm(pathOf(request)) : null,
    actionHref: `${pathOf(request)}/actions`,
    people: (await peopleOf(deps, request)).filter((one) => one.id !== id),
    done: DONE.find((one) => attempt.refusal === null && one === queryText(req, 'done')) ?? null,
  };
}

/** What a page can say has just been done. */
const DONE = [
  'decided',
  'opinion',
  'transfer',
  'delegate',
  'add-sign',
  'remove-sign',
  'take-back',
  'comment',
  'urge',
  'resubmit',
  'withdraw',
  'report',
  'confirm',
  'annul',
  'terminate',
  'ending-asked',
] as const;

/** Everybody with a part in the request, by name. */
async function peopleOf({ db }: PageDeps, { requesterId, steps, comments }: RequestView) {
  const asked = steps.flatMap(({ tasks }) => tasks.map(({ assigneeId }) => assigneeId));
  const ids = [requesterId, ...asked, ...comments.flatMap(({ authorId, mentionIds }) => [authorId, ...mentionIds])];
  const people = (await findPeople(db, [...new Set(ids)])).filter(({ active }) => active);
  return people.map(({ id, name }) => ({ id, name })).sort((a, b) => a.name.localeCompare(b.name));
}

async function actOnTask(scope: Scope, visit: Visit): Promise<void> {
  const { req, reader } = visit;
  const attempt = attemptOf(req);
  const { taskAction } = attempt;
  // The list of people is narrowed; nothing is done, and nothing that was entered is lost.
  if (formField(req, 'find')) return show(scope, visit, attempt);
  if (!taskAction) return show(scope, visit, { ...attempt, refusal: 'DECISION_REQUIRED' });
  try {
    const request = await load(scope, visit);
    const { id: requestId } = request;
    const taskId = taskIn(request, req);
    const body = taskBody(attempt, formField(req, 'subjectHash'));
    const files = await keepFormFiles(scope.deps, { req, reader, requestId });
    await scope.requests.actOnTask({
      actor: reader.person,
      session: reader.session,
      taskId,
      body: { ...body, ...files },
    });
  } catch (error) {
    return show(scope, visit, refusedWith(attempt, error));
  }
  toRecorded(scope, visit, doneOf(taskAction));
}

/** The task that the path names; one of another request does not exist here. */
function taskIn({ steps }: RequestView, req: Request): string {
  const task = steps.flatMap(({ tasks }) => tasks).find(({ id }) => id === req.params['task']);
  if (!task) throw new DomainError('NOT_FOUND', 'There is no such task.');
  return task.id;
}

const doneOf = (action: string): string => DONE.find((one) => one === action) ?? 'decided';

async function actOnRequest(scope: Scope, visit: Visit): Promise<void> {
  const { req, reader } = visit;
  const attempt = attemptOf(req);
  const { requestAction: action, comment } = attempt;
  if (formField(req, 'find')) return show(scope, visit, attempt);
  if (!action) return show(scope, visit, { ...attempt, refusal: 'DECISION_REQUIRED' });
  let waits: boolean;
  try {
    const { id } = await load(scope, visit);
    const { proposalId } = await scope.requests.actOnRequest({
      actor: reader.person,
      requestId: id,
      body: {
        action,
        ...(comment && { comment }),
        ...doubtBody(attempt, action),
        ...(action === 'comment' && (await additions(scope, visit, id))),
      },
    });
    waits = proposalId !== null;
  } catch (error) {
    return show(scope, visit, refusedWith(attempt, error));
  }
  toRecorded(scope, visit, waits ? 'ending-asked' : action);
}

/** What goes with a comment: files, and people who are named in it. */
async function additions({ deps }: Scope, { req, reader }: Visit, requestId: string) {
  const mentionIds = [...formList(req, 'mention')];
  const files = await keepFormFiles(deps, { req, reader, requestId });
  return { ...files, ...(mentionIds.length > 0 && { mentionIds }) };
}
