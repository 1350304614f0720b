import fc from 'fast-check';
import { checkVariables, evaluateFormula, parseFormula, variablesOf } from '../../../domain/kpi/formula';

const refused = (code: string) =>
  expect.objectContaining({ code, errors: [expect.objectContaining({ path: 'expression' })] });

describe('a formula', () => {
  test.each([
    ['{delivered}/{due}*100', { delivered: 95, due: 100 }, 95],
    ['1 + 2 * 3', {}, 7],
    ['(1 + 2) * 3', {}, 9],
    ['10 - 4 - 3', {}, 3],
    ['100 / 10 / 2', {}, 5],
    ['-2 * -3', {}, 6],
    ['--2', {}, 2],
    ['+5 - -5', {}, 10],
    ['2 · 3', {}, 6],
    ['2 × 3', {}, 6],
    ['6 ÷ 3', {}, 2],
    ['5 − 3', {}, 2],
    ['0.1 + 0.2', {}, 0.3],
    ['1.005 * 100', {}, 100.5],
    ['min(3, 1, 2)', {}, 1],
    ['max(3, 1, 2)', {}, 3],
    ['min(4)', {}, 4],
    ['abs(-4.5)', {}, 4.5],
    ['round(2.5)', {}, 3],
    ['round(-2.5)', {}, -3],
    ['round(2.345, 2)', {}, 2.35],
    ['round({a})', { a: 0.4 }, 0],
    ['if({a} > 3, 1, 2)', { a: 4 }, 1],
    ['if({a} > 3, 1, 2)', { a: 3 }, 2],
    ['if({a} >= 3, 1, 2)', { a: 3 }, 1],
    ['if({a} ≤ 3, 1, 2)', { a: 3 }, 1],
    ['if({a} = 3, 1, 2)', { a: 3 }, 1],
    ['if({a} == 3, 1, 2)', { a: 3 }, 1],
    ['if({a} != 3, 1, 2)', { a: 3 }, 2],
    ['if({a} ≠ {b}, 1, 2)', { a: 3, b: 4 }, 1],
    ['if({due} = 0, 100, {done} / {due} * 100)', { due: 0, done: 0 }, 100],
    ['({late} <= 2) * 100', { late: 2 }, 100],
    ['{ 交付数 } / {应交付}', { 交付数: 3, 应交付: 4 }, 0.75],
    ['{a.b-c_1}', { 'a.b-c_1': 7 }, 7],
    [' \n 1 \t+ 1 ', {}, 2],
    ['if(if(1 < 2, 0, 1), 1, max(2, if(1, 9, 1/0)))', {}, 9],
  ])('%s with %j is %d', (expression, inputs, value) => expect(evaluateFormula(expression, inputs)).toBe(value));

  test.each([
    ['1 / 0', {}],
    ['{a} / {b}', { a: 0, b: 0 }],
    ['5 + 1 / 0', {}],
    ['max(1, 2 / 0)', {}],
    ['max(1 / 0, 2)', {}],
    ['if(1 / 0 > 1, 1, 2)', {}],
    ['if(1, 1 / 0, 2)', {}],
    ['1 / 0 = 1 / 0', {}],
    ['{a} * 2', { a: null }],
  ])('%s with %j has no value', (expression, inputs) => expect(evaluateFormula(expression, inputs)).toBeNull());

  test('divides to twenty digits before it rounds', () => expect(evaluateFormula('2 / 3 * 3', {})).toBeCloseTo(2, 15));

  test.each([
    '',
    ' ',
    '1 +',
    '* 2',
    '(1',
    '1)',
    '()',
    '1 2',
    '{a',
    'a}',
    '{}',
    '{1a}',
    '{a b}',
    'a + 1',
    'min()',
    'min',
    'min 1',
    'abs(1, 2)',
    'round(1, 2, 3)',
    'round(1, {a})',
    'round(1, 99)',
    'round(1, 1.5)',
    'if(1, 2)',
    'if(1, 2, 3, 4)',
    '1 < 2 < 3',
    '1 = = 2',
    '1 <> 2',
    '1e5',
    '.5',
    '5.',
    '1,5',
    '0x10',
    '2 ^ 3',
    '2 % 3',
    '2 ** 3',
    '"x"',
    "'x'",
    'sqrt(4)',
    'constructor',
    'toString()',
    'MIN(1, 2)',
    'process.exit(1)',
    '1; 2',
    '{a}.b',
    '12345678901234567890',
    `${'('.repeat(60)}1${')'.repeat(60)}`,
    `${'-'.repeat(100)}1`,
    `1${' + 1'.repeat(200)}`,
  ])('%j is refused', (expression) =>
    expect(() => evaluateFormula(expression, { a: 1 })).toThrow(refused('INVALID_FORMULA')),
  );

  test('says where it stops making sense', () =>
    expect(() => parseFormula('1 + $2')).toThrow('"$2" at position 5 is not part of the formula language'));

  test.each(['{b} + 1', '{constructor}', '{__proto__}', 'if(1, 1, {b})'])(
    '%s asks for something unknown',
    (expression) => expect(() => evaluateFormula(expression, { a: 1 })).toThrow(refused('UNKNOWN_VARIABLE')),
  );

  test('names inputs as they are written, whatever objects are made of', () =>
    expect(() => evaluateFormula('{toString} + 1', {})).toThrow('{toString} is not an input'));

  test('names its inputs once each', () => {
    const formula = parseFormula('{b} + {a} * max({b}, abs({c}))');
    expect(variablesOf(formula)).toEqual(['b', 'a', 'c']);
    expect(() => checkVariables(formula, ['a', 'b', 'c', 'd'])).not.toThrow();
    expect(() => checkVariables(formula, ['a'])).toThrow('{b} is not an input; {c} is not an input');
  });

  test('at the length limit is still evaluated', () => expect(evaluateFormula(`1${'+1'.repeat(249)}`, {})).toBe(250));
});

describe('arithmetic in formulas', () => {
  const whole = fc.integer({ min: -1_000_000, max: 1_000_000 });
  test('agrees with integers', () => {
    fc.assert(
      fc.property(whole, whole, whole, (a, b, c) => {
        expect(evaluateFormula('{a} + {b} * {c} - ({a} - {c})', { a, b, c })).toBe(a + b * c - (a - c) + 0);
        expect(evaluateFormula('max({a}, {b}, {c}) - min({a}, {b}, {c})', { a, b, c })).toBe(
          Math.max(a, b, c) - Math.min(a, b, c),
        );
        expect(evaluateFormula('if({a} < {b}, 1, if({a} = {b}, 0, -1))', { a, b })).toBe(a < b ? 1 : a === b ? 0 : -1);
      }),
    );
  });

  test('never answers anything but a finite number, nothing, or a refusal', () => {
    const piece = fc.constantFrom(
      '{a}',
      '{b}',
      '1',
      '2.5',
      '+',
      '-',
      '*',
      '/',
      '(',
      ')',
      ',',
      'min',
      'if',
      '<',
      '=',
      ' ',
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 14 }), whole, (pieces, a) => {
        try {
          const value = evaluateFormula(pieces.join(''), { a, b: 0 });
          expect(value === null || Number.isFinite(value)).toBe(true);
        } catch (error) {
          expect(error).toMatchObject({ code: 'INVALID_FORMULA' });
        }
      }),
      { numRuns: 500 },
    );
  });

  test('a number too large for the machine has no value', () => {
    const expression = Array.from({ length: 40 }, () => '{a}').join('*');
    expect(evaluateFormula(expression, { a: 1e15 })).toBeNull();
  });
});
