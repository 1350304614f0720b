import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DOCS, docDiagrams } from '../../bin/parts/doc-diagrams';

const diagrams = docDiagrams();

test('the examples are policies that can be saved, one for every way of deciding that people ask for', () => {
  const keys = new Set(diagrams.map(({ file }) => /approval-(.+?)\./.exec(file)?.[1]));
  expect([...keys].sort()).toEqual(['all', 'any', 'ballot', 'sequential', 'two-of-three', 'weighted']);
});

test.each(diagrams)('$file is what `npm run docs:diagrams` draws', ({ file, svg }) => {
  expect(readFileSync(join(DOCS, file), 'utf8')).toBe(svg);
});

test('every picture is shown, and none is left over', () => {
  const text = readFileSync(join(DOCS, 'approvals.md'), 'utf8');
  expect(diagrams.filter(({ file }) => !text.includes(`](${file})`))).toEqual([]);
  expect(
    readdirSync(join(DOCS, 'images'))
      .filter((name) => name.startsWith('approval-'))
      .sort(),
  ).toEqual(diagrams.map(({ file }) => file.slice('images/'.length)).sort());
});
