import { nextWakeAt } from '../../domain/approval/clock';
import { checkPolicy } from '../../domain/approval/policy';
import { Desk, HOUR, MONDAY, type Setup, step } from './approval-builders';

const COOL = { coolingOff: 'PT4H' } as const;
const mailsOf = (desk: Desk, kind: string) => desk.mails.filter((mail) => mail.kind === kind).map((m) => m.recipientId);
const twoSteps: Setup = { steps: [step({ people: ['A'] }), step({ key: 's2', people: ['B'] })] };

describe('cooling-off', () => {
  test.each([
    ['a policy that says so', { settings: COOL }, 'pending'],
    ['the gate of a deletion', { policyKey: 'gate-deletion' }, 'pending'],
    ['the gate of a deletion, with none', { policyKey: 'gate-deletion', settings: { coolingOff: 'PT0S' } }, 'approved'],
    ['the gate of a deletion whose waiting was waived', { policyKey: 'gate-deletion', atOnce: true }, 'approved'],
    ['a policy that says so, whatever was waived', { settings: COOL, atOnce: true }, 'pending'],
    ['any other gate', { policyKey: 'gate-contract' }, 'approved'],
    ['any other policy', {}, 'approved'],
    ['a request from before there was any', { policyKey: 'gate-deletion', revision: 2 }, 'approved'],
  ] as const)('after the last approval a request under %s is %s', (_what, part, status) => {
    const desk = new Desk({ steps: [step({ people: ['A'] })], ...part });
    desk.vote('A+');

    expect(desk.outcome).toBe(status);
    expect(desk.state.coolingOffUntil ?? null).toBe(status === 'pending' ? MONDAY + 4 * HOUR : null);
  });

  test('it ends approved when its time has passed, not before, and whoever asked and approved are told first', () => {
    const desk = new Desk({ ...twoSteps, settings: COOL });
    desk.vote('A+ B+');
    expect(nextWakeAt(desk.state)).toBe(MONDAY + 4 * HOUR);
    expect(mailsOf(desk, 'cooling-off')).toEqual(['R', 'A', 'B']);

    desk.at(MONDAY + 4 * HOUR - 1);
    expect([desk.outcome, mailsOf(desk, 'outcome')]).toEqual(['pending', []]);
    desk.at(MONDAY + 4 * HOUR);
    expect([desk.outcome, mailsOf(desk, 'outcome')]).toEqual(['approved', ['R']]);
    expect(desk.state.coolingOffUntil).toBeNull();
  });

  test('a rejection takes effect at once', () => {
    const desk = new Desk({ ...twoSteps, settings: COOL });
    desk.vote('A-');

    expect(desk.outcome).toBe('rejected');
  });

  test('meanwhile it can be withdrawn, ended or taken back, but not urged, and it does not expire', () => {
    const cooling = () => {
      const desk = new Desk({ steps: [step({ people: ['A'] })], settings: { ...COOL, expiresAfter: 'PT2H' } });
      desk.vote('A+');
      desk.at(MONDAY + 3 * HOUR);
      return desk;
    };
    expect(cooling().ask('R', 'urge')?.code).toBe('STATE_CONFLICT');
    const [withdrawn, ended, back] = [cooling(), cooling(), cooling()];
    withdrawn.ask('R', 'withdraw');
    ended.ask('ADMIN', 'terminate');
    back.try('A', 'take-back');

    expect([withdrawn.outcome, ended.outcome]).toEqual(['withdrawn', 'terminated']);
    expect([back.outcome, back.open, back.state.coolingOffUntil]).toEqual(['pending', ['A'], null]);
    // The two hours to decide have not begun to run out while everybody had decided.
    expect(back.state.expiresAt).toBe(MONDAY + 5 * HOUR);
  });

  test('the time is checked when the policy is saved', () => {
    const body = (coolingOff: string) => ({ title: 'P', settings: { coolingOff }, steps: [step({ people: ['A'] })] });
    expect(() => checkPolicy('gate-contract', body('PT0S'))).not.toThrow();
    expect(() => checkPolicy('p', body('P4000D'))).toThrow('settings.coolingOff may be at most ten years');
  });
});
