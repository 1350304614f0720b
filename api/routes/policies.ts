import { z } from 'zod';
import { checkPolicy } from '../../domain/approval/policy';
import { type Assignee, PolicyBody, PolicyVersion } from '../../domain/approval/schema';
import { allSteps } from '../../domain/approval/flow';
import { DomainError } from '../../domain/errors';
import { Key } from '../../domain/shapes';
import { appendAudit, MASTER_STREAM } from '../../db/stores/audit';
import { findCalendar } from '../../db/stores/calendars';
import { findDepartment } from '../../db/stores/departments';
import { findPeople } from '../../db/stores/people';
import { addPolicyVersion, findPolicy, listPolicies } from '../../db/stores/policies';
import { inTransaction } from '../../db/transaction';
import { ok, type Route, route } from '../route';
import type { Services } from '../services';

type Deps = Pick<Services, 'db'>;
const Params = z.strictObject({ key: Key });
const Line = z.strictObject({ key: Key, version: z.int(), title: z.string() });

export const policyRoutes = (deps: Deps): readonly Route[] => [list(deps), read(deps), save(deps)];

const list = ({ db }: Deps): Route =>
  route({
    method: 'get',
    path: '/policies',
    summary: 'The newest version of every approval policy',
    tag: 'Approvals',
    access: 'insiders',
    answers: { 200: z.strictObject({ items: z.array(Line), next: z.null() }) },
    handle: async () => {
      const policies = await listPolicies(db);
      return ok({ items: policies.map(({ key, version, title }) => ({ key, version, title })), next: null });
    },
  });

const Version = z.strictObject({ version: z.coerce.number().int().min(1).optional() });

const read = ({ db }: Deps): Route =>
  route<z.infer<typeof Params>, z.infer<typeof Version>>({
    method: 'get',
    path: '/policies/{key}',
    summary: 'A policy: its newest version, or the one asked for',
    tag: 'Approvals',
    access: 'insiders',
    params: Params,
    query: Version,
    answers: { 200: PolicyVersion },
    handle: async ({ params, query }) => {
      const policy = await findPolicy(db, params.key, query.version);
      if (!policy) throw new DomainError('POLICY_NOT_FOUND', 'There is no such policy or version.');
      return ok(policy);
    },
  });

const save = ({ db }: Deps): Route =>
  route<z.infer<typeof Params>, unknown, PolicyBody>({
    method: 'put',
    path: '/policies/{key}',
    summary: 'Save a new immutable version; everything that could fail later is refused now',
    tag: 'Approvals',
    access: ['admin'],
    params: Params,
    body: PolicyBody,
    answers: { 200: z.strictObject({ key: Key, version: z.int() }) },
    handle: async ({ params: { key }, body, actor, now, channel }) => {
      checkPolicy(key, body);
      await checkReferences(db, body);
      const version = await inTransaction(db, async (trx) => {
        const saved = await addPolicyVersion(trx, { key, body, actorId: actor.id, now });
        const entry = { key: `policy:${key}:${saved}`, at: now, type: 'policy.saved', actorId: actor.id, channel };
        await appendAudit(trx, MASTER_STREAM, [{ ...entry, payload: { policyKey: key, version: saved } }]);
        return saved;
      });
      return ok({ key, version });
    },
  });

/** People and calendars that a policy names must be there. */
async function checkReferences(db: Deps['db'], body: PolicyBody): Promise<void> {
  const steps = allSteps(body.steps);
  const users = new Set(
    steps.flatMap((step) => [
      ...step.assignees.flatMap((source) => ('user' in source ? [source.user] : [])),
      ...(step.cc ?? []),
      ...namedIn(step),
    ]),
  );
  const departments = new Set(steps.flatMap(({ assignees }) => assignees.flatMap(departmentIn)));
  if (body.settings.adminId) users.add(body.settings.adminId);
  const known = new Set((await findPeople(db, [...users])).filter(({ active }) => active).map(({ id }) => id));
  const calendars = new Set(steps.flatMap(({ sla }) => (sla ? [sla.calendar] : [])));
  if (body.settings.calendar) calendars.add(body.settings.calendar);
  const errors = [...users]
    .filter((id) => !known.has(id))
    .map((id) => ({ path: 'steps', message: `${id} is not an active person` }));
  for (const key of calendars) {
    if (!(await findCalendar(db, key))) errors.push({ path: 'steps', message: `there is no calendar ${key}` });
  }
  for (const id of departments) {
    if (!(await findDepartment(db, id))) errors.push({ path: 'steps', message: `there is no department ${id}` });
  }
  if (errors.length > 0)
    throw new DomainError('POLICY_INVALID', errors.map(({ message }) => message).join('; '), errors);
}

function departmentIn(source: Assignee): readonly string[] {
  const named = 'department' in source ? source.department : 'departmentHead' in source ? source.departmentHead : true;
  return named === true ? [] : [named];
}

const ID = /[0-9a-f]{8}-[0-9a-f-]{27}/;
const namedIn = ({
  emptyHandler = '',
  timeout,
}: {
  emptyHandler?: string | undefined;
  timeout?: { action: string } | undefined;
}): readonly string[] => [emptyHandler, timeout?.action ?? ''].flatMap((text) => ID.exec(text)?.[0] ?? []);
