import type { RequestView } from '../../domain/approval/request-schema';
import { findEngagement } from '../../db/stores/engagements';
import { findPeople } from '../../db/stores/people';
import { findPolicy } from '../../db/stores/policies';
import type { Db } from '../../db/knex';
import { gateTitleOf } from '../../templates/request-title';
import { amountOf, factsOf } from '../../templates/facts';
import type { FileView, RequestView as PageRequest, StepView, TaskView as TaskLine } from '../../templates/page-data';
import type { Held, ReportView } from '../../templates/held-data';
import { inReadingOrder, taskWord, toSignLater } from '../../templates/task-word';

type Step = RequestView['steps'][number];
type Task = Step['tasks'][number];
export type NameOf = (id: string) => string;

/** Names of people by id; somebody unknown shows as their id. */
export async function namesOf(db: Db, ids: readonly (string | null)[]): Promise<NameOf> {
  const wanted = [...new Set(ids.filter((id) => id !== null))];
  const names = new Map((await findPeople(db, wanted)).map(({ id, name }) => [id, name]));
  return (id) => names.get(id) ?? id;
}

interface Seen {
  /** Whether the reader may open the engagement's own page. */
  readonly linkEngagement: boolean;
}

/** A request with names in place of ids, for people to read. */
export async function pageRequest(db: Db, request: RequestView, { linkEngagement }: Seen): Promise<PageRequest> {
  const people = request.steps.flatMap(({ tasks }) =>
    tasks.flatMap((task) => [task.assigneeId, task.onBehalfOfId, ...(task.signing?.peopleIds ?? [])]),
  );
  const nameOf = await namesOf(db, [
    request.requesterId,
    ...people,
    ...request.comments.map(({ authorId }) => authorId),
    ...request.reports.flatMap(({ byId, settledById }) => [byId, settledById]),
    ...request.attachments.map(({ uploadedById }) => uploadedById),
  ]);
  const policy = await findPolicy(db, request.policy.key, request.policy.version);
  const engagement = request.engagementId === null ? null : await findEngagement(db, request.engagementId);
  const { data } = request.subject;
  return {
    id: request.id,
    title: request.subject.title,
    gate: gateTitleOf(request.subject, engagement),
    policy: policy?.title ?? request.policy.key,
    status: request.status,
    round: request.round,
    requester: nameOf(request.requesterId),
    startedAt: Date.parse(request.startedAt),
    closedAt: instantOf(request.closedAt),
    outcomeReason: request.outcomeReason,
    ...heldOf(request, nameOf),
    engagement: engagement && {
      number: engagement.number,
      title: engagement.title,
      href: linkEngagement ? `/engagements/${engagement.id}` : null,
    },
    amount: amountOf(data),
    facts: factsOf(data),
    fingerprint: request.subjectHash.slice(0, 12),
    steps: request.steps.map((step) => stepOf(step, nameOf)),
    files: request.attachments.map((file) => fileOf(request.id, file, nameOf)),
    comments: request.comments.map(({ authorId, at, text }) => ({ name: nameOf(authorId), at: Date.parse(at), text })),
  };
}

const heldOf = (request: RequestView, nameOf: NameOf): Held => ({
  coolingOffUntil: instantOf(request.coolingOffUntil),
  frozenSince: instantOf(request.frozenSince),
  reports: request.reports.map((report) => reportOf(request, report, nameOf)),
});

function reportOf(request: RequestView, report: RequestView['reports'][number], nameOf: NameOf): ReportView {
  const { taskId, byId, at, outcome, settledById, settledAt } = report;
  const task = request.steps.flatMap(({ tasks }) => tasks).find(({ id }) => id === taskId);
  return {
    person: task ? nameOf(task.assigneeId) : '',
    by: nameOf(byId),
    at: Date.parse(at),
    outcome,
    settledBy: settledById && nameOf(settledById),
    settledAt: instantOf(settledAt),
  };
}

const instantOf = (at: string | null): number | null => (at === null ? null : Date.parse(at));

const stepOf = (step: Step, nameOf: NameOf): StepView => ({
  title: step.title,
  mode: step.mode,
  status: step.status,
  round: step.round,
  reasonCode: step.reasonCode,
  tasks: inReadingOrder(step.tasks).map((task) => ({
    name: nameOf(task.assigneeId),
    onBehalfOf: task.onBehalfOfId && nameOf(task.onBehalfOfId),
    asked: askedBy(step, task, nameOf),
    later: toSignLater(step.tasks, task).map(nameOf),
    status: task.status,
    word: taskWord(task),
    reasonCode: task.reasonCode,
    comment: task.comment,
    dueAt: instantOf(task.dueAt),
    decidedAt: instantOf(task.decidedAt),
    channel: task.channel,
  })),
});

function askedBy({ tasks }: Step, { askedById, askedFor }: Task, nameOf: NameOf): TaskLine['asked'] {
  const asker = tasks.find(({ id }) => id === askedById);
  return asker ? { key: `path.asked-${askedFor ?? 'opinion'}`, name: nameOf(asker.assigneeId) } : null;
}

const fileOf = (requestId: string, file: RequestView['attachments'][number], nameOf: NameOf): FileView => ({
  name: file.fileName,
  href: `/requests/${requestId}/attachments/${file.id}`,
  size: file.size,
  fingerprint: file.sha256.slice(0, 12),
  by: nameOf(file.uploadedById),
  at: Date.parse(file.createdAt),
});
