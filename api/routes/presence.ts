import { z } from 'zod';
import { Absence, UserView } from '../../domain/people/schema';
import { Uuid } from '../../domain/shapes';
import { absencesOf } from '../../db/stores/absences';
import { deactivatePerson } from '../leaving';
import { pageOf, wholeOf } from '../paging';
import { existingPerson } from '../people';
import { ok, type Route, route } from '../route';
import { saveAbsences } from '../save-absences';
import type { Services } from '../services';

type Deps = Pick<Services, 'db' | 'gateway'>;
const Params = z.strictObject({ id: Uuid });
type Params = z.infer<typeof Params>;
const Absences = z.array(Absence).max(100);

/** People who are away, and people who leave: what waits for them goes to others. */
export const presenceRoutes = (deps: Deps): readonly Route[] => [
  readAbsences(deps),
  writeAbsences(deps),
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

const writeAbsences = (deps: Deps): Route =>
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
      await saveAbsences(deps, call, { personId: call.params.id, change: () => call.body });
      return ok(call.body);
    },
  });

const deactivate = (deps: Deps): Route =>
  route<Params, unknown, { successorId?: string | undefined }>({
    method: 'post',
    path: '/users/{id}/deactivate',
    summary: 'End a person’s access at once; open tasks go to the successor, else the manager, else an administrator',
    tag: 'People',
    access: ['admin'],
    params: Params,
    body: z.strictObject({ successorId: Uuid.optional() }),
    stepUp: true,
    answers: { 200: UserView },
    handle: async (call) => {
      const { successorId = null } = call.body;
      return ok(await deactivatePerson(deps, call, { id: call.params.id, successorId }));
    },
  });
