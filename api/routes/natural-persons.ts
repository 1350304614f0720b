import { z } from 'zod';
import { NaturalPerson, NaturalPersonView } from '../../domain/people/accounts-schema';
import { Uuid } from '../../domain/shapes';
import { naturalPerson, sayNaturalPerson } from '../natural-persons';
import { existingPerson } from '../people';
import { ok, type Route, route } from '../route';
import type { Services } from '../services';

type Deps = Pick<Services, 'db'>;
const Params = z.strictObject({ id: Uuid });
type Params = z.infer<typeof Params>;

/** Which accounts are of one natural person: they count as one wherever people decide. */
export const naturalPersonRoutes = (deps: Deps): readonly Route[] => [read(deps), put(deps)];

const admins = { tag: 'People', access: ['admin'], path: '/users/{id}/person', params: Params } as const;

const read = ({ db }: Deps): Route =>
  route<Params>({
    ...admins,
    method: 'get',
    summary: 'The number of a person at the personnel office, and their other accounts',
    answers: { 200: NaturalPersonView },
    handle: async ({ params }) => ok(await naturalPerson(db, (await existingPerson(db, params.id)).id)),
  });

const put = ({ db }: Deps): Route =>
  route<Params, unknown, NaturalPerson>({
    ...admins,
    method: 'put',
    summary: 'Say the number of a person at the personnel office; accounts with the same one count as one person',
    body: NaturalPerson,
    stepUp: true,
    answers: { 200: NaturalPersonView },
    handle: async (call) => {
      const { id } = await existingPerson(db, call.params.id);
      return ok(await sayNaturalPerson(db, call, { id, said: call.body }));
    },
  });
