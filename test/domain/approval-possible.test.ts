import type { Actor, TaskActionName } from '../../domain/approval/events';
import { mayBeNamed, type Possible, possibleWithRequest, possibleWithTasks } from '../../domain/approval/possible';
import type { Step } from '../../domain/approval/schema';
import { Desk, MONDAY, step } from './approval-builders';

const actor = (id: string): Actor => ({ id, admin: id === 'ADMIN', channel: 'page' });
const one = (part: Partial<Step> & { readonly people?: readonly string[] } = {}) =>
  new Desk({ steps: [step({ people: ['A', 'B'], ...part })] });
const first = ({ state, now }: Desk, id: string): Possible | undefined =>
  possibleWithTasks(state, { actor: actor(id), now })[0];
const actions = (desk: Desk, id: string): readonly TaskActionName[] => first(desk, id)?.actions ?? [];
const ofRequest = ({ state, now }: Desk, id: string) => possibleWithRequest(state, { actor: actor(id), now });

const DECIDING = ['approve', 'reject', 'abstain', 'send-back'];

test('the holder of an open task may decide it, hand it on and share it', () => {
  expect(actions(one(), 'A')).toEqual([...DECIDING, 'transfer', 'delegate', 'add-sign']);
  expect(actions(one(), 'X')).toEqual([]);
});

test('a person asked for an opinion may give it or ask on, and its asker may still decide', () => {
  const desk = one();
  desk.try('A', 'delegate', { toId: 'X' });

  expect(actions(desk, 'X')).toEqual(['delegate', 'opinion']);
  expect(actions(desk, 'A')).toEqual(DECIDING);
});

test('whoever waits for signatures may add and remove signers, and not decide', () => {
  const desk = one();
  desk.try('A', 'add-sign', { position: 'before', userIds: ['X', 'Y'] });

  expect(first(desk, 'A')).toMatchObject({ actions: ['add-sign', 'remove-sign'], removableIds: ['X', 'Y'] });
  expect(actions(desk, 'X')).toEqual(['approve', 'reject', 'send-back', 'transfer', 'delegate']);
});

test('signers may come in every position until votes are weighed', () => {
  const desk = one({ mode: 'ratio', ratioBp: 10_000, people: ['A', 'B'] });
  expect(first(desk, 'A')?.positions).toEqual(['before', 'after', 'parallel']);
  desk.vote('B+');
  expect(first(desk, 'A')?.positions).toEqual(['before', 'after']);
});

test('an approval may be taken back until somebody after it has decided', () => {
  const steps = [step({ people: ['A'] }), step({ key: 's2', people: ['B'] })];
  const desk = new Desk({ steps });
  desk.vote('A+');
  expect(actions(desk, 'A')).toEqual(['take-back']);
  expect(first(desk, 'B')?.targets.map(({ key }) => key)).toEqual(['s1']);
  desk.vote('B+');
  expect(actions(desk, 'A')).toEqual([]);
});

test('what an approval cannot do without is told beforehand', () => {
  expect(first(one(), 'A')).toMatchObject({ reasonRequired: false, signatureRequired: false, choice: null });
  expect(first(one({ requireComment: true, requireSignature: true }), 'A')).toMatchObject({
    actions: expect.arrayContaining(['approve']),
    reasonRequired: true,
    signatureRequired: true,
  });
});

test('an approval must or may name who decides the next step', () => {
  const next = (assignees: Step['assignees']) => new Desk({ steps: [step(), step({ key: 's2', assignees })] });
  expect(first(next([{ previousSelect: true }]), 'A')?.choice).toMatchObject({ required: true, step: { key: 's2' } });
  expect(first(next([{ previousSelect: true }, { user: 'X' }]), 'A')?.choice).toMatchObject({ required: false });
});

test('only people who could take part can be named', () => {
  const desk = one();
  const attempt = { actor: actor('A'), now: MONDAY };
  const act = { action: 'transfer', taskId: desk.task('A').id } as const;
  const named = ['A', 'B', 'R', 'X'].filter((id) => mayBeNamed(desk.state, { act, attempt }, id));
  expect(named).toEqual(['X']);
});

test('the requester, an administrator and a stranger may do different things to the whole request', () => {
  const desk = one();
  expect(ofRequest(desk, 'R')).toEqual(['comment', 'urge', 'withdraw']);
  expect(ofRequest(desk, 'ADMIN')).toEqual(['comment', 'terminate']);
  expect(ofRequest(desk, 'A')).toEqual(['comment']);
  expect(ofRequest(desk, 'X')).toEqual([]);
  desk.try('A', 'send-back');
  expect(ofRequest(desk, 'R')).toEqual(['comment', 'resubmit', 'withdraw']);
});
