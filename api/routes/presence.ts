import { v7 as uuidv7 } from 'uuid';
import { z } from 'zod';
import { DomainError, fieldError, type Issue } from '../../domain/errors';
import { overlaps } from '../../domain/people/absence';
import { hasRole, type Person } from '../../domain/people/people';
import { Absence, UserView } from '../../domain/people/schema';
import { Uuid } from '../../domain/shapes';
import { absencesOf, replaceAbsences } from '../../db/stores/absences';
import { handOverItems } from '../../db/stores/action-items';
import { activeByRole, findPeople, findPerson, lockPerson, nameSuccessor, updatePerson } from '../../db/stores/people';
import { inTransaction, type Trx } from '../../db/transaction';
import { auditPerson, existingPerson, known } from '../people';
import { tellRequests } from '../presence';
import { pageOf, wholeOf } from '../paging';
import { ok, type Route, route } from '../route';
import type { Services } from '../services';

type Deps = Pick<Services, 'db' | 'gateway'>;
const Params = z.strictObject({ id: Uuid });
type Params = z.infer<typeof Params>;
const Absences = z.array(Absence).max(100);

/** People who are away, and people who leave: what waits for them goes to others. */
export const presenceRoutes = (deps: Deps): readonly Route[] => [
  readAbsences(deps),
  saveAbsences(deps),
  deactivate(deps),
];

const readAbsences = ({ db }: Deps): Route =>
  route<Params>({
    method: 'get',
    path: '/users/{id}/absences',
    summary: 'A person’s absences and their substitutes',
    tag: 'People',
    access: 'insiders',
    params: Params,
    answers: { 200: pageOf(Absence) },
    handle: async ({ params }) => ok(wholeOf(await absencesOf(db, (await existingPerson(db, params.id)).id))),
  });

const saveAbsences = (deps: Deps): Route =>
  route<Params, unknown, Absence[]>({
    method: 'put',
    path: '/users/{id}/absences',
    summary: 'Replace a person’s absences; open tasks move to the substitutes and back',
    tag: 'People',
    access: 'insiders',
    params: Params,
    body: Absences,
    answers: { 200: Absences },
    handle: async (call) => {
      const { id } = await existingPerson(deps.db, call.params.id);
      if (call.actor.id !== id && !hasRole(call.actor, 'admin'))
        throw new DomainError('FORBIDDEN', 'Only the person or an administrator may do this.');
      await inTransaction(deps.db, async (trx) => {
        await checkAbsences(trx, id, call.body);
        const rows = call.body.map((absence) => ({ ...absence, id: uuidv7() }));
        await replaceAbsences(trx, id, rows);
        await auditPerson(trx, call, { id, type: 'user.absences', payload: { count: call.body.length } });
      });
      await tellRequests(deps, { personId: id, id: call.newId });
      return ok(call.body);
    },
  });

/** Each substitute is another active person, and no two absences say different things about one day. */
async function checkAbsences(trx: Trx, id: string, absences: readonly Absence[]): Promise<void> {
  const substitutes = await findPeople(
    trx,
    absences.map(({ substituteId }) => substituteId),
  );
  const active = new Set(substitutes.filter((person) => person.active).map((person) => person.id));
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

const deactivate = (deps: Deps): Route =>
  route<Params, unknown, { successorId?: string | undefined }>({
    method: 'post',
    path: '/users/{id}/deactivate',
    summary: 'End a person’s access at once; open tasks go to the successor, else the manager, else an administrator',
    tag: 'People',
    access: ['admin'],
    params: Params,
    body: z.strictObject({ successorId: Uuid.optional() }),
    answers: { 200: UserView },
    handle: async (call) => {
      const { successorId = null } = call.body;
      const person = await inTransaction(deps.db, async (trx) => {
        const { person: leaver } = known(await lockPerson(trx, call.params.id));
        await checkLeaving(trx, leaver, successorId);
        const left: Person = { ...leaver, active: false };
        await updatePerson(trx, left, call.now);
        await nameSuccessor(trx, left.id, successorId);
        await handOverItems(trx, { from: left.id, to: await heirOf(trx, left, successorId), now: call.now });
        await auditPerson(trx, call, { id: left.id, type: 'user.deactivated', payload: { successorId } });
        return left;
      });
      await tellRequests(deps, { personId: person.id, id: call.newId });
      return ok(person);
    },
  });

/** Who takes over the work of somebody who leaves: the successor, else the manager, else an administrator. */
async function heirOf(trx: Trx, leaver: Person, successorId: string | null): Promise<string> {
  if (successorId !== null) return successorId;
  const manager = leaver.managerId === null ? null : await findPerson(trx, leaver.managerId);
  if (manager?.active) return manager.id;
  const [admin] = (await activeByRole(trx, 'admin')).filter(({ id }) => id !== leaver.id);
  return admin?.id ?? leaver.id;
}

/** Somebody must be left who can let others in. */
async function checkLeaving(trx: Trx, leaver: Person, successorId: string | null): Promise<void> {
  const successor = successorId === null ? null : await findPerson(trx, successorId);
  if (successorId !== null && (successorId === leaver.id || !successor?.active))
    throw fieldError('successorId', 'is not another active person');
  const others = (await activeByRole(trx, 'admin')).filter(({ id }) => id !== leaver.id);
  if (others.length === 0) throw new DomainError('STATE_CONFLICT', 'The last administrator cannot leave.');
}
