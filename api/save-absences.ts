import { v7 as uuidv7 } from 'uuid';
import { DomainError, type Issue } from '../domain/errors';
import { overlaps } from '../domain/people/absence';
import { hasRole, isColleague, type Person } from '../domain/people/people';
import type { Absence } from '../domain/people/schema';
import { absencesOf, replaceAbsences } from '../db/stores/absences';
import { findPeople, lockPerson } from '../db/stores/people';
import { inTransaction, type Trx } from '../db/transaction';
import { auditPerson, existingPerson } from './people';
import { tellRequests } from './presence';
import type { Call } from './route';
import type { Services } from './services';

type Saying = Pick<Call<unknown, unknown, unknown>, 'actor' | 'channel' | 'now' | 'newId'>;

export interface AbsenceChange {
  readonly personId: string;
  /** The new list, made of the present one while nobody else can change it. */
  readonly change: (present: readonly Absence[]) => readonly Absence[];
}

/** Whether somebody may say when a person is away, and who stands in. */
export const mayChangeAbsences = (actor: Person, personId: string): boolean =>
  actor.id === personId || hasRole(actor, 'admin');

/** Writes a person's absences; open tasks move to the substitutes and back. */
export async function saveAbsences(
  deps: Pick<Services, 'db' | 'gateway'>,
  call: Saying,
  { personId, change }: AbsenceChange,
): Promise<void> {
  const { id } = await existingPerson(deps.db, personId);
  if (!mayChangeAbsences(call.actor, id))
    throw new DomainError('FORBIDDEN', 'Only the person or an administrator may do this.');
  await inTransaction(deps.db, async (trx) => {
    await lockPerson(trx, id);
    const absences = change(await absencesOf(trx, id));
    await checkAbsences(trx, id, absences);
    const rows = absences.map((absence) => ({ ...absence, id: uuidv7() }));
    await replaceAbsences(trx, { userId: id, byId: call.actor.id }, rows);
    await auditPerson(trx, call, { id, type: 'user.absences', payload: { count: absences.length } });
  });
  await tellRequests(deps, { personId: id, id: call.newId });
}

/** Each substitute is another active person of the organisation, and no two absences say different things about one day. */
async function checkAbsences(trx: Trx, id: string, absences: readonly Absence[]): Promise<void> {
  const substitutes = await findPeople(
    trx,
    absences.map(({ substituteId }) => substituteId),
  );
  const active = new Set(
    substitutes.filter((person) => person.active && isColleague(person)).map((person) => person.id),
  );
  const issues = absences.flatMap((absence, index): Issue[] => [
    ...(absence.substituteId === id || !active.has(absence.substituteId)
      ? [{ path: `${index}.substituteId`, message: 'is not another active person' }]
      : []),
    ...(absences.slice(0, index).some((earlier) => overlaps(earlier, absence))
      ? [{ path: `${index}.from`, message: 'overlaps an absence before it in the list' }]
      : []),
  ]);
  const [first] = issues;
  if (first) throw new DomainError('INVALID_FIELDS', `${first.path} ${first.message}.`, issues);
}
