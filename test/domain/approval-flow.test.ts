import { Desk, step } from './approval-builders';

const four = ['1', '2', '3', '4'].map((n) => step({ key: `s${n}`, people: [`P${n}`] }));

test('F01: send-back to an earlier step starts a round in which everything after it is done again', () => {
  const desk = new Desk({ steps: four });
  desk.vote('P1+ P2+');
  desk.try('P3', 'send-back', { target: 's1' });
  expect([desk.state.round, desk.open]).toEqual([2, ['P1']]);
  const first = desk.state.tasks.filter(({ runId }) => runId.endsWith(':1'));
  expect(first.map(({ assigneeId, decision }) => [assigneeId, decision])).toEqual([
    ['P1', 'approve'],
    ['P2', 'approve'],
    ['P3', 'send-back'],
  ]);

  desk.vote('P1+');
  expect(desk.open).toEqual(['P2']);
  desk.vote('P2+');
  expect(desk.open).toEqual(['P3']);
  expect(desk.state.tasks.filter(({ runId }) => runId.endsWith(':1'))).toEqual(first);
});

test('F02: with resume the step that sent it back comes next', () => {
  const desk = new Desk({ steps: four, settings: { afterReturn: 'resume' } });
  desk.vote('P1+ P2+');
  desk.try('P3', 'send-back', { target: 's1' });
  desk.vote('P1+');

  expect(desk.open).toEqual(['P3']);
  expect(desk.state.tasks.filter(({ assigneeId }) => assigneeId === 'P2')).toHaveLength(1);
});

test.each([
  ['unchanged', {}, ['P3']],
  ['changed', { subjectHash: 'h2' }, ['P1']],
  ['changed in minor fields', { subjectHash: 'h2', minorOnly: true }, ['P3']],
])('F03: after a return to the requester an %s subject resumes or starts again', (_name, part, open) => {
  const desk = new Desk({ steps: four, settings: { afterReturn: 'resume' } });
  desk.vote('P1+ P2+');
  desk.try('P3', 'send-back');
  expect(desk.state).toMatchObject({ status: 'draft', outcomeReason: 'SENT_BACK' });

  expect(desk.ask('R', 'resubmit', part)).toBeNull();
  expect([desk.state.round, desk.open]).toEqual([2, open]);
});

test('F04: the step that a new round returns to does not skip its requester', () => {
  const desk = new Desk({
    steps: [step({ people: ['R', 'B'], selfHandler: 'skip' })],
    directory: { managers: { R: 'M' } },
  });
  expect(desk.open).toEqual(['B']);
  desk.try('B', 'send-back');
  desk.ask('R', 'resubmit');

  expect(desk.open).toEqual(['M', 'B']);
});

test('F05: a branch that sends back before the fork stops its sibling; both run again', () => {
  const desk = new Desk({
    steps: [
      step({ people: ['P'] }),
      { key: 'fork', parallel: [[step({ key: 'a', people: ['A'] })], [step({ key: 'b', people: ['B'] })]] },
    ],
  });
  desk.vote('P+');
  expect(desk.open).toEqual(['A', 'B']);
  desk.try('B', 'send-back', { target: 's1' });
  expect(desk.open).toEqual(['P']);
  desk.vote('P+');
  expect(desk.open).toEqual(['A', 'B']);
});

test('F06: a sibling branch cannot be the target', () => {
  const desk = new Desk({
    steps: [{ key: 'fork', parallel: [[step({ key: 'a', people: ['A'] })], [step({ key: 'b', people: ['B'] })]] }],
  });
  desk.vote('A+');

  expect(desk.try('B', 'send-back', { target: 'a' })?.code).toBe('TARGET_NOT_REACHABLE');
  expect(desk.open).toEqual(['B']);
});

test('parallel branches join before the next step', () => {
  const desk = new Desk({
    steps: [
      { key: 'fork', parallel: [[step({ key: 'a', people: ['A'] })], [step({ key: 'b', people: ['B'] })]] },
      step({ key: 'z', people: ['Z'] }),
    ],
  });
  desk.vote('A+');
  expect(desk.open).toEqual(['B']);
  desk.vote('B+');
  expect(desk.open).toEqual(['Z']);
});

test('an exclusive choice runs one branch only, and an unmet condition skips its step', () => {
  const desk = new Desk({
    steps: [
      step({ key: 'cond', people: ['X'] }),
      {
        key: 'pick',
        choose: [{ when: 'amount > 1', steps: [step({ key: 'a', people: ['A'] })] }],
        default: [step({ key: 'b', people: ['B'] })],
      },
    ],
    directory: { skip: ['cond'], branches: { pick: [1] } },
  });

  expect(desk.open).toEqual(['B']);
  expect(desk.state.runs[0]).toMatchObject({ status: 'skipped', reasonCode: 'CONDITION_FALSE' });
});

test.each([
  ['end', 'rejected', 1],
  ['sendBack:START', 'draft', 1],
  ['sendBack:s1', 'pending', 2],
  ['sendBack:previous', 'pending', 2],
])('a rejected step follows its rule: %s', (onReject, status, round) => {
  const desk = new Desk({ steps: [step({ people: ['A'] }), step({ key: 's2', people: ['B'], onReject })] });
  desk.vote('A+ B-');

  expect(desk.state).toMatchObject({ status, round });
});

test('F11, F12: a request is taken back as long as the policy lets it be', () => {
  const first = new Desk({ steps: four, settings: { withdraw: 'untilFirstDecision' } });
  first.vote('P1+');
  expect(first.ask('R', 'withdraw')?.code).toBe('STATE_CONFLICT');

  const final = new Desk({ steps: four });
  final.vote('P1+');
  const told = final.mails.length;
  expect(final.ask('P1', 'withdraw')?.code).toBe('FORBIDDEN');
  expect(final.ask('R', 'withdraw')).toBeNull();
  expect(final.state).toMatchObject({ status: 'withdrawn', outcomeReason: 'WITHDRAWN' });
  expect(final.open).toEqual([]);
  expect(final.try('P2', 'approve')?.code).toBe('REQUEST_CLOSED');
  expect(final.mails.slice(told).map(({ kind, recipientId }) => `${kind} ${recipientId}`)).toEqual([
    'no-longer-needed P2',
  ]);
  expect(final.task('P2')).toMatchObject({ status: 'cancelled', reasonCode: 'WITHDRAWN', decision: null });
});

test('F15: a resubmission takes the policy as it is then, a running request does not', () => {
  const setup = { steps: four };
  const desk = new Desk(setup);
  setup.steps = [step({ key: 'new', people: ['N'] })];
  desk.vote('P1+');
  expect(desk.open).toEqual(['P2']);
  desk.ask('R', 'withdraw');
  desk.ask('R', 'resubmit');

  expect(desk.open).toEqual(['N']);
});

test('an administrator ends a request with a reason, others may not', () => {
  const desk = new Desk({ steps: four });

  expect(desk.ask('R', 'terminate')?.code).toBe('FORBIDDEN');
  expect(desk.ask('ADMIN', 'terminate', { comment: '' })?.code).toBe('COMMENT_REQUIRED');
  expect(desk.ask('ADMIN', 'terminate')).toBeNull();
  expect(desk.outcome).toBe('terminated');
  expect(desk.ask('R', 'resubmit')?.code).toBe('REQUEST_CLOSED');
});

test('comments come from people who take part', () => {
  const desk = new Desk({ steps: four, ccIds: ['CC'] });

  expect([desk.ask('CC', 'comment'), desk.ask('P1', 'comment')]).toEqual([null, null]);
  expect(desk.ask('X', 'comment')?.code).toBe('FORBIDDEN');
  expect(desk.facts.filter((fact) => fact === 'request.commented')).toHaveLength(2);
});

const inclusive = (branches: readonly number[]) =>
  new Desk({
    steps: [
      {
        key: 'some',
        inclusive: [
          { when: 'amount > 1', steps: [step({ key: 'a', people: ['A'] })] },
          { when: 'foreign', steps: [step({ key: 'b', people: ['B'] })] },
        ],
        default: [step({ key: 'c', people: ['C'] })],
      },
      step({ key: 'z', people: ['Z'] }),
    ],
    directory: { branches: { some: branches } },
  });

test.each([
  [[0], ['A'], 'A+'],
  [[0, 1], ['A', 'B'], 'A+ B+'],
  [[2], ['C'], 'C+'],
])('an inclusive block runs the branches %j together and joins before the next step', (branches, asked, votes) => {
  const desk = inclusive(branches);
  expect(desk.open).toEqual(asked);
  desk.vote(votes);

  expect(desk.open).toEqual(['Z']);
});

test('F06: a sibling branch of an inclusive block cannot be the target', () => {
  const desk = inclusive([0, 1]);
  desk.vote('A+');

  expect(desk.try('B', 'send-back', { target: 'a' })?.code).toBe('TARGET_NOT_REACHABLE');
});
