import fc from 'fast-check';
import { inSheet, matrixFromCsv, matrixToCsv } from '../../domain/approval/matrix-csv';
import { matrixIssues } from '../../domain/approval/matrix';
import { Matrix, type MatrixBlock } from '../../domain/approval/schema';
import { step } from './approval-builders';

const steps = ['manager', 'finance', 'board'].map((key) => step({ key }));
const block: MatrixBlock = {
  key: 'who',
  steps,
  matrix: Matrix.parse({
    inputs: [
      { label: 'Amount', expression: 'amount' },
      { label: 'Category, area', expression: 'category' },
    ],
    rules: [
      { when: ['>= 100000', '"it", "finance"'], steps: ['manager', 'board'] },
      { when: ['-', '-'], steps: [] },
    ],
    otherwise: ['manager'],
  }),
};
const SHEET = [
  '\uFEFFAmount,"Category, area",manager,finance,board',
  '>= 100000,"""it"", ""finance""",x,,x',
  'any,any,,,',
  'otherwise,,x,,',
  '',
].join('\r\n');

test('a matrix is a sheet with a column per input and per step, and its default in the last row', () => {
  expect(matrixToCsv(block)).toBe(SHEET);
});

const lines = (text: string): string => text.replaceAll('\r\n', '\n');
const BY_SEMICOLON =
  'Amount;Category, area;manager;finance;board\n>= 100000;"""it"", ""finance""";X;;x\nAny;-;;;\n;;;;\nOtherwise;;x;;';
test.each([
  ['as it was written', SHEET],
  ['with the line ends of other systems', lines(SHEET)],
  ['by semicolon, without byte order mark, with an empty row that a spreadsheet left', BY_SEMICOLON],
])('a sheet is read back %s', (_name, text) => {
  expect(matrixFromCsv(block, text)).toEqual(block.matrix);
});

const text = fc
  .oneof(
    fc.string({ unit: 'grapheme', minLength: 1, maxLength: 20 }),
    fc.constantFrom(
      'any',
      'otherwise',
      'Any',
      "'any",
      "''",
      '=1+1',
      '+1',
      '@a',
      '-5',
      '＝a',
      'x',
      'a;b',
      'a,b',
      'a"b',
      'a\nb',
    ),
  )
  .map((value) => value.replaceAll('\uFFFD', '').trim())
  .filter((value) => value !== '');
const keys = steps.map(({ key }) => key);
const someSteps = fc.subarray(keys);
const anyMatrix = fc.integer({ min: 1, max: 4 }).chain((width) =>
  fc.record({
    hitPolicy: fc.constantFrom('first' as const, 'collect' as const),
    inputs: fc
      .uniqueArray(text, { minLength: width, maxLength: width })
      .map((labels) => labels.map((label) => ({ label, expression: 'amount' }))),
    rules: fc.array(
      fc.record({
        when: fc.array(fc.oneof(text, fc.constant('-')), { minLength: width, maxLength: width }),
        steps: someSteps,
      }),
      { minLength: 1, maxLength: 6 },
    ),
    otherwise: someSteps,
  }),
);

/** Cells as a spreadsheet program sees them, behind the byte order mark. */
const cellsOf = (sheet: string): readonly string[] =>
  (sheet.slice(1).match(/"(?:[^"]|"")*"|[^,\r\n]+/g) ?? []).map((cell) => cell.replace(/^"/, ''));

test('whatever stands in a matrix, its sheet reads back as the same matrix and starts no formula', () => {
  fc.assert(
    fc.property(anyMatrix, (matrix) => {
      const sheet = matrixToCsv({ ...block, matrix });

      expect(matrixFromCsv({ ...block, matrix }, sheet)).toEqual(matrix);
      expect(cellsOf(sheet).filter((cell) => /^[=+@-]/.test(cell))).toEqual([]);
    }),
    { numRuns: 500 },
  );
});

const sheet = (...rows: readonly string[]): string =>
  ['Amount,"Category, area",manager,finance,board', ...rows].join('\n');
test.each([
  [
    'an empty condition',
    sheet('1,,x,,', 'otherwise,,x,,'),
    'rows.2.Category, area',
    /row 2, column Category, area is empty/,
  ],
  ['a mark that is none', sheet('1,any,ja,,', 'otherwise,,x,,'), 'rows.2.manager', /must be x or empty/],
  ['no default', sheet('1,any,x,,'), 'rows.2', /last row must be otherwise/],
  ['rows after the default', sheet('otherwise,,x,,', '1,any,x,,', 'otherwise,,x,,'), 'rows.2', /must be the last one/],
  ['a condition of the default', sheet('otherwise,1,x,,'), 'rows.2.Category, area', /must be empty/],
  ['a short row', sheet('1,any,x', 'otherwise,,x,,'), 'rows.2', /3 cells, not 5/],
  [
    'another input',
    'Sum,"Category, area",manager,finance,board\notherwise,,,,',
    'rows.1.1',
    /must be the input Amount/,
  ],
  [
    'a step that is not there',
    'Amount,"Category, area",manager,finance,ceo\notherwise,,,,',
    'rows.1',
    /no column for the step board/,
  ],
  ['another encoding', sheet('\uFFFD,any,x,,', 'otherwise,,x,,'), 'rows', /UTF-8/],
  ['a quotation mark inside', sheet('a"b,any,x,,', 'otherwise,,x,,'), 'rows.2', /quotation mark/],
])('%s is named with its row and column', (_name, csv, path, message) => {
  expect(() => matrixFromCsv(block, csv)).toThrow(
    expect.objectContaining({
      code: 'INVALID_FIELDS',
      errors: expect.arrayContaining([{ path, message: expect.stringMatching(message) }]),
    }),
  );
});

test('a cell that cannot be read is named where the sheet has it', () => {
  const matrix = matrixFromCsv(block, sheet('1,any,x,x,x', '>= (,any,x,,', 'otherwise,,x,,'));
  const issues = matrixIssues({ ...block, matrix }, 'steps.0');

  expect(inSheet(block, 'steps.0', issues)).toEqual([
    { path: 'rows.3.Amount', message: expect.stringMatching(/^row 3, column Amount cannot be read/) },
  ]);
});
