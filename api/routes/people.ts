import { z } from 'zod';
import { NewUser, UserPatch, UserView } from '../../domain/people/schema';
import { Uuid } from '../../domain/shapes';
import { listPeople } from '../../db/read/people';
import { keptPerson } from '../../db/stores/people';
import { pageOf, pageQuery, toPage, idCursor } from '../paging';
import { known } from '../people';
import { etagOf } from '../precondition';
import { created, ok, type Route, route } from '../route';
import { changePerson, createPerson } from '../save-person';
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
      const person = await createPerson(db, call, call.body);
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
    handle: async (call) => {
      const { person, version } = await changePerson(db, call, { id: call.params.id, patch: call.body });
      return ok(person, etagOf(version));
    },
  });
