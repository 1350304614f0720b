import { checkPolicy } from '../domain/approval/policy';
import { missing, type Reference, referencesOf } from '../domain/approval/policy-references';
import type { PolicyBody, PolicyVersion } from '../domain/approval/schema';
import { DomainError } from '../domain/errors';
import { dutyRules } from '../db/read/duty-rules';
import { appendAudit, MASTER_STREAM } from '../db/stores/audit';
import { findCalendar } from '../db/stores/calendars';
import { findDepartment } from '../db/stores/departments';
import { findPeople } from '../db/stores/people';
import { addPolicyVersion, findPolicy, lockPolicy } from '../db/stores/policies';
import { inTransaction, type Trx } from '../db/transaction';
import { checkIfMatch } from './precondition';
import { propose, type Saying } from './proposals/propose';
import type { Call } from './route';
import type { Services } from './services';

type Db = Services['db'];

export async function existingPolicy(db: Db, key: string, version?: number): Promise<PolicyVersion> {
  const policy = await findPolicy(db, key, version);
  if (!policy) throw new DomainError('POLICY_NOT_FOUND', 'There is no such policy or version.');
  return policy;
}

/** Refuses everything about a policy that could fail later, inside it and in what it names. */
export async function checkWhole(db: Db, key: string, body: PolicyBody): Promise<void> {
  checkPolicy(key, body, await dutyRules(db));
  const absent = await absentOf(db, referencesOf(body));
  if (absent.length === 0) return;
  const issues = absent.map(missing);
  throw new DomainError('POLICY_INVALID', issues.map(({ path, message }) => `${path} ${message}`).join('; '), issues);
}

async function absentOf(db: Db, references: readonly Reference[]): Promise<readonly Reference[]> {
  const idsOf = (kind: Reference['kind']) => [
    ...new Set(references.flatMap((one) => (one.kind === kind ? [one.id] : []))),
  ];
  const people = (await findPeople(db, idsOf('person'))).flatMap(({ id, active }) => (active ? [id] : []));
  const known = new Set(people);
  for (const id of idsOf('calendar')) if (await findCalendar(db, id)) known.add(id);
  for (const id of idsOf('department')) if (await findDepartment(db, id)) known.add(id);
  return references.filter(({ id }) => !known.has(id));
}

export interface Saving {
  readonly key: string;
  readonly call: Saying & Pick<Call<unknown, unknown, unknown>, 'ifMatch'>;
  /** The new content, made of the newest version while nobody else can add one. */
  readonly bodyOf: (newest: PolicyVersion | null) => PolicyBody;
}

export interface SavedPolicy {
  /** The one in force: the new one, or the one before while another administrator has to confirm; 0 where there is none. */
  readonly version: number;
  /** What waits to be confirmed. */
  readonly proposalId: string | null;
}

/** Adds a version after every check; the newest one is held, so that no edit is lost between reading and writing. */
export const savePolicy = (db: Db, { key, call, bodyOf }: Saving): Promise<SavedPolicy> =>
  inTransaction(db, async (trx) => {
    await lockPolicy(trx, key);
    const newest = await findPolicy(trx, key);
    checkIfMatch(call.ifMatch, newest?.version ?? null);
    const body = bodyOf(newest);
    if ((await dutyRules(trx)).policiesByTwo) {
      await checkWhole(trx, key, body);
      const version = newest?.version ?? 0;
      return { version, proposalId: await propose(trx, call, { kind: 'policy', key, baseVersion: version, body }) };
    }
    return { version: await addWhole(trx, { key, body, actorId: call.actor.id, call }), proposalId: null };
  });

interface Adding {
  readonly key: string;
  readonly body: PolicyBody;
  /** Who wrote it. */
  readonly actorId: string;
  readonly call: Saying;
  readonly proposalId?: string;
}

/** A version that is in force from now on, with its entry in the trail. */
export async function addWhole(trx: Trx, { key, body, actorId, call, proposalId }: Adding): Promise<number> {
  const { channel, now } = call;
  await checkWhole(trx, key, body);
  const version = await addPolicyVersion(trx, { key, body, actorId, now });
  const payload = { policyKey: key, version, ...(proposalId && { proposalId, confirmedById: call.actor.id }) };
  await appendAudit(trx, MASTER_STREAM, [
    { key: `policy:${key}:${version}`, at: now, type: 'policy.saved', actorId, channel, payload },
  ]);
  return version;
}
