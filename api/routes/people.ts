import { z } from 'zod';
import { DomainError } from '../../domain/errors';
import type { Person } from '../../domain/people/people';
import { NewUser, UserPatch, UserView } from '../../domain/people/schema';
import { Uuid } from '../../domain/shapes';
import { listPeople } from '../../db/read/people';
import { findByEmail, findPerson, insertPerson, keptPerson, lockPerson, updatePerson } from '../../db/stores/people';
import { inTransaction, type Trx } from '../../db/transaction';
import { pageOf, pageQuery, toPage, idCursor } from '../paging';
import { auditPerson, known } from '../people';
import { checkIfMatch, etagOf } from '../precondition';
import { created, ok, type Route, route } from '../route';
import type { Services } from '../services';

const Params = z.strictObject({ id: Uuid });
type Deps = Pick<Services, 'db'>;

export const peopleRoutes = (deps: Deps): readonly Route[] => [me, list(deps), create(deps), read(deps), patch(deps)];

const me: Route = route({
  method: 'get',
  path: '/me',
  summary: 'The person behind the token',
  tag: 'People',
  access: 'signed-in',
  answers: { 200: UserView },
  handle: ({ actor }) => Promise.resolve(ok(actor)),
});

const Query = z.strictObject({ ...pageQuery, role: z.string().max(20).optional(), q: z.string().max(100).optional() });

const list = ({ db }: Deps): Route =>
  route<unknown, z.infer<typeof Query>>({
    method: 'get',
    path: '/users',
    summary: 'People, by name',
    tag: 'People',
    access: 'insiders',
    query: Query,
    answers: { 200: pageOf(UserView) },
    handle: async ({ query }) => {
      const after = idCursor(query.cursor);
      const people = await listPeople(db, { ...query, after, limit: query.limit + 1 });
      return ok(toPage(people, query.limit, (person) => [person.id]));
    },
  });

const create = ({ db }: Deps): Route =>
  route<unknown, unknown, NewUser>({
    method: 'post',
    path: '/users',
    summary: 'Add a person',
    tag: 'People',
    access: ['admin'],
    body: NewUser,
    stepUp: true,
    answers: { 201: UserView },
    handle: async (call) => {
      const { managerId = null, departmentId = null, ...rest } = call.body;
      const person: Person = { ...rest, id: call.newId, managerId, departmentId, active: true };
      await inTransaction(db, async (trx) => {
        await checkPerson(trx, person);
        await insertPerson(trx, person, call.now);
        await auditPerson(trx, call, { id: person.id, type: 'user.created', payload: { roles: person.roles } });
      });
      return created(`/api/v1/users/${person.id}`, person);
    },
  });

const read = ({ db }: Deps): Route =>
  route<{ id: string }>({
    method: 'get',
    path: '/users/{id}',
    summary: 'One person',
    tag: 'People',
    access: 'insiders',
    params: Params,
    answers: { 200: UserView },
    handle: async ({ params }) => {
      const { person, version } = known(await keptPerson(db, params.id));
      return ok(person, etagOf(version));
    },
  });

const patch = ({ db }: Deps): Route =>
  route<{ id: string }, unknown, UserPatch>({
    method: 'patch',
    path: '/users/{id}',
    summary: 'Change a person',
    tag: 'People',
    access: ['admin'],
    params: Params,
    body: UserPatch,
    stepUp: true,
    answers: { 200: UserView },
    conditional: true,
    handle: (call) =>
      inTransaction(db, async (trx) => {
        const kept = known(await lockPerson(trx, call.params.id));
        checkIfMatch(call.ifMatch, kept.version);
        const changed = withPatch(kept.person, call.body);
        await checkPerson(trx, changed);
        const version = await updatePerson(trx, changed, call.now);
        const payload = { fields: Object.keys(call.body) };
        await auditPerson(trx, call, { id: changed.id, type: 'user.changed', payload });
        return ok(changed, etagOf(version));
      }),
  });

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
