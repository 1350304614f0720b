import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { StartFailure } from '../../bin/parts/failure';
import type { Stage } from '../stage/stage';
import { type Call, call } from './call';

export interface Person {
  readonly id: string;
  readonly email: string;
  readonly token: string;
}

/** Whom and what the clients of a run have to do with. */
export interface World {
  readonly approvers: readonly [Person, ...Person[]];
  readonly requesters: readonly [Person, ...Person[]];
  readonly adminToken: string;
}

export const POLICIES = ['chaos-any', 'chaos-all', 'chaos-slow'] as const;
export type PolicyKey = (typeof POLICIES)[number];
/** Of `chaos-slow`: reminders come in seconds, so that a run sees them. */
export const REMIND_AFTER_MS = 6_000;
export const KPI = 'uptime';

const Created = z.looseObject({ id: z.string() });
const Token = z.looseObject({ token: z.string() });
const APPROVERS = 4;
const REQUESTERS = 2;

/** Brings people and policies into a product that nothing disturbs yet. */
export async function populate({ bases, secrets }: Stage): Promise<World> {
  const { adminToken } = secrets;
  const admin = (request: Omit<Call, 'base' | 'token'>): Promise<string> =>
    surely({ base: bases[0], token: adminToken, ...request });
  const person = async (name: string): Promise<Person> => {
    const email = `${name}@chaos.example`;
    const json = { email, name, roles: ['manager'] };
    const { id } = Created.parse(JSON.parse(await admin({ method: 'POST', path: '/api/v1/users', json, key: email })));
    const expiresAt = new Date(Date.now() + 86_400_000).toISOString();
    const path = `/api/v1/users/${id}/tokens`;
    const { token } = Token.parse(
      JSON.parse(await admin({ method: 'POST', path, json: { name: 'chaos', expiresAt } })),
    );
    return { id, email, token };
  };
  const people = async (word: string, count: number): Promise<readonly [Person, ...Person[]]> => {
    const [first, ...others] = Array.from({ length: count }, (_, index) => `${word}-${index + 1}`);
    const one = await person(first ?? word);
    const rest: Person[] = [];
    for (const name of others) rest.push(await person(name));
    return [one, ...rest];
  };
  const approvers = await people('approver', APPROVERS);
  const requesters = await people('requester', REQUESTERS);
  for (const [key, step] of Object.entries(stepsFor(approvers))) {
    const json = { title: key, settings: { minGap: 'PT1S' }, steps: [step] };
    await admin({ method: 'PUT', path: `/api/v1/policies/${key}`, json });
  }
  return { approvers, requesters, adminToken };
}

function stepsFor(approvers: World['approvers']): Record<PolicyKey, object> {
  const assignees = approvers.map(({ id }) => ({ user: id }));
  const step = { key: 's1', title: 'Check', escalation: false, selfHandler: 'allow' };
  return {
    'chaos-any': { ...step, mode: 'any', assignees: assignees.slice(0, 2), reminders: { max: 0 } },
    'chaos-all': { ...step, mode: 'all', assignees: assignees.slice(2), reminders: { max: 0 } },
    'chaos-slow': {
      ...step,
      mode: 'any',
      assignees: assignees.slice(0, 1),
      reminders: { repeat: `PT${REMIND_AFTER_MS / 1_000}S`, max: 2 },
    },
  };
}

const ATTEMPTS = 20;

/** Before the faults begin every call has to succeed; a machine under load takes its time. */
async function surely(request: Call, left = ATTEMPTS): Promise<string> {
  const answer = await call(request);
  if (answer.outcome === 'ok') return answer.text;
  if (left === 0 || answer.outcome === 'fail')
    throw new StartFailure(`${request.path} answered ${answer.status ?? 'nothing'}: ${answer.text.slice(0, 200)}`);
  await sleep(500);
  return surely(request, left - 1);
}
