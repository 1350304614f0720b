import type { Presence } from '../../domain/approval/events';
import { nextWakeAt } from '../../domain/approval/clock';
import { type AbsenceSpan, presenceIn } from '../../domain/people/absence';
import { Desk, HOUR, MONDAY, step } from './approval-builders';

/** P10–P13 and P22 of the design's table: substitutes and leavers. */
const DAY = 24 * HOUR;
const away = (part: Partial<Presence> = {}): Presence => ({
  awayFrom: MONDAY - DAY,
  includePending: true,
  left: false,
  standInIds: ['S', 'ADMIN'],
  changesAt: MONDAY + 9 * DAY,
  ...part,
});
const world = (presences: Record<string, Presence>, part: object = {}) =>
  new Desk({ steps: [step({ people: ['A', 'B'], mode: 'all', ...part })], directory: { presences } });

test('P10: the substitute of an absent person is asked, and the person hears of it and may decide first', () => {
  const desk = world({ A: away() });
  expect(desk.open).toEqual(['B', 'S']);
  expect(desk.task('S')).toMatchObject({ origin: 'substitute', onBehalfOfId: 'A', ownerId: 'A' });
  expect(desk.mails.filter(({ recipientId }) => recipientId === 'A').map(({ kind }) => kind)).toEqual(['substituted']);
  expect(desk.try('A', 'approve')).toBeNull();

  expect(desk.task('S')).toMatchObject({ status: 'cancelled', reasonCode: 'ANY_DECIDED' });
  desk.vote('B+');
  expect(desk.outcome).toBe('approved');
});

test('a substitute decides in the name of the owner, whose task then needs no answer', () => {
  const desk = world({ A: away() });
  desk.vote('S+ B+');

  expect(desk.outcome).toBe('approved');
  expect(desk.task('A')).toMatchObject({ status: 'cancelled', reasonCode: 'ANY_DECIDED' });
});

test('P11: a pending task moves when the absence begins and comes back undecided when it ends', () => {
  const presences: Record<string, Presence> = {
    A: { ...away(), awayFrom: null, standInIds: [], changesAt: MONDAY + DAY },
  };
  const desk = world(presences);
  expect(desk.open).toEqual(['A', 'B']);
  expect(nextWakeAt(desk.state)).toBe(MONDAY + DAY);

  presences['A'] = away({ awayFrom: MONDAY + DAY, changesAt: MONDAY + 10 * DAY });
  desk.at(MONDAY + DAY);
  expect(desk.open).toEqual(['B', 'S']);

  delete presences['A'];
  desk.at(MONDAY + 10 * DAY);
  expect(desk.open).toEqual(['A', 'B']);
  expect(desk.task('S')).toMatchObject({ status: 'cancelled', reasonCode: 'ABSENCE_ENDED' });
  expect(desk.try('S', 'approve')?.code).toBe('TASK_CLOSED');
});

test('a pending task stays where the absence does not include it', () => {
  const presences: Record<string, Presence> = {
    A: { ...away(), awayFrom: null, standInIds: [], changesAt: MONDAY + DAY },
  };
  const desk = world(presences);
  presences['A'] = away({ awayFrom: MONDAY + DAY, includePending: false });
  desk.at(MONDAY + DAY);

  expect(desk.open).toEqual(['A', 'B']);
});

test('P13: a substitute who may not decide is passed over', () => {
  const desk = world({ A: away({ standInIds: ['R', 'M', 'ADMIN'] }) });

  expect(desk.open).toEqual(['B', 'M']);
});

test('a substitute who decides in the step already does not vote twice', () => {
  const desk = world({ A: away({ standInIds: ['B', 'M', 'ADMIN'] }) });

  expect(desk.open).toEqual(['B', 'M']);
});

test('an absence that is entered later moves what is pending at once', () => {
  const presences: Record<string, Presence> = {};
  const desk = world(presences);
  presences['A'] = away();
  desk.apply({ type: 'presenceChanged', personIds: ['A'] });
  desk.answer();

  expect(desk.open).toEqual(['B', 'S']);
});

test('whoever gets a task by transfer while away is substituted too', () => {
  const desk = world({ T: away() });
  desk.try('A', 'transfer', { toId: 'T' });

  expect(desk.open).toEqual(['B', 'S']);
});

test('the manager who decides in place of the requester is substituted when away', () => {
  const desk = new Desk({
    steps: [step({ people: ['R'] })],
    directory: { managers: { R: 'M' }, presences: { M: away() } },
  });

  expect(desk.open).toEqual(['S']);
});

test('P22: the tasks of a person who left go to the successor one by one, and the history still names the person', () => {
  const presences: Record<string, Presence> = {};
  const branches = ['a', 'b', 'c'].map((key) => [step({ key, people: ['A', 'B'], mode: 'all' as const })]);
  const desk = new Desk({ steps: [{ key: 'fork', parallel: branches }], directory: { presences } });
  desk.vote('B+');
  presences['A'] = away({ awayFrom: null, left: true, standInIds: ['N', 'ADMIN'], changesAt: null });
  desk.apply({ type: 'presenceChanged', personIds: ['A'] });
  desk.answer();

  expect(desk.open.filter((id) => id === 'N')).toHaveLength(3);
  expect(desk.task('N')).toMatchObject({ origin: 'handover', ownerId: 'A' });
  const old = desk.state.tasks.filter(({ assigneeId }) => assigneeId === 'A');
  expect(old.map(({ status, reasonCode }) => `${status} ${reasonCode ?? ''}`)).toEqual(
    Array(3).fill('transferred HANDOVER'),
  );
  const handed = desk.log.flatMap(({ facts }) => facts.filter(({ type }) => type === 'task.handed-over'));
  expect(handed.map(({ taskId, payload }) => [taskId, payload['fromId'], payload['toId']])).toEqual(
    old.map(({ id }) => [id, 'A', 'N']),
  );
});

test('whoever has decided does not take over a second place of the step', () => {
  const presences: Record<string, Presence> = {};
  const desk = world(presences);
  for (const gone of ['A', 'B']) {
    presences[gone] = away({ awayFrom: null, left: true, standInIds: ['N', 'M'], changesAt: null });
    desk.apply({ type: 'presenceChanged', personIds: [gone] });
    desk.answer();
    desk.vote('N+');
  }

  expect([desk.outcome, desk.open]).toEqual(['pending', ['M']]);
});

test('whoever leaves while away leaves one task behind, not the substitute’s as well', () => {
  const presences: Record<string, Presence> = { A: away() };
  const desk = world(presences);
  expect(desk.open).toEqual(['B', 'S']);
  presences['A'] = away({ awayFrom: null, left: true, standInIds: ['N', 'ADMIN'], changesAt: null });
  desk.apply({ type: 'presenceChanged', personIds: ['A'] });
  desk.answer();

  expect(desk.open).toEqual(['B', 'N']);
  expect(desk.task('S')).toMatchObject({ status: 'cancelled', reasonCode: 'NOT_NEEDED' });
});

test('with nobody to take over, the task is tried again every hour', () => {
  const presences = { A: away({ awayFrom: null, left: true, standInIds: ['R'], changesAt: null }) };
  const desk = world(presences);
  expect(nextWakeAt(desk.state)).toBe(MONDAY + HOUR);
  presences.A = { ...presences.A, standInIds: ['N'] };
  desk.at(MONDAY + HOUR);

  expect(desk.open).toEqual(['B', 'N']);
});

const span = (personId: string, substituteId: string, part: Partial<AbsenceSpan> = {}): AbsenceSpan => ({
  personId,
  substituteId,
  from: MONDAY,
  until: MONDAY + 10 * DAY,
  policyKeys: null,
  includePending: true,
  ...part,
});
const colleague = (part = {}) => ({ active: true, managerId: null, successorId: null, ...part });
const people = new Map([
  ...['A', 'S', 'T', 'U', 'V'].map((id) => [id, colleague({ managerId: 'M' })] as const),
  ['M', colleague()],
  ['GONE', colleague({ active: false, managerId: 'M', successorId: 'N' })],
  ['N', colleague()],
]);
const standIns = (absences: readonly AbsenceSpan[], now = MONDAY, id = 'A') =>
  presenceIn({ absences, people, adminIds: ['ADMIN'] }, id, { policyKey: 'pay', now }).standInIds;

test.each([
  ['the substitute, their manager, an administrator', [span('A', 'S')], ['S', 'M', 'ADMIN']],
  ['the substitute of the substitute', [span('A', 'S'), span('S', 'T')], ['T', 'M', 'ADMIN']],
  ['P12: an administrator where two stand in for each other', [span('A', 'S'), span('S', 'A')], ['ADMIN']],
  [
    'an administrator after three substitutes',
    [span('A', 'S'), span('S', 'T'), span('T', 'U'), span('U', 'V')],
    ['ADMIN'],
  ],
  ['an administrator where the substitute has left', [span('A', 'GONE')], ['ADMIN']],
  ['nobody for another policy', [span('A', 'S', { policyKeys: ['other'] })], []],
])('who stands in: %s', (_name, absences, expected) => {
  expect(standIns(absences)).toEqual(expected);
});

test('an absence holds from its first moment to before the first moment of presence', () => {
  const absences = [span('A', 'S')];
  expect(standIns(absences, MONDAY - 1)).toEqual([]);
  expect(standIns(absences, MONDAY + 10 * DAY - 1)).toEqual(['S', 'M', 'ADMIN']);
  expect(standIns(absences, MONDAY + 10 * DAY)).toEqual([]);
});

test('a person who left is followed by the successor, the manager, an administrator', () => {
  expect(standIns([], MONDAY, 'GONE')).toEqual(['N', 'M', 'ADMIN']);
});

test('an absent owner whose task has been settled by others can do nothing with it any more', () => {
  const desk = world({ A: away() }, { mode: 'any' });
  desk.vote('B+');

  expect(desk.try('A', 'approve')?.code).toBe('TASK_CLOSED');
  expect(desk.try('A', 'add-sign', { position: 'before', userIds: ['X'] })?.code).toBe('TASK_CLOSED');
});

test('an absent owner may decide first, but not share the task meanwhile', () => {
  const desk = world({ A: away() });

  expect(desk.try('A', 'delegate', { toId: 'X' })?.code).toBe('STATE_CONFLICT');
  expect(desk.try('A', 'reject')).toBeNull();
  expect(desk.outcome).toBe('rejected');
});
