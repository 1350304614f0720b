import { Desk, HOUR, MONDAY, step } from './approval-builders';

test('P01: nobody found gives the task to the administrator', () => {
  const desk = new Desk({ steps: [step({ people: [], assignees: [{ role: 'finance' }] })] });

  expect(desk.task('ADMIN')).toMatchObject({ status: 'active', reasonCode: 'EMPTY_ADMIN' });
  expect(desk.told.find(({ type }) => type === 'step.started')?.payload).toMatchObject({
    replaced: ['ADMIN EMPTY_ADMIN'],
  });
  expect(desk.mails).toEqual([expect.objectContaining({ kind: 'approval-request', recipientId: 'ADMIN' })]);
});

test.each([
  ['reject', 'rejected', 'EMPTY_REJECT'],
  ['approve', 'approved', 'APPROVED'],
] as const)('nobody found may %s by policy', (emptyHandler, outcome, reason) => {
  const desk = new Desk({ steps: [step({ assignees: [{ role: 'hr' }], emptyHandler, risk: 'low' })] });

  expect(desk.state).toMatchObject({ status: outcome, outcomeReason: reason });
});

test('P03: the requester’s manager decides in place of the requester', () => {
  const desk = new Desk({ steps: [step({ people: ['R'] })], directory: { managers: { R: 'M' } } });

  expect(desk.task('M')).toMatchObject({ reasonCode: 'SELF_MANAGER', ownerId: 'R' });
});

test('P04: without a manager the administrator decides, and nothing is approved by itself', () => {
  const desk = new Desk({ steps: [step({ people: ['R'] })] });

  expect(desk.open).toEqual(['ADMIN']);
  expect(desk.outcome).toBe('pending');
});

test('P05: with skip the other approvers suffice', () => {
  const desk = new Desk({ steps: [step({ people: ['R', 'B'], mode: 'all', selfHandler: 'skip' })] });

  expect(desk.open).toEqual(['B']);
  desk.vote('B+');
  expect(desk.outcome).toBe('approved');
});

test('allow lets requesters approve their own request, but never at a binding gate', () => {
  const own = step({ people: ['R'], selfHandler: 'allow' });

  expect(new Desk({ steps: [own] }).open).toEqual(['R']);
  expect(new Desk({ steps: [own], policyKey: 'gate-contract' }).open).toEqual(['ADMIN']);
});

test('P08, P09: a transfer ends the old right, and goes to nobody of the step, not to the requester, not to oneself', () => {
  const desk = new Desk({ steps: [step({ people: ['A', 'C'] })] });
  for (const toId of ['C', 'R', 'A', undefined])
    expect(desk.try('A', 'transfer', { toId })?.code).toBe('INVALID_FIELDS');
  const old = desk.task('A').id;
  expect(desk.try('A', 'transfer', { toId: 'B' })).toBeNull();

  expect(desk.try('A', 'approve', { taskId: old })?.code).toBe('NOT_ASSIGNEE');
  expect(desk.open).toEqual(['C', 'B']);
  expect(desk.try('B', 'approve', { taskId: old })).toBeNull();
});

test('P23: one person found twice has one task with the weights of both seats', () => {
  const desk = new Desk({
    steps: [step({ people: ['R', 'B'], mode: 'weighted', weights: { R: 30, B: 35 } })],
    directory: { managers: { R: 'B' } },
  });

  expect(desk.open).toEqual(['B']);
  expect(desk.task('B').weight).toBe(65);
});

test('people who must not decide are replaced, and refused should they hold a task', () => {
  const steps = [step({ people: ['A'] }), step({ key: 's2', people: ['A'] })];
  const desk = new Desk({ steps, settings: { distinctApprovers: true }, directory: { managers: { A: 'M' } } });
  desk.vote('A+');

  expect(desk.open).toEqual(['M']);
  expect(new Desk({ steps: [step({ people: ['V'] })], excludedIds: ['V'] }).open).toEqual(['ADMIN']);
});

test('with distinct approvers, a person of two branches who approved one hands the other on and decides it no more', () => {
  const branches = ['a', 'b'].map((key) => [step({ key, people: ['A', 'B'], mode: 'all' as const })]);
  const desk = new Desk({ steps: [{ key: 'fork', parallel: branches }], settings: { distinctApprovers: true } });
  const [first = '', , second = ''] = desk.state.tasks.map(({ id }) => id);
  expect(desk.try('A', 'approve', { taskId: first })).toBeNull();

  expect(desk.try('A', 'approve', { taskId: second })?.code).toBe('FORBIDDEN');
  expect(desk.try('A', 'transfer', { taskId: second, toId: 'C' })).toBeNull();
  expect(desk.try('C', 'approve', { taskId: second })).toBeNull();
});

test('whoever takes over from the substitute of a person who may not decide any more acts in their own name', () => {
  const branches = ['a', 'b'].map((key) => [step({ key, people: ['A'], mode: 'all' as const })]);
  const presence = { awayFrom: 0, includePending: true, left: false, standInIds: ['S', 'T'], changesAt: null };
  const desk = new Desk({
    steps: [{ key: 'fork', parallel: branches }],
    settings: { distinctApprovers: true },
    directory: { presences: { A: presence } },
  });
  const [one = '', other = ''] = desk.state.tasks.flatMap(({ origin, id }) => (origin === 'substitute' ? [id] : []));
  const [first = '', second = ''] = [one, other].map(
    (id) => desk.state.tasks.find((task) => task.id === id)?.assigneeId,
  );
  expect(desk.try(first, 'approve', { taskId: one })).toBeNull();

  expect(desk.try(second, 'approve', { taskId: other })?.code).toBe('FORBIDDEN');
  expect(desk.try(second, 'transfer', { taskId: other, toId: 'C' })).toBeNull();
  expect(desk.task('C').onBehalfOfId).toBeNull();
  expect(desk.try('C', 'approve')).toBeNull();
  expect(desk.outcome).toBe('approved');
});

test('a step with nobody who may decide waits and looks again every hour', () => {
  const directory: { adminIds: string[] } = { adminIds: ['R'] };
  const desk = new Desk({ steps: [step({ people: ['R'] })], directory });
  expect(desk.state.runs[0]).toMatchObject({ status: 'waiting', reasonCode: 'NOBODY_ELIGIBLE' });

  directory.adminIds = ['R', 'NEW'];
  desk.at(MONDAY + HOUR);
  expect(desk.open).toEqual(['NEW']);
});

test('a quorum that the people found cannot reach blocks the step instead of being lowered', () => {
  const desk = new Desk({ steps: [step({ people: ['A', 'B'], mode: 'quorum', quorum: 3 })] });

  expect(desk.state.runs[0]).toMatchObject({ status: 'waiting', reasonCode: 'QUORUM_IMPOSSIBLE' });
  expect(desk.outcome).toBe('pending');
});
