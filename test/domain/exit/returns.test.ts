import { ConfirmReturn, type NewReturn, ReturnList } from '../../../domain/exit/return-schema';
import { confirmReturn, openReturns, reviewReturns } from '../../../domain/exit/returns';
import { type Watched, watchStep } from '../../../domain/exit/watch';

const thing = (part: Partial<NewReturn> = {}): NewReturn => ({
  ...{ key: 'vpn', kind: 'account', title: 'VPN account', holder: 'Wu', count: 1 },
  ...part,
});
const confirming = (part: object = {}) => ({
  ...{ key: 'vpn', said: ConfirmReturn.parse({}), by: 'p1', at: '2027-03-01T00:00:00.000Z', currency: 'CNY' },
  ...part,
});

describe('the list of what the vendor has', () => {
  test('is replaced as long as nothing has come back', () => {
    const before = reviewReturns([], [thing(), thing({ key: 'pass' })]);
    expect(reviewReturns(before, [thing({ title: 'VPN' })]).map(({ key, title }) => [key, title])).toEqual([
      ['vpn', 'VPN'],
    ]);
  });

  test('keeps what has come back, which nobody changes any more', () => {
    const back = confirmReturn(reviewReturns([], [thing()]), confirming());
    expect(reviewReturns(back, [])).toEqual(back);
    expect(reviewReturns(back, [thing()])).toEqual(back);
    expect(() => reviewReturns(back, [thing({ holder: 'Li' })])).toThrow('can no longer be changed');
    expect(openReturns(back)).toEqual([]);
  });

  test('lets a lost thing turn up, and nothing come back twice', () => {
    const said = ConfirmReturn.parse({ state: 'lost', evidence: 'Left in a train.' });
    const lost = confirmReturn(reviewReturns([], [thing()]), confirming({ said }));
    const back = confirmReturn(lost, confirming());
    expect([lost[0]?.state, back[0]?.state]).toEqual(['lost', 'returned']);
    expect(() => confirmReturn(lost, confirming({ said }))).toThrow('lost already');
    expect(() => confirmReturn(back, confirming({ said }))).toThrow('returned already');
    expect(() => confirmReturn(back, confirming({ key: 'none' }))).toThrow('no such thing');
  });

  test.each([
    [{ state: 'lost' }, 'evidence'],
    [{ worth: { amount: '5', currency: 'CNY' } }, 'worth'],
  ])('refuses %j', (body, path) => expect(ConfirmReturn.safeParse(body).error?.issues[0]?.path).toEqual([path]));

  test('names each thing once', () => expect(ReturnList.safeParse([thing(), thing()]).success).toBe(false));
});

describe('an alarm about the exit', () => {
  const DAY = 86_400_000;
  const NOW = Date.UTC(2027, 2, 1);
  const watched = (from: number | null, severity: Watched['severity'] = 'red'): Watched => ({
    ...{ rule: 'ACCESS_NOT_RETURNED', subject: 'access', severity, from, evidence: {} },
  });
  const alarm = (part: object = {}) => ({
    ...({ state: 'open', severity: 'red', closedAt: null, comments: [], raised: 1 } as const),
    ...part,
  });
  const closed = (step: string) => ({
    ...{ state: 'closed' as const, closedAt: new Date(NOW - DAY).toISOString() },
    comments: [{ at: '', actorId: null, step, text: '' }],
  });

  test.each([
    ['is not there without a reason', null, null, null],
    ['is raised from when its reason holds', NOW + DAY, null, { word: 'raise', at: NOW + DAY }],
    ['stands while its reason holds', NOW - DAY, alarm(), null],
    ['closes when its reason has gone', null, alarm(), { word: 'settle', at: 0 }],
    ['closes when its reason has moved ahead', NOW + DAY, alarm(), { word: 'settle', at: 0 }],
    ['turns red', NOW - DAY, alarm({ severity: 'amber' }), { word: 'raise', at: NOW - DAY }],
    ['comes back at once when it had closed by itself', NOW, alarm(closed('settled')), { word: 'raise', at: NOW }],
    [
      'comes back after a month to whoever closed it',
      NOW,
      alarm(closed('close')),
      { word: 'raise', at: NOW + 29 * DAY },
    ],
  ])('%s', (_what, from, newest, step) => expect(watchStep(watched(from), newest, NOW)).toEqual(step));
});
