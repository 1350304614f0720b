import fc from 'fast-check';
import { proRata } from '../../../domain/exit/prorata';
import { settle } from '../../../domain/exit/settlement';
import { CHARGE_KINDS, DEDUCTION_KINDS, SETTLEMENT_KINDS } from '../../../domain/exit/settlement-kinds';
import { ProrataInput, SettlementInput } from '../../../domain/exit/settlement-schema';

type Line = SettlementInput['lines'][number];
const line = (kind: Line['kind'], amount: Line['amount'], disputed?: boolean): Line => ({
  kind,
  amount,
  ...(disputed !== undefined && { disputed }),
});
const settled = (...lines: Line[]) => {
  const { direction, ...money } = settle({ currency: 'CNY', lines });
  const amounts: Record<string, string> = Object.fromEntries(
    Object.entries(money).map(([name, { amount }]) => [name, amount]),
  );
  return { direction, ...amounts } as Record<string, string>;
};

describe('a settlement', () => {
  test('nets charges against deductions', () =>
    expect(
      settled(line('unpaid_invoice', '1000.00'), line('final_fee_prorata', 333.33), line('service_credit', '200')),
    ).toEqual({
      plus: '1333.33',
      minus: '200.00',
      net: '1133.33',
      direction: 'pay',
      firstPayment: '1133.33',
      suspense: '0.00',
    }));

  test('below nothing is to be received', () =>
    expect(settled(line('milestone', '10'), line('overpayment', '25.50'))).toMatchObject({
      net: '-15.50',
      direction: 'receive',
    }));

  test('without lines pays nothing', () =>
    expect(settled()).toMatchObject({ net: '0.00', direction: 'pay', firstPayment: '0.00' }));

  test('leaves disputed charges out of the first payment and still takes disputed deductions', () =>
    expect(
      settled(
        line('unpaid_invoice', '1000'),
        line('termination_fee', '400', true),
        line('asset_loss', '150', true),
        line('service_credit', '50'),
      ),
    ).toEqual({
      plus: '1400.00',
      minus: '200.00',
      net: '1200.00',
      direction: 'pay',
      firstPayment: '800.00',
      suspense: '550.00',
    }));

  test.each(SETTLEMENT_KINDS)('takes the sign from the kind %s', (kind) => {
    const isCharge = (CHARGE_KINDS as readonly string[]).includes(kind);
    expect(settled(line(kind, '1'))['net']).toBe(isCharge ? '1.00' : '-1.00');
    expect((DEDUCTION_KINDS as readonly string[]).includes(kind)).toBe(!isCharge);
  });

  test('balances to the cent for any lines, in any order', () => {
    const anyLine = fc.record({
      kind: fc.constantFrom(...SETTLEMENT_KINDS),
      amount: fc.integer({ min: 0, max: 100_000_000 }).map((cents) => (cents / 100).toFixed(2)),
      disputed: fc.boolean(),
    });
    const cents = (amount: string | undefined) => Math.round(Number(amount) * 100);
    fc.assert(
      fc.property(fc.array(anyLine, { maxLength: 20 }), (lines) => {
        const all = settled(...lines);
        expect(cents(all['net'])).toBe(cents(all['plus']) - cents(all['minus']));
        expect(all['direction']).toBe(cents(all['net']) < 0 ? 'receive' : 'pay');
        expect(cents(all['firstPayment'])).toBeLessThanOrEqual(cents(all['net']));
        expect(settled(...lines.toReversed())).toEqual(all);
      }),
    );
  });

  test.each([
    ['lines.0.kind', { lines: [line('bribe' as Line['kind'], '1')] }],
    ['lines.0.amount', { lines: [line('milestone', '-1')] }],
    ['lines.0.amount', { lines: [line('milestone', -1)] }],
    ['currency', { currency: 'RMB yuan' }],
  ])('names %s when it is wrong', (path, changes) =>
    expect(SettlementInput.safeParse({ currency: 'CNY', lines: [], ...changes }).error?.issues[0]?.path.join('.')).toBe(
      path,
    ),
  );

  test.each([
    ['0.001', 'has more digits than CNY knows'],
    [{ amount: '1', currency: 'USD' }, 'is in USD, the rest is in CNY'],
  ])('refuses %j', (amount, message) =>
    expect(() => settled(line('milestone', amount))).toThrow(
      expect.objectContaining({ errors: [{ path: 'lines.0.amount', message }] }),
    ),
  );
});

describe('a part of a month', () => {
  test.each([
    ['3100.00', 10, 31, '1000.00'],
    ['1000.00', 1, 3 + 25, '35.71'],
    ['1000.00', 10, 30, '333.33'],
    ['1000.00', 20, 30, '666.67'],
    ['0.10', 15, 30, '0.05'],
    ['0.01', 15, 30, '0.01'],
    ['1000.00', 0, 30, '0.00'],
    ['1000.00', 30, 30, '1000.00'],
  ])('of %s for %i of %i days costs %s', (amount, days, daysInMonth, expected) =>
    expect(proRata({ monthly: { amount, currency: 'CNY' }, days, daysInMonth }).money).toEqual({
      amount: expected,
      currency: 'CNY',
    }),
  );

  test.each([
    ['days', { days: 31, daysInMonth: 30 }],
    ['days', { days: -1, daysInMonth: 30 }],
    ['daysInMonth', { days: 1, daysInMonth: 32 }],
    ['monthly.amount', { days: 1, daysInMonth: 30, monthly: { amount: '-1', currency: 'CNY' } }],
  ])('names %s when it is wrong', (path, changes) =>
    expect(
      ProrataInput.safeParse({ monthly: { amount: '1', currency: 'CNY' }, ...changes }).error?.issues[0]?.path.join(
        '.',
      ),
    ).toBe(path),
  );
});
