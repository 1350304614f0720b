import { requestView } from '../../db/read/requests';
import { findEngagement } from '../../db/stores/engagements';
import { gateTitleOf, type Titled } from '../../templates/request-title';
import { DomainError } from '../../domain/errors';
import type { RequestView } from '../../domain/approval/request-schema';
import type { DecisionView } from '../pages/decision-view';
import { namesOf } from '../pages/request-view';
import type { Services } from '../services';
import { linkFormField } from './form-token';
import { openView } from './form';
import type { Situation } from './situation';
import type { Attempt, Visit } from './visit';

export type ViewDeps = Pick<Services, 'db' | 'clock' | 'config'>;

export interface Shown {
  readonly situation: Situation;
  readonly attempt: Attempt;
}

/** What a situation looks like to the person who opened the link, or sent a decision through it. */
export async function viewOf(deps: ViewDeps, visit: Visit, { situation, attempt }: Shown): Promise<DecisionView> {
  switch (situation.kind) {
    case 'revoked':
      return { kind: 'revoked' };
    case 'expired':
      return expiredView(deps, visit);
    case 'locked':
      return { kind: 'locked', until: situation.until };
    case 'own-decision':
      return ownDecision(deps, visit, attempt);
    case 'paused':
    case 'frozen':
      return { kind: situation.kind, ...(await settledBy(deps, visit)) };
    case 'closed':
      return { ...situation, ...(await settledBy(deps, visit)) };
    case 'open':
      return openView(deps, visit, { attempt, changed: situation.changed, view: await viewed(deps, visit) });
  }
}

export const expiredView = (deps: ViewDeps, { path, token }: Visit): DecisionView => ({
  kind: 'expired',
  renewAction: `${path}/renew`,
  hidden: [linkFormField(deps, token)],
});

/** The person's own decision with a way to say that it was not theirs. */
export async function reportView(deps: ViewDeps, visit: Visit): Promise<DecisionView> {
  const decided = await decidedBy(deps, visit);
  return { kind: 'report', ...decided, action: `${visit.path}/report`, hidden: [linkFormField(deps, visit.token)] };
}

async function viewed({ db }: ViewDeps, { link }: Visit): Promise<RequestView> {
  const view = await requestView(db, link.found.task.request_id);
  if (!view) throw new DomainError('NOT_FOUND', 'There is no such request.');
  return view;
}

/** What the request is called, in whatever language its reader has. */
async function titled(deps: ViewDeps, visit: Visit): Promise<Titled> {
  const { subject, engagementId } = await viewed(deps, visit);
  const engagement = engagementId === null ? null : await findEngagement(deps.db, engagementId);
  return { title: subject.title, gate: gateTitleOf(subject, engagement) };
}

async function ownDecision(deps: ViewDeps, visit: Visit, attempt: Attempt): Promise<DecisionView> {
  const { task } = visit.link.found;
  const decided = await decidedBy(deps, visit);
  if (attempt.chosen !== null && attempt.chosen !== task.decision) return { kind: 'conflict', ...decided };
  const state = attempt.chosen === null ? 'known' : 'repeated';
  return { kind: 'recorded', state, reportHref: `${visit.path}/report`, ...decided };
}

async function decidedBy(deps: ViewDeps, visit: Visit) {
  const { task, recipient } = visit.link.found;
  return {
    request: await titled(deps, visit),
    decision: task.decision ?? task.status,
    by: recipient.name,
    at: task.decided_at?.getTime() ?? null,
    comment: task.comment,
  };
}

/** Who settled the step that the task belonged to, as far as somebody did; the reader was asked, and so may know. */
async function settledBy(deps: ViewDeps, visit: Visit) {
  const { decider } = visit.link.found;
  const [request, nameOf] = await Promise.all([titled(deps, visit), namesOf(deps.db, [decider?.assignee_id ?? null])]);
  return {
    request,
    decision: decider?.decision ?? null,
    by: decider ? nameOf(decider.assignee_id) : null,
    at: decider?.decided_at?.getTime() ?? null,
    comment: null,
  };
}
