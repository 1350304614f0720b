import { z } from 'zod';
import { DomainError } from '../../domain/errors';
import { Department, DepartmentBody, DepartmentId } from '../../domain/people/schema';
import { noteAppointments } from '../../db/stores/appointment-changes';
import { appendAudit, MASTER_STREAM } from '../../db/stores/audit';
import { findDepartment, listDepartments, saveDepartment } from '../../db/stores/departments';
import { findPerson } from '../../db/stores/people';
import { inTransaction } from '../../db/transaction';
import { pageOf, wholeOf } from '../paging';
import { ok, type Route, route } from '../route';
import type { Services } from '../services';

type Deps = Pick<Services, 'db'>;
const Params = z.strictObject({ id: DepartmentId });

export const departmentRoutes = (deps: Deps): readonly Route[] => [list(deps), read(deps), save(deps)];

const list = ({ db }: Deps): Route =>
  route({
    method: 'get',
    path: '/departments',
    summary: 'Departments and their heads',
    tag: 'People',
    access: 'insiders',
    answers: { 200: pageOf(Department) },
    handle: async () => ok(wholeOf(await listDepartments(db))),
  });

const read = ({ db }: Deps): Route =>
  route<z.infer<typeof Params>>({
    method: 'get',
    path: '/departments/{id}',
    summary: 'One department',
    tag: 'People',
    access: 'insiders',
    params: Params,
    answers: { 200: Department },
    handle: async ({ params }) => {
      const department = await findDepartment(db, params.id);
      if (!department) throw new DomainError('NOT_FOUND', 'There is no such department.');
      return ok(department);
    },
  });

const save = ({ db }: Deps): Route =>
  route<z.infer<typeof Params>, unknown, DepartmentBody>({
    method: 'put',
    path: '/departments/{id}',
    summary: 'Name a department and its head, for approvals by department',
    tag: 'People',
    access: ['admin'],
    params: Params,
    body: DepartmentBody,
    answers: { 200: Department },
    handle: async ({ params: { id }, body, actor, now, channel, requestId }) => {
      const department = { id, name: body.name, headId: body.headId ?? null };
      await inTransaction(db, async (trx) => {
        const head = department.headId === null ? null : await findPerson(trx, department.headId);
        if (department.headId !== null && !head?.active)
          throw new DomainError('INVALID_FIELDS', 'The head is not an active person.', [
            { path: 'headId', message: 'is not an active person' },
          ]);
        const before = (await findDepartment(trx, id))?.headId ?? null;
        await saveDepartment(trx, department, now);
        const appointed = { kind: 'head', subject: id, before, after: department.headId } as const;
        await noteAppointments(trx, { byId: actor.id, appointments: [appointed] });
        const entry = { key: `department.saved:${id}:${requestId}`, at: now, type: 'department.saved', channel };
        await appendAudit(trx, MASTER_STREAM, [{ ...entry, actorId: actor.id, payload: { ...department } }]);
      });
      return ok(department);
    },
  });
