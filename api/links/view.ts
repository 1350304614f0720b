import type { LinkTask } from '../../db/read/link-task';
import { requestView } from '../../db/read/requests';
import { hasOpenCode } from '../../db/stores/link-codes';
import { DomainError, type ErrorCode } from '../../domain/errors';
import type { RequestView } from '../../domain/approval/request-schema';
import type { Choice, DecisionForm } from '../../templates/page-data';
import type { DecisionView } from '../pages/decision-view';
import { namesOf, pageRequest } from '../pages/request-view';
import type { Services } from '../services';
import type { GenuineLink, Situation } from './situation';

type Deps = Pick<Services, 'db' | 'clock'>;
const VOTING: readonly string[] = ['quorum', 'ratio', 'weighted', 'ballot'];
const STATUS_OF = { approve: 'approved', reject: 'rejected', abstain: 'abstained', 'send-back': 'returned' } as const;

export interface Attempt {
  readonly refusal: ErrorCode | null;
  readonly chosen: Choice | null;
  readonly comment: string;
}
export const FRESH: Attempt = { refusal: null, chosen: null, comment: '' };

export interface Visit {
  readonly link: GenuineLink;
  /** Path of the link. */
  readonly path: string;
  /** Whether the recipient is signed in, so that no code is needed. */
  readonly signedIn: boolean;
}

export interface Shown {
  readonly situation: Situation;
  readonly attempt: Attempt;
}

/** What a situation looks like to the person who opened the link, or sent a decision through it. */
export async function viewOf(deps: Deps, visit: Visit, { situation, attempt }: Shown): Promise<DecisionView> {
  if (situation.kind === 'expired') return { kind: 'expired', renewAction: `${visit.path}/renew`, hidden: [] };
  const view = await requestView(deps.db, visit.link.found.task.request_id);
  if (!view) throw new DomainError('NOT_FOUND', 'There is no such request.');
  switch (situation.kind) {
    case 'own-decision':
      return ownDecision(deps, { visit, view, attempt });
    case 'closed':
      return { kind: 'closed', reason: situation.reason, ...(await settledBy(deps, visit, view)) };
    case 'open':
      return openView(deps, { visit, view, attempt }, situation.changed);
  }
}

interface Seen {
  readonly visit: Visit;
  readonly view: RequestView;
  readonly attempt: Attempt;
}

async function ownDecision({ db }: Deps, { visit, view, attempt }: Seen): Promise<DecisionView> {
  const { task, recipient } = visit.link.found;
  const nameOf = await namesOf(db, [recipient.id]);
  const decided = {
    requestTitle: view.subject.title,
    decision: task.decision === null ? task.status : STATUS_OF[task.decision],
    by: nameOf(recipient.id),
    at: task.decided_at?.getTime() ?? null,
    comment: task.comment,
  };
  const differs = attempt.chosen !== null && attempt.chosen !== task.decision;
  return differs ? { kind: 'conflict', ...decided } : { kind: 'recorded', already: true, ...decided };
}

/** Who settled the step that the task belonged to, as far as somebody did. */
async function settledBy({ db }: Deps, { link }: Visit, view: RequestView) {
  const { decider } = link.found;
  const nameOf = await namesOf(db, [decider?.assignee_id ?? null]);
  return {
    requestTitle: view.subject.title,
    decision: decider?.decision ? STATUS_OF[decider.decision] : null,
    by: decider ? nameOf(decider.assignee_id) : null,
    at: decider?.decided_at?.getTime() ?? null,
    comment: null,
  };
}

async function openView(deps: Deps, seen: Seen, changed: boolean): Promise<DecisionView> {
  const { visit, view, attempt } = seen;
  const isRefused = attempt.refusal !== null;
  return {
    kind: isRefused ? 'refused' : changed ? 'changed' : 'open',
    // Reading what has changed is no failure; only a decision about the old content is.
    ...(changed && !isRefused && { status: 200 }),
    ...(attempt.refusal === 'SUBJECT_CHANGED' && { status: 409 }),
    ...(attempt.refusal === 'FORBIDDEN' && { status: 403 }),
    ...(attempt.refusal === 'TOO_MANY_REQUESTS' && { status: 429 }),
    request: await pageRequest(deps.db, view, { linkEngagement: false }),
    form: await formOf(deps, seen),
    recipient: visit.link.found.recipient.name,
  };
}

async function formOf({ db, clock }: Deps, { visit, view, attempt }: Seen): Promise<DecisionForm> {
  const { task, step, stepTitle, stepUp } = visit.link.found;
  const nameOf = await namesOf(db, [task.on_behalf_of_id]);
  const needsCode = stepUp && !visit.signedIn;
  const sent = needsCode && (await hasOpenCode(db, task.id, clock()));
  const votes = step !== null && VOTING.includes(step.mode);
  return {
    action: visit.path,
    hidden: [{ name: 'subjectHash', value: view.subjectHash }],
    choices: votes ? ['approve', 'reject', 'send-back', 'abstain'] : ['approve', 'reject', 'send-back'],
    ...attempt,
    commentRequired: step?.requireComment ?? false,
    targets: earlierSteps(view, visit.link.found),
    code: needsCode ? { action: `${visit.path}/code`, sent } : null,
    requireSignature: step?.requireSignature ?? false,
    dueAt: task.due_at?.getTime() ?? null,
    onBehalfOf: task.on_behalf_of_id && nameOf(task.on_behalf_of_id),
    step: stepTitle,
  };
}

const earlierSteps = (view: RequestView, { stepKey }: LinkTask): DecisionForm['targets'] =>
  view.steps
    .filter(({ status, round, key }) => status === 'approved' && round === view.round && key !== stepKey)
    .map(({ key, title }) => ({ key, title }));
