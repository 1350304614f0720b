import { fieldError } from '../domain/errors';
import { isColleague, type Person } from '../domain/people/people';
import type { Db } from '../db/knex';
import { handOverItems } from '../db/stores/action-items';
import { noteAppointments } from '../db/stores/appointment-changes';
import { findPerson, lockPerson, nameSuccessor, updatePerson } from '../db/stores/people';
import { inTransaction, type Trx } from '../db/transaction';
import { keepAnAdministrator, otherAdmins } from './administrators';
import { auditPerson, known } from './people';
import { tellRequests } from './presence';
import type { Call } from './route';
import type { Services } from './services';

type Saying = Pick<Call<unknown, unknown, unknown>, 'actor' | 'channel' | 'now' | 'newId'>;

export interface Leaving {
  readonly id: string;
  readonly successorId: string | null;
}

/** Ends a person's access at once, and lets what waits for them go to others. */
export async function deactivatePerson(
  deps: Pick<Services, 'db' | 'gateway'>,
  call: Saying,
  { id, successorId }: Leaving,
): Promise<Person> {
  const person = await inTransaction(deps.db, async (trx) => {
    const { person: leaver } = known(await lockPerson(trx, id));
    await checkLeaving(trx, leaver, successorId);
    const left: Person = { ...leaver, active: false };
    await updatePerson(trx, left, call.now);
    await nameSuccessor(trx, left.id, successorId);
    const named = { kind: 'successor', subject: id, before: null, after: successorId } as const;
    await noteAppointments(trx, { byId: call.actor.id, appointments: [named] });
    await handOverItems(trx, { from: left.id, to: await heirOf(trx, left, successorId), now: call.now });
    await auditPerson(trx, call, { id: left.id, type: 'user.deactivated', payload: { successorId } });
    return left;
  });
  await tellRequests(deps, { personId: person.id, id: call.newId });
  return person;
}

/** Who takes over the work of somebody who leaves: the successor, else the manager, else an administrator. */
export async function heirOf(db: Db, leaver: Person, successorId: string | null): Promise<string> {
  if (successorId !== null) return successorId;
  const manager = leaver.managerId === null ? null : await findPerson(db, leaver.managerId);
  if (manager?.active) return manager.id;
  const [admin] = await otherAdmins(db, leaver.id);
  return admin?.id ?? leaver.id;
}

async function checkLeaving(trx: Trx, leaver: Person, successorId: string | null): Promise<void> {
  const successor = successorId === null ? null : await findPerson(trx, successorId);
  if (successorId !== null && (successorId === leaver.id || !successor?.active || !isColleague(successor)))
    throw fieldError('successorId', 'is not another active person');
  await keepAnAdministrator(trx, leaver, 'The last administrator cannot leave.');
}
