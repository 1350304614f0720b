import { nextWakeAt } from '../../domain/approval/clock';
import { decisionsFor, possibleWithRequest, possibleWithTasks } from '../../domain/approval/possible';
import { reduce } from '../../domain/approval/reducer';
import type { Actor, RequestAct } from '../../domain/approval/events';
import { Desk, HOUR, MONDAY, type Setup, step } from './approval-builders';

const COOL = { coolingOff: 'PT4H' } as const;
const admin = (id = 'ADMIN'): Actor => ({ id, admin: true, channel: 'api' });

function settle(desk: Desk, action: 'confirm' | 'annul', part: Partial<RequestAct> = {}, actor = admin()) {
  const act: RequestAct = { on: 'request', action, decisionId: action, comment: 'looked into', ...part };
  return desk.attempt(act, actor)?.code ?? null;
}
const report = (desk: Desk, who: string, of = who) =>
  desk.ask(who, 'report', { taskId: desk.task(of).id, adminIds: ['ADMIN', 'OTHER'] })?.code ?? null;
const mailsOf = (desk: Desk, kind: string) => desk.mails.filter((mail) => mail.kind === kind).map((m) => m.recipientId);
const twoSteps: Setup = { steps: [step({ people: ['A'] }), step({ key: 's2', people: ['B'] })] };

describe('a decision reported as not made by its person', () => {
  const frozen = (setup: Setup = twoSteps) => {
    const desk = new Desk(setup);
    desk.vote('A+');
    expect(report(desk, 'A')).toBeNull();
    return desk;
  };

  test('freezes the request: nobody decides, no clock acts, and everybody concerned is told', () => {
    const desk = frozen({
      steps: [
        step({ people: ['A'] }),
        step({ key: 's2', people: ['B'], sla: { duration: 'PT1H', calendar: '24x7' }, timeout: { action: 'reject' } }),
      ],
      settings: { expiresAfter: 'PT3H' },
    });

    expect(desk.try('B', 'approve')?.code).toBe('REQUEST_FROZEN');
    expect(desk.try('A', 'take-back')?.code).toBe('REQUEST_FROZEN');
    expect(desk.try('B', 'transfer', { toId: 'X' })?.code).toBe('REQUEST_FROZEN');
    expect(desk.ask('R', 'withdraw')?.code).toBe('REQUEST_FROZEN');
    expect(desk.ask('B', 'comment')).toBeNull();
    desk.at(MONDAY + 100 * HOUR);
    expect([desk.outcome, desk.open, nextWakeAt(desk.state)]).toEqual(['pending', ['B'], null]);
    expect(mailsOf(desk, 'frozen')).toEqual(['ADMIN', 'OTHER', 'A', 'R']);
    expect(possibleWithTasks(desk.state, { actor: { id: 'B', admin: false, channel: 'page' }, now: desk.now })).toEqual(
      [],
    );
  });

  test('confirmed, it stands, and the clocks go on with the time that was left', () => {
    const sla = { sla: { duration: 'PT2H', calendar: '24x7' } } as const;
    const desk = new Desk({
      steps: [step({ people: ['A'] }), step({ key: 's2', people: ['B'], ...sla })],
      settings: { expiresAfter: 'PT9H' },
    });
    desk.vote('A+');
    desk.at(MONDAY + HOUR / 2);
    report(desk, 'R', 'A');
    desk.at(MONDAY + 10 * HOUR);
    expect(settle(desk, 'confirm')).toBeNull();

    expect(desk.task('B').clock.dueAt).toBe(MONDAY + 11.5 * HOUR);
    expect(desk.state.expiresAt).toBe(MONDAY + 18.5 * HOUR);
    expect(report(desk, 'A')).toBe('STATE_CONFLICT');
    desk.vote('B+');
    expect(desk.outcome).toBe('approved');
  });

  test('a frozen cooling-off goes on with the time that was left', () => {
    const desk = frozen({ steps: [step({ people: ['A'] })], settings: COOL });
    desk.at(MONDAY + 9 * HOUR);
    expect(desk.outcome).toBe('pending');
    settle(desk, 'confirm');

    expect(desk.state.coolingOffUntil).toBe(MONDAY + 13 * HOUR);
    desk.at(MONDAY + 13 * HOUR);
    expect(desk.outcome).toBe('approved');
  });

  test('annulled, it is taken out: its person is asked again, and what followed from it begins anew', () => {
    const desk = frozen();
    expect(settle(desk, 'annul')).toBeNull();

    expect(desk.open).toEqual(['A']);
    expect(desk.state.tasks.map(({ status, reasonCode }) => [status, reasonCode])).toEqual([
      ['returned', 'ANNULLED'],
      ['cancelled', 'ANNULLED'],
      ['active', null],
    ]);
    expect(desk.mails.filter(({ kind }) => kind === 'approval-request').map((m) => m.recipientId)).toEqual([
      'A',
      'B',
      'A',
    ]);
    desk.vote('A+ B+');
    expect(desk.outcome).toBe('approved');
  });

  test('annulled while it cools off, the step is asked again, of the person whom the administrator names', () => {
    const desk = frozen({ steps: [step({ mode: 'all', people: ['A'] })], settings: COOL });
    expect(settle(desk, 'annul', { toId: 'N' })).toBeNull();

    expect([desk.open, desk.state.coolingOffUntil]).toEqual([['N'], null]);
    desk.vote('N-');
    expect(desk.outcome).toBe('rejected');
  });

  test('annulled in a step that others carry all the same, nobody is asked again', () => {
    const weights = { A: 10, B: 90 };
    const desk = new Desk({ steps: [step({ mode: 'weighted', people: ['A', 'B'], weights })], settings: COOL });
    desk.vote('A+ B+');
    report(desk, 'A');
    settle(desk, 'annul');

    expect([desk.open, desk.state.coolingOffUntil]).toEqual([[], MONDAY + 4 * HOUR]);
  });

  test('an annulled signature is asked for again, before the holder decides or after', () => {
    const desk = new Desk({ steps: [step({ people: ['A'] })], settings: COOL });
    desk.try('A', 'add-sign', { position: 'before', userIds: ['X'] });
    desk.vote('X+');
    report(desk, 'X');
    settle(desk, 'annul');
    expect([desk.open, desk.state.tasks[0]?.waitsFor]).toEqual([['X'], 'signers']);

    desk.vote('X+ A+');
    report(desk, 'X');
    settle(desk, 'annul', { toId: 'Y' });
    expect([desk.open, desk.state.coolingOffUntil, desk.outcome]).toEqual([['Y'], null, 'pending']);
    desk.vote('Y+');
    expect(desk.state.coolingOffUntil).toBe(MONDAY + 4 * HOUR);
  });

  test.each([
    ['nobody else than an administrator', 'confirm', { id: 'B', admin: false, channel: 'api' }, {}, 'FORBIDDEN'],
    ['the one whose decision it was', 'annul', admin('A'), {}, 'FORBIDDEN'],
    ['the requester', 'annul', admin('R'), {}, 'FORBIDDEN'],
    ['no administrator without a reason', 'annul', admin(), { comment: ' ' }, 'COMMENT_REQUIRED'],
    ['nobody in their own favour', 'annul', admin(), { toId: 'ADMIN' }, 'INVALID_FIELDS'],
    ['nobody in favour of the requester', 'annul', admin(), { toId: 'R' }, 'INVALID_FIELDS'],
    ['nobody about another task', 'confirm', admin(), { taskId: 'other' }, 'INVALID_FIELDS'],
  ] as const)('is settled by %s', (_who, action, actor, part, code) => {
    const desk = frozen();

    expect(settle(desk, action, part, actor)).toBe(code);
    expect(desk.state.frozenSince).toBe(MONDAY);
  });

  test('whoever reported it does not settle it, and another administrator does', () => {
    const desk = new Desk(twoSteps);
    desk.vote('A+');
    const taskId = desk.task('A').id;
    desk.attempt({ on: 'request', action: 'report', decisionId: 'r', taskId }, admin('OTHER'));

    expect(settle(desk, 'confirm', {}, admin('OTHER'))).toBe('FORBIDDEN');
    expect(settle(desk, 'confirm')).toBeNull();
  });

  test('two reports are settled one by one, and only the last one ends the freeze', () => {
    const desk = new Desk({ steps: [step({ mode: 'all', people: ['A', 'B', 'C'] })] });
    desk.vote('A+ B+');
    report(desk, 'A');
    report(desk, 'B');
    const [a, b] = [desk.task('A').id, desk.task('B').id];

    expect(settle(desk, 'confirm')).toBe('INVALID_FIELDS');
    expect(settle(desk, 'confirm', { taskId: a })).toBeNull();
    expect(desk.try('C', 'approve')?.code).toBe('REQUEST_FROZEN');
    expect(settle(desk, 'annul', { taskId: b })).toBeNull();
    expect([desk.open, desk.state.frozenSince]).toEqual([['C', 'B'], null]);
    expect(desk.state.reports?.map(({ outcome }) => outcome)).toEqual(['confirmed', 'annulled']);
  });

  test('only a decision that a person made can be reported, once, by whoever it concerns, while it can be held back', () => {
    const desk = new Desk(twoSteps);
    expect(report(desk, 'A')).toBe('INVALID_FIELDS');
    desk.vote('A+');
    expect(report(desk, 'B', 'A')).toBe('FORBIDDEN');
    expect(report(desk, 'X', 'A')).toBe('FORBIDDEN');
    expect(report(desk, 'A')).toBeNull();
    expect(report(desk, 'A')).toBe('STATE_CONFLICT');
    const ended = new Desk({ steps: [step({ people: ['A'] })] });
    ended.vote('A+');
    expect(report(ended, 'A')).toBe('REQUEST_CLOSED');
  });

  test('an answer of the outside that comes during the freeze changes nothing and is asked for again', () => {
    const desk = new Desk(twoSteps);
    desk.vote('A+');
    report(desk, 'A');
    const stepResolved = {
      type: 'stepResolved',
      stepKey: 's2',
      found: { applies: false, candidates: [], adminIds: [], fallbackId: null },
    } as const;

    expect(reduce(desk.state, stepResolved, desk.now).state).toBe(desk.state);
  });

  test('an administrator may end a frozen request', () => {
    const desk = frozen();
    desk.ask('ADMIN', 'terminate');

    expect([desk.outcome, desk.state.frozenSince]).toEqual(['terminated', null]);
  });

  test('what each may do is offered to them, and nothing else', () => {
    const desk = frozen();
    const can = (actor: Actor) => possibleWithRequest(desk.state, { actor, now: desk.now });

    expect(can(admin())).toEqual(['comment', 'confirm', 'annul', 'terminate']);
    expect(can({ id: 'A', admin: false, channel: 'page' })).toEqual(['comment']);
    expect(can({ id: 'R', admin: false, channel: 'page' })).toEqual(['comment']);
    expect(decisionsFor(desk.state, 'annul', { actor: admin(), now: desk.now })).toEqual([desk.task('A').id]);
  });
});
