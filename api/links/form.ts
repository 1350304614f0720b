import type { LinkTask } from '../../db/read/link-task';
import { hasOpenCode } from '../../db/stores/link-codes';
import { type Possible, possibleWith } from '../../domain/approval/possible';
import { DomainError, type ErrorCode } from '../../domain/errors';
import type { RequestView } from '../../domain/approval/request-schema';
import type { DecisionForm } from '../../templates/page-data';
import { listedPicture } from '../diagram';
import { changesSince } from '../pages/changes';
import type { DecisionView } from '../pages/decision-view';
import { decisionOn } from '../pages/decision-form';
import { decisionFields, pointedAt } from '../pages/refused-fields';
import { asTheyStand } from '../perform';
import { pageRequest } from '../pages/request-view';
import { linkFormField } from './form-token';
import type { ViewDeps } from './view';
import type { Attempt, Visit } from './visit';

/** Refusals that are not the fault of what was entered; all others answer 422. */
const STATUS: Partial<Readonly<Record<ErrorCode, number>>> = {
  SUBJECT_CHANGED: 409,
  STATE_CONFLICT: 409,
  TASK_CLOSED: 409,
  REQUEST_FROZEN: 409,
  REQUEST_CLOSED: 409,
  FORBIDDEN: 403,
  NOT_ASSIGNEE: 403,
  TOO_MANY_REQUESTS: 429,
  TOO_QUICK: 422,
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
    picture: await listedPicture(deps.db, state),
    changes: await changesSince(deps.db, { request: view, since, round: state.round }),
    form: await formOf(deps, visit, seen),
    recipient: recipient.name,
    other: visit.other,
  };
}

async function formOf({ db, clock, config }: ViewDeps, visit: Visit, { view, attempt }: Seen): Promise<DecisionForm> {
  const { path, token, signedIn, link } = visit;
  const { task, stepUp } = link.found;
  const needsCode = stepUp && !signedIn;
  const sent = needsCode && (await hasOpenCode(db, task.id, clock()));
  const possible = await possibleByLink(db, link.found, clock());
  const decision = possible && (await decisionOn(db, view, possible));
  if (!decision) throw new DomainError('NOT_FOUND', 'There is no such task.');
  // People are named after signing in only: a link tells nothing of who else works here.
  const elsewhere = possible.choice?.required ? possible.choice.step.title : null;
  return {
    ...decision,
    action: path,
    hidden: [linkFormField({ clock, config }, token), { name: 'subjectHash', value: view.subjectHash }],
    choices: decision.choices.filter((choice) => elsewhere === null || choice !== 'approve'),
    naming: elsewhere === null ? null : { step: elsewhere, href: `/requests/${view.id}`, people: null },
    ...attempt,
    ...pointedAt(attempt, [...decisionFields(decision, false), ...(needsCode ? ['code'] : [])]),
    code: needsCode ? { action: `${path}/code`, signIn: `${path}/sign-in`, sent } : null,
    takesFiles: false,
  };
}

async function possibleByLink(
  db: ViewDeps['db'],
  { state, task, recipient }: LinkTask,
  now: number,
): Promise<Possible | null> {
  const own = state.tasks.find(({ id }) => id === task.id);
  const actor = await asTheyStand(db, { id: recipient.id, admin: false, channel: 'email' });
  return own ? possibleWith(state, own, { actor, now }) : null;
}
