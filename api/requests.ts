import { v7 as uuidv7 } from 'uuid';
import type { TaskAct } from '../domain/approval/events';
import { holds } from '../domain/approval/condition';
import { branchesOf, conditionsOf, isMatrix, isParallel, isStep } from '../domain/approval/flow';
import { rulesHit } from '../domain/approval/matrix';
import type { RequestAction, RequestView, TaskAction, TaskView } from '../domain/approval/request-schema';
import type { Block, Node, PolicyVersion } from '../domain/approval/schema';
import { needsStepUp } from '../domain/approval/step-up';
import type { Channel } from '../domain/approval/words';
import { DomainError, fieldError, type Issue } from '../domain/errors';
import { isColleague, type Person } from '../domain/people/people';
import { findPeople } from '../db/stores/people';
import { findPolicy } from '../db/stores/policies';
import { savedState } from '../db/stores/requests';
import type { Session } from '../db/stores/sessions';
import { findSubject, hashOf, type NewRequestDocument, prepareRequest, saveSubject } from '../db/stores/subjects';
import { notingDuties } from './duty-refusals';
import { actorOf, existing, perform } from './perform';
import { endingByTwo } from './proposals/ending';
import { reportDecision } from './reports';
import { checkNamed } from './request-files';
import { checkAwardSnapshot } from './selection-rules';
import { requestWorkflowId } from '../workflows/ids';
import type { Services } from './services';
import { checkFresh } from './session';

type Deps = Pick<Services, 'db' | 'gateway'>;
type ActDeps = Pick<Services, 'db' | 'gateway' | 'config'>;

/** Opens a request and waits until it is recorded with the people it asks. */
export async function openRequest({ db, gateway }: Deps, document: NewRequestDocument): Promise<RequestView> {
  const policy = await findPolicy(db, document.policyKey);
  if (!policy) throw new DomainError('POLICY_NOT_FOUND', `There is no policy ${document.policyKey}.`);
  checkAnswerable(policy, document.subject.data);
  const input = await prepareRequest(db, document);
  await gateway.startAndUpdate(
    {
      workflow: 'approvalWorkflow',
      id: requestWorkflowId(document.requestId),
      args: [input],
      summary: document.subject.title,
    },
    { update: 'opened', arg: {} },
  );
  return existing({ db }, document.requestId);
}

/** Refuses a subject that a condition of the policy cannot be answered for, before anybody is asked. */
export function checkAnswerable(
  policy: Pick<PolicyVersion, 'steps'>,
  data: NewRequestDocument['subject']['data'],
): void {
  const issues = questionsOf(policy.steps).flatMap((answer): Issue[] => {
    try {
      answer(data);
      return [];
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      const field = error.errors.find(({ path }) => path.startsWith('data.'))?.path ?? 'data';
      return [{ path: `subject.${field}`, message: error.message }];
    }
  });
  const [first] = issues;
  if (first) throw new DomainError('INVALID_FIELDS', first.message, issues);
}

type Answer = (data: NewRequestDocument['subject']['data']) => unknown;

/** Everything that a policy will ask of the subject's data, whichever way the request takes. */
const questionsOf = (nodes: readonly Node[]): readonly Answer[] =>
  nodes.flatMap((node): readonly Answer[] => {
    if (isStep(node)) return node.when === undefined ? [] : [(data) => holds(node.when ?? 'true', data)];
    return [...ownQuestions(node), ...branchesOf(node).flatMap(questionsOf)];
  });

function ownQuestions(node: Block): readonly Answer[] {
  if (isParallel(node)) return [];
  if (isMatrix(node)) return [(data) => rulesHit(node, data)];
  return conditionsOf(node).map((when) => (data) => holds(when, data));
}

export interface TaskDoing {
  readonly actor: Person;
  readonly channel: Channel;
  readonly taskId: string;
  readonly body: TaskAction;
  readonly now: number;
  /** Of somebody who is signed in; null for programs and mailed links, which show by themselves who acts. */
  readonly session: Session | null;
  /** Of the mailed link through which the person acts. */
  readonly linkExpiresAt?: number;
}

/** One person's act on a task, whatever the channel; a repetition under one `decisionId` has one effect and one answer. */
export async function actOnTask(deps: ActDeps, doing: TaskDoing): Promise<{ task: TaskView; request: RequestView }> {
  const { taskId, body, actor } = doing;
  const row = await deps
    .db<{ id: string; request_id: string }>('request_tasks')
    .where({ id: taskId })
    .first('request_id');
  if (!row) throw new DomainError('NOT_FOUND', 'There is no such task.');
  await checkStepUp(deps, row.request_id, doing);
  const { action, comment, target, signature, subjectHash, position, mode, attachmentIds } = body;
  const { decisionId = uuidv7() } = body;
  await checkNamed(deps.db, { requestId: row.request_id, actor, attachmentIds });
  const { linkExpiresAt } = doing;
  const act: TaskAct = {
    on: 'task',
    action,
    taskId,
    decisionId,
    comment,
    target,
    signature,
    subjectHash,
    position,
    mode,
    ...(await peopleIn(deps, body)),
    attachmentIds,
    linkExpiresAt,
  };
  const { channel, now } = doing;
  const refused = { requestId: row.request_id, act, actorId: actor.id, channel, now };
  await notingDuties(deps.db, refused, () => perform(deps, row.request_id, { act, actor: actorOf(actor, channel) }));
  const request = await existing(deps, row.request_id);
  return { task: taskOf(request, { id: action === 'take-back' ? '' : taskId, holderId: actor.id }), request };
}

/** Where much hangs on a decision, whoever is signed in has lately shown who they are. */
async function checkStepUp({ db, config }: ActDeps, requestId: string, { session, now }: TaskDoing): Promise<void> {
  if (session === null) return;
  const state = await savedState(db, requestId);
  if (state && needsStepUp(state)) checkFresh(session, { config, clock: () => now });
}

/** The people whom an act names; all of them must be active, and a task can be handed to one only. */
async function peopleIn({ db }: Deps, { action, userIds }: TaskAction): Promise<Pick<TaskAct, 'toId' | 'userIds'>> {
  if (userIds === undefined) return {};
  const toOne = action === 'transfer' || action === 'delegate';
  await checkActive(db, userIds);
  if (toOne && userIds.length > 1) throw fieldError('userIds', 'must be one person');
  return toOne ? { toId: userIds[0] } : { userIds };
}

async function checkActive(db: Deps['db'], userIds: readonly string[]): Promise<void> {
  const active = (await findPeople(db, userIds)).filter((person) => person.active && isColleague(person));
  if (active.length < new Set(userIds).size)
    throw fieldError('userIds', 'names nobody of the organisation who is active');
}

/** The task acted on, or the one that its holder has in its place now. */
function taskOf(request: RequestView, { id, holderId }: { id: string; holderId: string }): TaskView {
  const tasks = request.steps.flatMap((step) => step.tasks);
  const named = tasks.find((task) => task.id === id);
  const task =
    named?.assigneeId === holderId ? named : (tasks.findLast(({ assigneeId }) => assigneeId === holderId) ?? named);
  if (!task) throw new DomainError('NOT_FOUND', 'There is no such task.');
  return task;
}

export interface RequestDoing {
  readonly actor: Person;
  readonly channel: 'api' | 'page';
  readonly requestId: string;
  readonly body: RequestAction;
  readonly now: number;
  readonly decisionId?: string;
}

export interface RequestDone {
  readonly request: RequestView;
  /** What waits for another administrator instead of being done. */
  readonly proposalId: string | null;
}

/** One person's act on a request as a whole; where two administrators end requests, the end waits for the other one. */
export async function actOnRequest(deps: Deps, doing: RequestDoing): Promise<RequestDone> {
  const proposalId = doing.body.action === 'terminate' ? await endingProposed(deps, doing) : null;
  return {
    request: proposalId === null ? await doAct(deps, doing) : await existing(deps, doing.requestId),
    proposalId,
  };
}

async function endingProposed({ db }: Deps, doing: RequestDoing): Promise<string | null> {
  const { requestId, body, decisionId = uuidv7() } = doing;
  const { title } = (await existing({ db }, requestId)).subject;
  return endingByTwo(db, { ...doing, newId: decisionId }, { requestId, title, comment: body.comment });
}

async function doAct(deps: Deps, doing: RequestDoing): Promise<RequestView> {
  const { requestId, body, actor, channel, decisionId = uuidv7() } = doing;
  const { action, comment, attachmentIds, mentionIds, taskId } = body;
  if ((attachmentIds ?? mentionIds) !== undefined && action !== 'comment')
    throw fieldError(attachmentIds ? 'attachmentIds' : 'mentionIds', 'goes with a comment only');
  await checkNamed(deps.db, { requestId, actor, attachmentIds, mentionIds });
  if (action === 'report') return reported(deps, doing);
  if (taskId !== undefined && !ABOUT_A_DECISION.includes(action))
    throw fieldError('taskId', 'goes with report, confirm and annul only');
  const renewal = action === 'resubmit' ? await renewed(deps, doing) : {};
  await perform(deps, requestId, {
    act: {
      on: 'request',
      action,
      decisionId,
      comment,
      attachmentIds,
      mentionIds,
      taskId,
      ...(await heirOf(deps, body)),
      ...renewal,
    },
    actor: actorOf(actor, channel),
  });
  return existing(deps, requestId);
}

async function reported(deps: Deps, { body, ...doing }: RequestDoing): Promise<RequestView> {
  const { taskId, comment } = body;
  if (taskId === undefined) throw fieldError('taskId', 'is needed');
  await reportDecision(deps, { ...doing, taskId, comment });
  return existing(deps, doing.requestId);
}

const ABOUT_A_DECISION: readonly RequestAction['action'][] = ['confirm', 'annul'];

/** Who decides in place of the person whose decision is annulled. */
async function heirOf({ db }: Deps, { action, userIds }: RequestAction): Promise<{ readonly toId?: string }> {
  if (userIds === undefined) return {};
  if (action !== 'annul') throw fieldError('userIds', 'goes with annul only');
  await checkActive(db, userIds);
  return { toId: userIds[0] ?? '' };
}

/** The new document of a resubmission and whether only fields changed that the policy calls minor. */
async function renewed(
  { db }: Deps,
  { requestId, body, now, actor }: RequestDoing,
): Promise<{ subjectHash: string; minorOnly: boolean }> {
  const state = await savedState(db, requestId);
  const before = state && (await findSubject(db, requestId, state.subjectHash));
  if (!before) throw new DomainError('NOT_FOUND', 'There is no such request.');
  await checkAwardSnapshot(db, before, body.data);
  const subject = { type: before.type, title: before.title, data: body.data ?? before.data };
  if (body.data && actor.id === state.requesterId) await saveSubject(db, { requestId, subject, now });
  const minor = new Set(state.policy?.settings.minorFields ?? []);
  const names = Object.keys({ ...before.data, ...subject.data });
  const changed = names.filter((name) => JSON.stringify(before.data[name]) !== JSON.stringify(subject.data[name]));
  return { subjectHash: hashOf(subject), minorOnly: changed.every((name) => minor.has(name)) };
}
