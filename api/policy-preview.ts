import { AGREEING, previewOf } from '../domain/approval/preview';
import type { Preview, PreviewBody } from '../domain/approval/preview-schema';
import { openRequest, REVISION } from '../domain/approval/reducer';
import type { PolicyVersion } from '../domain/approval/schema';
import { DomainError, fieldError } from '../domain/errors';
import { hasRole, type Person } from '../domain/people/people';
import { snapshotOf } from '../db/read/approval-answers';
import { contentEditors } from '../db/read/content-editors';
import { playRequest } from '../db/read/play-request';
import { findPeople, findPerson } from '../db/stores/people';
import { hashOf } from '../db/stores/subjects';
import { scopedEngagement } from './engagement-scope';
import { checkWhole, existingPolicy } from './policies';
import { checkAnswerable } from './requests';
import type { Services } from './services';

type Db = Services['db'];

export interface Previewing {
  readonly key: string;
  readonly body: PreviewBody;
  readonly actor: Person;
  readonly now: number;
  readonly id: string;
}

/** The way and the people of a request that nobody makes: nothing is started, written or mailed. */
export async function previewPolicy(db: Db, previewing: Previewing): Promise<Preview> {
  const { key, body, now, id } = previewing;
  const requesterId = await requesterOf(db, previewing);
  const policy = await policyFor(db, key, body);
  checkAnswerable(policy, body.subject.data);
  const { roles, excludedIds, editorIds } = await teamFor(db, previewing);
  const opened = openRequest(
    {
      ...{
        requestId: id,
        policyKey: key,
        gate: null,
        requesterId,
        excludedIds,
        ccIds: [],
        select: body.select,
        latestAt: null,
      },
      subjectHash: hashOf(body.subject),
      revision: REVISION,
    },
    body.startAt === undefined ? now : Date.parse(body.startAt),
  );
  const snapshot = { ...(await snapshotOf(db, policy)), ...(editorIds.length > 0 && { editorIds }) };
  const { engagementId } = body;
  const stage = { opened, snapshot, data: body.subject.data, roles, script: AGREEING };
  const played = await playRequest(db, { ...stage, ...(engagementId !== undefined && { engagementId }) });
  const people = await findPeople(db, [...new Set(played.state.tasks.map(({ assigneeId }) => assigneeId))]);
  return previewOf({
    played,
    policy: { key, version: body.candidate ? null : policy.version },
    names: new Map(people.map((person) => [person.id, person.name])),
  });
}

/** Everybody may look at their own way; who keeps or audits policies may look at everybody's. */
async function requesterOf(db: Db, { actor, body }: Previewing): Promise<string> {
  const { requesterId = actor.id } = body;
  if (requesterId !== actor.id && !hasRole(actor, 'admin', 'manager', 'auditor'))
    throw new DomainError('FORBIDDEN', 'You may preview your own requests only.');
  if (!(await findPerson(db, requesterId))?.active) throw fieldError('requesterId', 'is not an active person');
  return requesterId;
}

/** The candidate after every check that saving it would make, or the newest version. */
export async function policyFor(
  db: Db,
  key: string,
  { candidate }: Pick<PreviewBody, 'candidate'>,
): Promise<PolicyVersion> {
  if (!candidate) return existingPolicy(db, key);
  await checkWhole(db, key, candidate);
  return { key, version: CANDIDATE, ...candidate };
}

/** No saved policy has this version. */
const CANDIDATE = 0;

async function teamFor(db: Db, { key, actor, body, now }: Previewing) {
  if (body.engagementId === undefined) return { roles: {}, excludedIds: [], editorIds: [] };
  const { id: engagementId, roles: team } = await scopedEngagement(db, body.engagementId, { actor, act: 'read' });
  const roles = Object.fromEntries(Object.entries(team).flatMap(([name, id]) => (id ? [[name, id]] : [])));
  // The subject of a gate is called as its policy is.
  const content = { type: key, engagementId, writtenAt: new Date(now), milestoneId: null };
  const editorIds = await contentEditors(db, content);
  return { roles, excludedIds: team.vendorRep ? [team.vendorRep] : [], editorIds };
}
