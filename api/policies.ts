import { checkPolicy } from '../domain/approval/policy';
import { missing, type Reference, referencesOf } from '../domain/approval/policy-references';
import type { PolicyBody, PolicyVersion } from '../domain/approval/schema';
import { DomainError } from '../domain/errors';
import { appendAudit, MASTER_STREAM } from '../db/stores/audit';
import { findCalendar } from '../db/stores/calendars';
import { findDepartment } from '../db/stores/departments';
import { findPeople } from '../db/stores/people';
import { addPolicyVersion, findPolicy, lockPolicy } from '../db/stores/policies';
import { inTransaction } from '../db/transaction';
import { checkIfMatch } from './precondition';
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
  checkPolicy(key, body);
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
  readonly call: Pick<Call<unknown, unknown, unknown>, 'actor' | 'channel' | 'now' | 'ifMatch'>;
  /** The new content, made of the newest version while nobody else can add one. */
  readonly bodyOf: (newest: PolicyVersion | null) => PolicyBody;
}

/** Adds a version after every check; the newest one is held, so that no edit is lost between reading and writing. */
export const savePolicy = (db: Db, { key, call, bodyOf }: Saving): Promise<number> =>
  inTransaction(db, async (trx) => {
    const { actor, channel, now, ifMatch } = call;
    await lockPolicy(trx, key);
    const newest = await findPolicy(trx, key);
    checkIfMatch(ifMatch, newest?.version ?? null);
    const body = bodyOf(newest);
    await checkWhole(trx, key, body);
    const version = await addPolicyVersion(trx, { key, body, actorId: actor.id, now });
    const entry = { key: `policy:${key}:${version}`, at: now, type: 'policy.saved', actorId: actor.id, channel };
    await appendAudit(trx, MASTER_STREAM, [{ ...entry, payload: { policyKey: key, version } }]);
    return version;
  });
