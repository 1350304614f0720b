import { ApplicationFailure } from '@temporalio/activity';
import { holds } from '../domain/approval/condition';
import type { Candidate, Fact, Found } from '../domain/approval/events';
import type { Choice, Inclusive, MatrixBlock, Node, Step } from '../domain/approval/schema';
import { rulesHit } from '../domain/approval/matrix';
import { branchesOf, isMatrix, isStep } from '../domain/approval/flow';
import type { PolicySnapshot } from '../domain/approval/state';
import type { WorkCalendar } from '../domain/calendar/schema';
import { DomainError } from '../domain/errors';
import { appendAudit, engagementStream, requestStream } from '../db/stores/audit';
import { findCalendar } from '../db/stores/calendars';
import { activeByRole, findPerson } from '../db/stores/people';
import { findPolicy } from '../db/stores/policies';
import { type RequestRecord, saveRemark, saveRequest } from '../db/stores/requests';
import { findSubject } from '../db/stores/subjects';
import { inTransaction, type Trx } from '../db/transaction';
import type { Deps } from './deps';
import { candidatesFor } from './approvers';

export interface StampedFact {
  readonly fact: Fact;
  /** Business identity within the request. */
  readonly key: string;
  readonly at: number;
}

export interface RecordRequest extends RequestRecord {
  readonly facts: readonly StampedFact[];
}

export interface ResolveStep {
  readonly requestId: string;
  readonly subjectHash: string;
  readonly requesterId: string;
  readonly step: Step;
  readonly selected: readonly string[];
  readonly chosen?: readonly string[];
  readonly adminId: string | null;
}

interface Snapshot {
  readonly policy: PolicySnapshot;
  readonly calendars: Readonly<Record<string, WorkCalendar>>;
}

export interface BranchQuery<Block = Choice> {
  readonly requestId: string;
  readonly subjectHash: string;
  readonly node: Block;
}

export interface StandInQuery {
  readonly who: string;
  readonly forId: string;
  readonly notIds: readonly string[];
}

/** What an approval workflow reads and writes. All of it is safe to repeat. */
export const approvalActivities = ({ db }: Pick<Deps, 'db'>) => ({
  /** The newest version of a policy with the calendars that it counts by. */
  snapshotPolicy: (key: string): Promise<Snapshot> => snapshot(db, key),
  /** The people whom a step names, as the directory knows them now. */
  resolveStep: (query: ResolveStep): Promise<Found> => resolve(db, query),
  /** The first branch whose condition holds; the number of branches means the default. */
  async chooseBranch({ requestId, subjectHash, node }: BranchQuery): Promise<number> {
    const subject = await findSubject(db, requestId, subjectHash);
    const index = node.choose.findIndex(({ when }) => holdsOr(false, when, subject?.data));
    return index === -1 ? node.choose.length : index;
  },
  /** Every branch of an inclusive block whose condition holds (none means the default), or the rules of a matrix that hold. */
  async chooseBranches({ requestId, subjectHash, node }: BranchQuery<Inclusive | MatrixBlock>): Promise<number[]> {
    const subject = await findSubject(db, requestId, subjectHash);
    return isMatrix(node) ? hitsOr(node, subject?.data) : branchesHeld(node, subject?.data);
  },
  /** A person to step in: the manager, an administrator, or the one named; null when nobody may. */
  async findStandIn({ who, forId, notIds }: StandInQuery): Promise<string | null> {
    const free = (id: string | null): id is string => id !== null && !notIds.includes(id);
    if (who === 'admin') return (await admins(db, null)).find(free) ?? null;
    const wanted = who === 'manager' ? ((await findPerson(db, forId))?.managerId ?? null) : who;
    return free(wanted) ? activeId(db, wanted) : null;
  },
  /** Read model, remarks and audit entries of one or more events, in one transaction. */
  recordRequest: (record: RecordRequest): Promise<void> => inTransaction(db, (trx) => write(trx, record)),
});

async function write(trx: Trx, record: RecordRequest): Promise<void> {
  const { state, facts } = record;
  await saveRequest(trx, record);
  for (const { fact, key, at } of facts) await saveRemark(trx, state.id, { fact, key, at, round: state.round });
  const subject = await findSubject(trx, state.id, state.subjectHash);
  const stream = subject?.engagement_id ? engagementStream(subject.engagement_id) : requestStream(state.id);
  const entries = facts.map((stamped) => auditEntry(state.id, stamped));
  await appendAudit(trx, stream, entries);
}

async function snapshot(db: Deps['db'], key: string): Promise<Snapshot> {
  const found = await findPolicy(db, key);
  if (!found) throw ApplicationFailure.nonRetryable(`There is no policy ${key}.`, 'POLICY_NOT_FOUND');
  const { version, settings, steps } = found;
  const calendars: Record<string, WorkCalendar> = {};
  for (const name of calendarKeys(steps, settings.calendar)) {
    const stored = await findCalendar(db, name);
    if (stored) calendars[name] = stored.calendar;
  }
  return { policy: { key, version, settings, steps }, calendars };
}

async function resolve(db: Deps['db'], query: ResolveStep): Promise<Found> {
  const { step, requestId, subjectHash, requesterId, selected, chosen = [] } = query;
  const subject = await findSubject(db, requestId, subjectHash);
  const adminIds = await admins(db, query.adminId);
  const named = step.emptyHandler?.startsWith('user:') ? step.emptyHandler.slice('user:'.length) : null;
  const fallbackId = await activeId(db, named);
  const applies = step.when === undefined || holdsOr(true, step.when, subject?.data);
  const wanted = { db, step, roles: subject?.roles ?? {}, requesterId, selected, chosen };
  const candidates: readonly Candidate[] = applies ? await candidatesFor(wanted) : [];
  return { applies, candidates, adminIds, fallbackId };
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

const calendarKeys = (nodes: readonly Node[], own: string | undefined): ReadonlySet<string> =>
  new Set([...(own === undefined ? [] : [own]), ...nodes.flatMap(keysOf)]);

function keysOf(node: Node): readonly string[] {
  if (isStep(node)) return node.sla ? [node.sla.calendar] : [];
  return branchesOf(node).flatMap((branch) => branch.flatMap(keysOf));
}

async function admins(db: Deps['db'], first: string | null): Promise<readonly string[]> {
  const ids = (await activeByRole(db, 'admin')).map(({ id }) => id);
  const own = await activeId(db, first);
  return own === null ? ids : [own, ...ids.filter((id) => id !== own)];
}

async function activeId(db: Deps['db'], id: string | null): Promise<string | null> {
  const person = id === null ? null : await findPerson(db, id);
  return person?.active ? person.id : null;
}

function branchesHeld(node: Inclusive, data: Data | undefined): number[] {
  const held = node.inclusive.flatMap(({ when }, index) => (holdsOr(true, when, data) ? [index] : []));
  return held.length > 0 ? held : [node.inclusive.length];
}

type Data = Readonly<Record<string, unknown>>;

/** A matrix that the data cannot answer asks everybody it names: nobody's consent is lost to a spelling mistake. */
function hitsOr(node: MatrixBlock, data: Data = {}): number[] {
  try {
    return [...rulesHit(node, data)];
  } catch (error) {
    if (error instanceof DomainError) return node.matrix.rules.map((_, index) => index);
    throw error;
  }
}

/** A condition that the data cannot answer: a step then asks its people, a branch is not taken. */
function holdsOr(otherwise: boolean, when: string, data: Data = {}): boolean {
  try {
    return holds(when, data);
  } catch (error) {
    if (error instanceof DomainError) return otherwise;
    throw error;
  }
}
