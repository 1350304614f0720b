import { ApplicationFailure } from '@temporalio/activity';
import { branchesTaken } from '../domain/approval/branching';
import type { Fact, Found, Presence } from '../domain/approval/events';
import type { Choice, Inclusive, MatrixBlock, Step } from '../domain/approval/schema';
import {
  newestSnapshot,
  peopleAway,
  peopleForStep,
  type Snapshot,
  standInFor,
  type PresenceQuery,
  type StandInQuery,
} from '../db/read/approval-answers';
import { editorsOf } from '../db/read/content-editors';
import { claimAttachments } from '../db/stores/attachments';
import { openRequestsOf } from '../db/read/open-requests';
import { appendAudit, streamOfRequest } from '../db/stores/audit';
import { type RequestRecord, saveRemark, saveRequest } from '../db/stores/requests';
import { sampleLoader } from '../db/stores/samples';
import { findSubject } from '../db/stores/subjects';
import { inTransaction, type Trx } from '../db/transaction';
import type { Deps } from './deps';

export interface StampedFact {
  readonly fact: Fact;
  /** Business identity within the request. */
  readonly key: string;
  readonly at: number;
}

export interface RecordRequest extends Pick<RequestRecord, 'state'> {
  /** What has changed since the last record, of what stands in the state: it is kept in the history once. */
  readonly runIds: readonly string[];
  readonly taskIds: readonly string[];
  readonly facts: readonly StampedFact[];
}

/** What a round decides on; missing in what was asked before its editors were kept apart. */
export type SubjectOfRound = Pick<ResolveStep, 'requestId' | 'subjectHash'>;

export interface ResolveStep {
  readonly requestId: string;
  readonly subjectHash: string;
  readonly requesterId: string;
  readonly step: Step;
  readonly selected: readonly string[];
  readonly chosen?: readonly string[];
  readonly adminId: string | null;
  readonly policyKey: string;
  readonly partyIds?: readonly string[];
  /** Epoch milliseconds of business time. */
  readonly now: number;
}

export interface BranchQuery<Block = Choice> {
  readonly requestId: string;
  readonly subjectHash: string;
  readonly node: Block;
}

/** What an approval workflow reads and writes. All of it is safe to repeat. */
export const approvalActivities = ({ db }: Pick<Deps, 'db'>) => ({
  /** The newest version of a policy with the calendars that it counts by, and who is kept from deciding by having changed the subject. */
  async snapshotPolicy(key: string, subject?: SubjectOfRound): Promise<Snapshot> {
    const found = await newestSnapshot(db, key);
    if (!found) throw ApplicationFailure.nonRetryable(`There is no policy ${key}.`, 'POLICY_NOT_FOUND');
    const editorIds = subject ? await editorsOf(db, subject.requestId, subject.subjectHash) : [];
    return editorIds.length > 0 ? { ...found, editorIds } : found;
  },
  /** The people whom a step names, as the directory knows them now. */
  async resolveStep({ requestId, subjectHash, chosen = [], ...query }: ResolveStep): Promise<Found> {
    const subject = await findSubject(db, requestId, subjectHash);
    const { data = {}, roles = {}, engagement_id: engagementId = null } = subject ?? {};
    const found = await peopleForStep(db, { ...query, chosen, data, roles, engagementId });
    const loaderId = engagementId === null ? null : await sampleLoader(db, engagementId);
    return loaderId === null ? found : askedOfSample(found, loaderId);
  },
  /** The first branch whose condition holds; the number of branches means the default. */
  async chooseBranch({ requestId, subjectHash, node }: BranchQuery): Promise<number> {
    const subject = await findSubject(db, requestId, subjectHash);
    const [taken] = branchesTaken(node, subject?.data ?? {});
    return taken ?? node.choose.length;
  },
  /** Every branch of an inclusive block whose condition holds (none means the default), or the rules of a matrix that hold. */
  async chooseBranches({ requestId, subjectHash, node }: BranchQuery<Inclusive | MatrixBlock>): Promise<number[]> {
    const subject = await findSubject(db, requestId, subjectHash);
    return branchesTaken(node, subject?.data ?? {});
  },
  /** Who of some people is away or has left, and who acts for them; whoever is not named is there. */
  presenceOf: (query: PresenceQuery): Promise<Readonly<Record<string, Presence>>> => peopleAway(db, query),
  /** Requests that wait for somebody of these people. */
  openRequestsOf: (personIds: readonly string[]): Promise<string[]> => openRequestsOf(db, personIds),
  /** A person to step in: the manager, an administrator, or the one named; null when nobody may. */
  findStandIn: (query: StandInQuery): Promise<string | null> => standInFor(db, query),
  /**
   * Read model, remarks and audit entries of one or more events, in one transaction. Answers with the version of the read
   * model where it is later than the one that was to be recorded.
   */
  recordRequest: (record: RecordRequest): Promise<number | null> => inTransaction(db, (trx) => write(trx, record)),
});

/** A sample asks whoever loaded it, and no colleague: whoever is away or has left is stood in for by an administrator. */
function askedOfSample(found: Found, loaderId: string): Found {
  if (!found.applies || !found.adminIds.includes(loaderId)) return { ...found, candidates: [], fallbackId: null };
  const loader = { personId: loaderId, weight: 1, origin: 'direct', managerId: null } as const;
  return { ...found, candidates: [loader], fallbackId: null };
}

async function write(trx: Trx, record: RecordRequest): Promise<number | null> {
  const { state, runIds, taskIds, facts } = record;
  const runs = state.runs.filter(({ id }) => runIds.includes(id));
  const tasks = state.tasks.filter(({ id }) => taskIds.includes(id));
  const newer = await saveRequest(trx, { state, runs, tasks });
  for (const { fact, key, at } of facts) {
    await saveRemark(trx, state.id, { fact, key, at, round: state.round });
    await claimAttachments(trx, state.id, { fact, key });
  }
  const subject = await findSubject(trx, state.id, state.subjectHash);
  const stream = streamOfRequest(state.id, subject?.engagement_id ?? null);
  const entries = facts.map((stamped) => auditEntry(state.id, stamped));
  await appendAudit(trx, stream, entries);
  return newer;
}

const auditEntry = (requestId: string, { fact, key, at }: StampedFact) => ({
  key: `${requestId}:${key}`,
  at,
  type: fact.type,
  actorId: fact.actorId ?? undefined,
  onBehalfOfId: fact.onBehalfOfId ?? undefined,
  channel: fact.channel,
  payload: { requestId, taskId: fact.taskId, comment: fact.comment, ...fact.payload },
});
