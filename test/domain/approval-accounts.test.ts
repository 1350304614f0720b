import type { Actor, Found, TaskAct } from '../../domain/approval/events';
import { objection } from '../../domain/approval/objection';
import { assign, barred } from '../../domain/approval/people';
import type { Step } from '../../domain/approval/schema';
import { knowing } from '../../domain/approval/state';
import type { Accounts } from '../../domain/people/accounts';
import { Desk, found, step } from './approval-builders';

/** S2: accounts of one natural person count as one. */
const of = (id: string, accounts?: Accounts): Actor => ({
  id,
  admin: false,
  channel: 'api',
  ...(accounts && { accounts }),
});

function refusal(part: Partial<Step>, act: Partial<TaskAct>, actor: Actor): string | null {
  const desk = new Desk({ steps: [step({ people: ['A', 'B'], mode: 'all', ...part })] });
  const taskId = desk.state.tasks.find(({ assigneeId }) => assigneeId === actor.id)?.id ?? '';
  const whole = { on: 'task', action: 'approve', taskId, decisionId: 'd1', comment: 'because', ...act } as const;
  return objection(desk.state, whole, { actor, now: desk.now })?.code ?? null;
}

test.each<[string, Partial<TaskAct>, Accounts | undefined, string | null]>([
  ['an account of somebody else decides', {}, undefined, null],
  ['another account of the requester does not', {}, { A: ['R'] }, 'FORBIDDEN'],
  ['nor send it back', { action: 'send-back' }, { A: ['R'] }, 'FORBIDDEN'],
  ['and may give the task away', { action: 'transfer', toId: 'X' }, { A: ['R'] }, null],
  ['but not to another account of the requester', { action: 'transfer', toId: 'X' }, { X: ['R'] }, 'INVALID_FIELDS'],
  ['nor to one of whoever is asked beside', { action: 'transfer', toId: 'X' }, { X: ['B'] }, 'INVALID_FIELDS'],
  ['nor to one of their own', { action: 'delegate', toId: 'X' }, { X: ['A'] }, 'INVALID_FIELDS'],
  [
    'signatures are not asked of one either',
    { action: 'add-sign', position: 'before', userIds: ['X'] },
    { X: ['R'] },
    'INVALID_FIELDS',
  ],
])('%s', (_name, act, accounts, expected) => {
  expect(refusal({}, act, of('A', accounts))).toBe(expected);
});

test('a policy that lets the requester decide lets any of their accounts', () => {
  expect(refusal({ selfHandler: 'allow' }, {}, of('A', { A: ['R'] }))).toBeNull();
});

test('nobody has a say in a step by two accounts', () => {
  const desk = new Desk({ steps: [step({ people: ['A', 'B', 'C'], mode: 'quorum', quorum: 2 })] });
  const taskOf = (name: string): string => desk.state.tasks.find(({ assigneeId }) => assigneeId === name)?.id ?? '';
  const approve = (name: string) =>
    ({ on: 'task', action: 'approve', taskId: taskOf(name), decisionId: name }) as const;
  desk.apply({ type: 'act', act: approve('A'), actor: of('A', { A: ['B'] }) });
  const attempt = (name: string) =>
    objection(desk.state, approve(name), { actor: of(name), now: desk.now })?.code ?? null;
  expect([attempt('B'), attempt('C')]).toEqual(['FORBIDDEN', null]);
});

test('two accounts of one person make one seat, with the weights of both, and no quorum of two', () => {
  const asked = step({ people: ['A', 'A2'], mode: 'quorum', quorum: 2, weights: { A: 2, A2: 3 } });
  const answer: Found = { ...found({}, asked), accounts: { A: ['A2'], A2: ['A'] } };
  const { state } = new Desk({ steps: [asked] });
  const known = knowing(state, answer.accounts);
  expect(assign(known, { ...asked, mode: 'any' }, answer)).toMatchObject({ seats: [{ personId: 'A', weight: 5 }] });
  expect(assign(known, asked, answer)).toEqual({ outcome: 'block', reason: 'QUORUM_IMPOSSIBLE' });
});

test('a step that finds another account of the requester asks their manager or an administrator instead', () => {
  const asked = step({ people: ['A'] });
  const answer: Found = { ...found({ managers: { A: 'M' } }, asked), accounts: { A: ['R'] } };
  const { state } = new Desk({ steps: [asked] });
  expect(assign(knowing(state, answer.accounts), asked, answer)).toMatchObject({
    seats: [{ personId: 'M', reasonCode: 'SELF_MANAGER' }],
  });
  expect([...barred(knowing(state, { A: ['R'] }), asked)].sort()).toEqual(['A', 'R']);
});
