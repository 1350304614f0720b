import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { BacktestBody } from '../../domain/approval/backtest-schema';
import { matrixFromCsv, matrixToCsv } from '../../domain/approval/matrix-csv';
import { checkPolicy } from '../../domain/approval/policy';
import { findMatrix } from '../../domain/approval/policy-paths';
import { PreviewBody } from '../../domain/approval/preview-schema';
import { PolicyBody } from '../../domain/approval/schema';

const text = readFileSync(join(__dirname, '../../docs/policies.md'), 'utf8');
const blocksOf = (language: string): readonly string[] =>
  [...text.matchAll(new RegExp(`\`\`\`${language}\\n([^]*?)\`\`\``, 'g'))].map(([, block = '']) => block);
const examples = blocksOf('json').map((block) => JSON.parse(block) as object);

test('the handbook of policies shows a policy, a matrix, a preview and a back-test', () => {
  expect(examples).toHaveLength(4);
});

test.each(examples.map((example) => [JSON.stringify(example).slice(0, 60), example]))(
  'the example %s is one that would be taken',
  (_name, example) => {
    if ('subject' in example) return expect(() => PreviewBody.parse(example)).not.toThrow();
    const body = 'candidate' in example ? BacktestBody.parse(example).candidate : PolicyBody.parse(example);
    return expect(() => checkPolicy('payments', body)).not.toThrow();
  },
);

test('the sheet in the handbook is the matrix above it', () => {
  const buying = PolicyBody.parse(examples.find((example) => JSON.stringify(example).includes('"matrix"')));
  const block = findMatrix(buying.steps, 'who')?.block;
  if (!block) throw new Error('the example has no matrix');
  const [sheet = ''] = blocksOf('csv');

  expect(matrixFromCsv(block, sheet)).toEqual(block.matrix);
  expect(matrixToCsv(block).replaceAll('\r\n', '\n').slice(1)).toBe(sheet);
});
