import type { Actor } from '../../domain/approval/events';
import { actsAsAdmin, partiesOf } from '../../domain/approval/new-roles';
import { objection } from '../../domain/approval/objection';
import type { Assignee } from '../../domain/approval/schema';
import type { SeatPlan } from '../../domain/approval/state';
import type { Role } from '../../domain/people/people';
import { Desk, HOUR, MONDAY, step } from './approval-builders';

/** S11: a role that somebody with a part in the request has given does not count in it until its time has come. */
const LATER = MONDAY + 24 * HOUR;
const LEGAL: Assignee = { role: 'legal' };

interface Case {
  readonly sources?: readonly Assignee[];
  readonly seat?: Partial<SeatPlan>;
  readonly roles?: readonly Role[];
  readonly role?: Role;
  readonly byId?: string;
  readonly admin?: boolean;
}

const actor = ({ roles = ['legal'], role = 'legal', byId = 'R', admin = false }: Case): Actor => ({
  id: 'A',
  admin,
  channel: 'api',
  standing: { roles, changes: [{ role, given: true, byId, countsFrom: LATER }] },
});

/** A and B have been asked; A's seat was found as told. */
function asked({ sources = [LEGAL], seat = { origin: 'role' } }: Case) {
  const desk = new Desk({ steps: [step({ people: ['A', 'B'], mode: 'all' })] });
  const { state } = desk;
  const policy = state.policy && { ...state.policy, steps: [step({ assignees: sources, mode: 'all' })] };
  const runs = state.runs.map((run) => ({
    ...run,
    seats: run.seats.map((plan) => (plan.personId === 'A' ? { ...plan, ...seat } : plan)),
  }));
  return { ...state, policy, runs };
}

function refusal(one: Case, now = MONDAY) {
  const state = asked(one);
  const taskId = state.tasks.find(({ assigneeId }) => assigneeId === 'A')?.id ?? '';
  const act = { on: 'task', action: 'approve', taskId, decisionId: 'd1' } as const;
  return objection(state, act, { actor: actor(one), now })?.code ?? null;
}

test.each<[string, Case, string | null]>([
  ['given by the requester', {}, 'FORBIDDEN'],
  ['given by somebody who decides as well', { byId: 'B' }, 'FORBIDDEN'],
  ['given by its holder', { byId: 'A' }, 'FORBIDDEN'],
  ['given by somebody without a part', { byId: 'W' }, null],
  ['another role than the one asked for', { role: 'hr', roles: ['legal', 'hr'] }, null],
  ['one of two roles that were asked for', { sources: [LEGAL, { role: 'hr' }], roles: ['legal', 'hr'] }, null],
  ['named by the policy', { seat: { origin: 'direct' } }, null],
  ['through a rule of the matrix', { seat: { origin: 'matrix' } }, 'FORBIDDEN'],
  ['the manager of a requester who has the role', { seat: { origin: 'role', reasonCode: 'SELF_MANAGER' } }, null],
  [
    'an administrator because nobody was found',
    { seat: { origin: 'role', reasonCode: 'EMPTY_ADMIN' }, role: 'admin', roles: ['admin'] },
    'FORBIDDEN',
  ],
  ['a role lost long ago, while another is new', { roles: ['hr'], role: 'hr' }, null],
])('a task by a role: %s', (_name, one, expected) => {
  expect(refusal(one)).toBe(expected);
  expect(refusal(one, LATER)).toBeNull();
});

test.each([
  ['R', false],
  ['B', false],
  ['W', true],
])('an administrator made by %s ends the request: %s', (byId, may) => {
  const one = { role: 'admin', roles: ['admin'], byId, admin: true } as const;
  const state = asked(one);
  const act = { on: 'request', action: 'terminate', decisionId: 'd1', comment: 'Enough' } as const;
  expect(objection(state, act, { actor: actor(one), now: MONDAY }) === null).toBe(may);
  expect(objection(state, act, { actor: actor(one), now: LATER })).toBeNull();
  expect(actsAsAdmin({ state, actor: { id: 'A', admin: true, channel: 'api' }, now: MONDAY })).toBe(true);
});

test('a part in the request has who made it or gains by it, and who has, had or will have something to decide', () => {
  const steps = [step({ people: ['A', 'B'], mode: 'sequential' })];
  const { state } = new Desk({ steps, excludedIds: ['E'], ccIds: ['C'] });
  expect([...partiesOf(state)].sort()).toEqual(['A', 'B', 'E', 'R']);
});
