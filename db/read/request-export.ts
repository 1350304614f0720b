import type { RequestExport } from '../../domain/approval/export-schema';
import type { RequestView } from '../../domain/approval/request-schema';
import type { PolicyVersion } from '../../domain/approval/schema';
import type { Db } from '../knex';
import { together } from '../together';
import { findPeople } from '../stores/people';
import { findPolicy } from '../stores/policies';
import { hashOf, type SubjectRow } from '../stores/subjects';
import { requestAudit } from './request-audit';

/** All that is known of one request, whoever asks for it and when. */
export type RequestRecords = Omit<RequestExport, 'format' | 'exportedAt' | 'exportedById'>;

/** Everything that is known of one request; `view` is what its reader may see of it. */
export async function exportRequest(
  db: Db,
  view: RequestView,
  { readerId, now }: { readonly readerId: string; readonly now: number },
): Promise<RequestExport> {
  const records = await requestRecords(db, view, [readerId]);
  const exportedAt = new Date(now).toISOString();
  return { format: 'tenure-request-export/1', exportedAt, exportedById: readerId, ...records };
}

/** `alsoIds` are people who are named beside those of the request. */
export async function requestRecords(
  db: Db,
  view: RequestView,
  alsoIds: readonly string[] = [],
): Promise<RequestRecords> {
  const audit = await requestAudit(db, view);
  const people = await findPeople(db, [...new Set([...alsoIds, ...peopleIn(view, audit)])]);
  return {
    request: view,
    people: people.map(({ id, name }) => ({ id, name })).sort((a, b) => (a.id < b.id ? -1 : 1)),
    subjectVersions: await subjectVersions(db, view.id),
    policyVersions: await policyVersions(db, view, audit),
    audit,
  };
}

function peopleIn(view: RequestView, { entries }: RequestExport['audit']): readonly string[] {
  const tasks = view.steps.flatMap((step) => step.tasks);
  const ids = [
    view.requesterId,
    ...tasks.flatMap((task) => [task.assigneeId, task.ownerId, task.onBehalfOfId]),
    ...view.comments.flatMap(({ authorId, mentionIds }) => [authorId, ...mentionIds]),
    ...view.attachments.map(({ uploadedById }) => uploadedById),
    ...entries.flatMap(({ actorId, onBehalfOfId }) => [actorId, onBehalfOfId]),
  ];
  return ids.filter((id) => id !== null);
}

async function subjectVersions(db: Db, requestId: string): Promise<RequestExport['subjectVersions']> {
  const rows = await db<SubjectRow & { readonly created_at: Date }>('request_subjects')
    .where({ request_id: requestId })
    .orderBy(['created_at', 'hash'])
    .select();
  return rows.map((row) => ({
    hash: row.hash,
    type: row.type,
    title: row.title,
    // A JSON column, written from what came in as JSON.
    data: row.data as RequestView['subject']['data'],
    createdAt: row.created_at.toISOString(),
    intact: hashOf(row) === row.hash,
  }));
}

async function policyVersions(db: Db, { policy }: RequestView, { entries }: RequestExport['audit']) {
  const used = entries.flatMap(({ type, payload }) =>
    type === 'request.opened' && typeof payload['policyVersion'] === 'number' ? [payload['policyVersion']] : [],
  );
  const numbers = [...new Set([...used, policy.version])].sort((a, b) => a - b);
  const found = await together(
    db,
    numbers.map((version) => () => findPolicy(db, policy.key, version)),
  );
  return found.filter((version): version is PolicyVersion => version !== null);
}
