import { DomainError } from '../domain/errors';
import type { Person } from '../domain/people/people';
import type { NewUser, UserPatch } from '../domain/people/schema';
import type { Db } from '../db/knex';
import { findByEmail, findPerson, insertPerson, type KeptPerson, lockPerson, updatePerson } from '../db/stores/people';
import { noteAppointments } from '../db/stores/appointment-changes';
import { noteRoleChanges } from '../db/stores/role-changes';
import { inTransaction, type Trx } from '../db/transaction';
import { keepAnAdministrator, losesRole } from './administrators';
import { auditPerson, known } from './people';
import { checkIfMatch } from './precondition';
import type { Call } from './route';

type Saying = Pick<Call<unknown, unknown, unknown>, 'actor' | 'channel' | 'now' | 'newId' | 'ifMatch'>;

export async function createPerson(db: Db, call: Saying, body: NewUser): Promise<Person> {
  const { managerId = null, departmentId = null, ...rest } = body;
  const person: Person = { ...rest, id: call.newId, managerId, departmentId, active: true };
  await inTransaction(db, async (trx) => {
    await checkPerson(trx, person);
    await insertPerson(trx, person, call.now);
    await noteChanges(trx, {
      before: { ...person, roles: [], managerId: null, departmentId: null },
      after: person,
      byId: call.actor.id,
    });
    await auditPerson(trx, call, { id: person.id, type: 'user.created', payload: { roles: person.roles } });
  });
  return person;
}

export const changePerson = (
  db: Db,
  call: Saying,
  { id, patch }: { readonly id: string; readonly patch: UserPatch },
): Promise<KeptPerson> =>
  inTransaction(db, async (trx) => {
    const kept = known(await lockPerson(trx, id));
    checkIfMatch(call.ifMatch, kept.version);
    const changed = withPatch(kept.person, patch);
    await checkPerson(trx, changed);
    if (losesRole(kept.person, changed))
      await keepAnAdministrator(trx, changed, 'The last administrator keeps the role.');
    const version = await updatePerson(trx, changed, call.now);
    await noteChanges(trx, { before: kept.person, after: changed, byId: call.actor.id });
    await auditPerson(trx, call, { id, type: 'user.changed', payload: { fields: Object.keys(patch) } });
    return { person: changed, version };
  });

interface Changed {
  readonly before: Person;
  readonly after: Person;
  readonly byId: string;
}

/** Keeps who changed what gives this person or others a say. */
async function noteChanges(trx: Trx, { before, after, byId }: Changed): Promise<void> {
  const { id } = after;
  await noteRoleChanges(trx, { userId: id, before: before.roles, after: after.roles, byId });
  await noteAppointments(trx, {
    byId,
    appointments: [
      { kind: 'manager', subject: id, before: before.managerId, after: after.managerId },
      { kind: 'department', subject: id, before: before.departmentId, after: after.departmentId },
    ],
  });
}

async function checkPerson(trx: Trx, person: Person): Promise<void> {
  const same = await findByEmail(trx, person.email);
  if (same && same.id !== person.id)
    throw new DomainError('CONFLICT', 'Somebody already has this address.', [{ path: 'email', message: 'is taken' }]);
  const missing =
    person.managerId !== null && (person.managerId === person.id || !(await findPerson(trx, person.managerId)));
  if (missing)
    throw new DomainError('INVALID_FIELDS', 'The manager is not another known person.', [
      { path: 'managerId', message: 'is not another known person' },
    ]);
}

const withPatch = (person: Person, patch: UserPatch): Person => ({
  ...person,
  ...Object.fromEntries(Object.entries(patch).filter(([, value]) => value !== undefined)),
});
