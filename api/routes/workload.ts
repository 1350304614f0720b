import { z } from 'zod';
import { Workload, WorkloadLine } from '../../domain/engagement/workload-schema';
import { DomainError } from '../../domain/errors';
import { LongText, Uuid } from '../../domain/shapes';
import { workloadOf, workloads } from '../../db/read/workload';
import { pageOf, pageQuery, readCursor, toPage } from '../paging';
import { ok, type Route, route } from '../route';
import type { Services } from '../services';

type Deps = Pick<Services, 'db'>;
const Query = z.strictObject(pageQuery);
/** Name and id of the person after whom the list goes on. */
const NamedKey = z.tuple([LongText, Uuid]);
const PersonParams = z.strictObject({ id: Uuid });

export const workloadRoutes = ({ db }: Deps): readonly Route[] => [
  route<unknown, z.infer<typeof Query>>({
    method: 'get',
    path: '/workload',
    summary:
      'What lies with each person: engagements, open and overdue work, decisions awaited, hours waiting; by name',
    tag: 'People',
    access: 'insiders',
    query: Query,
    answers: { 200: pageOf(WorkloadLine) },
    handle: async ({ query, now }) => {
      const after = readCursor(NamedKey, query.cursor);
      const rows = await workloads(db, { now, after, limit: query.limit + 1 });
      return ok(toPage(rows, query.limit, ({ name, userId }) => [name, userId]));
    },
  }),
  route<z.infer<typeof PersonParams>>({
    method: 'get',
    path: '/people/{id}/workload',
    summary: 'What lies with one person, with the engagements and roles',
    tag: 'People',
    access: 'insiders',
    params: PersonParams,
    answers: { 200: Workload },
    handle: async ({ params, now }) => {
      const found = await workloadOf(db, params.id, now);
      if (!found) throw new DomainError('NOT_FOUND', 'There is no such person.');
      return ok(found);
    },
  }),
];
