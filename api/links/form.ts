import type { LinkTask } from '../../db/read/link-task';
import { hasOpenCode } from '../../db/stores/link-codes';
import type { ErrorCode } from '../../domain/errors';
import type { RequestView } from '../../domain/approval/request-schema';
import type { DecisionForm } from '../../templates/page-data';
import { changesSince } from '../pages/changes';
import type { DecisionView } from '../pages/decision-view';
import { namesOf, pageRequest } from '../pages/request-view';
import { linkFormField } from './form-token';
import type { ViewDeps } from './view';
import type { Attempt, Visit } from './visit';

const VOTING: readonly string[] = ['quorum', 'ratio', 'weighted', 'ballot'];

/** Refusals that are not the fault of what was entered; all others answer 422. */
const STATUS: Partial<Readonly<Record<ErrorCode, number>>> = {
  SUBJECT_CHANGED: 409,
  STATE_CONFLICT: 409,
  TASK_CLOSED: 409,
  REQUEST_CLOSED: 409,
  FORBIDDEN: 403,
  NOT_ASSIGNEE: 403,
  TOO_MANY_REQUESTS: 429,
};

/** Whether a refusal counts towards the lock: something was entered that cannot be a decision. */
export const isMisuse = (code: ErrorCode): boolean => STATUS[code] === undefined;

interface Seen {
  readonly attempt: Attempt;
  readonly view: RequestView;
  /** The content is another one than when the mail was written. */
  readonly changed: boolean;
}

export async function openView(deps: ViewDeps, visit: Visit, seen: Seen): Promise<DecisionView> {
  const { view, attempt, changed } = seen;
  const { task, recipient, state } = visit.link.found;
  const { refusal } = attempt;
  const since = changed ? task.subject_hash : null;
  return {
    kind: refusal !== null ? 'refused' : changed ? 'changed' : 'open',
    status: refusal === null ? 200 : (STATUS[refusal] ?? 422),
    request: await pageRequest(deps.db, view, { linkEngagement: false }),
    changes: await changesSince(deps.db, { request: view, since, round: state.round }),
    form: await formOf(deps, visit, seen),
    recipient: recipient.name,
    other: visit.other,
  };
}

async function formOf({ db, clock, config }: ViewDeps, visit: Visit, { view, attempt }: Seen): Promise<DecisionForm> {
  const { path, token, signedIn, link } = visit;
  const { task, step, stepTitle, stepUp } = link.found;
  const nameOf = await namesOf(db, [task.on_behalf_of_id]);
  const needsCode = stepUp && !signedIn;
  const sent = needsCode && (await hasOpenCode(db, task.id, clock()));
  const votes = step !== null && VOTING.includes(step.mode);
  return {
    action: path,
    hidden: [linkFormField({ clock, config }, token), { name: 'subjectHash', value: view.subjectHash }],
    choices: votes ? ['approve', 'reject', 'send-back', 'abstain'] : ['approve', 'reject', 'send-back'],
    ...attempt,
    commentRequired: step?.requireComment ?? false,
    targets: earlierSteps(view, link.found),
    code: needsCode ? { action: `${path}/code`, signIn: `${path}/sign-in`, sent } : null,
    takesFiles: false,
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
