import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const ROOT = join(__dirname, '../..');
const FOLDER = join(ROOT, 'docs/security');
const pages = readdirSync(FOLDER).map((name) => ({ name, text: readFileSync(join(FOLDER, name), 'utf8') }));
const asvs = readFileSync(join(FOLDER, 'asvs.md'), 'utf8');
const [levelTwo = '', chosen = ''] = asvs.split('## Chosen of level 3');

const PATH = /^(?:[\w.-]+\/)*[\w.-]+\.(?:ts|md|json|yaml)$|^([\w-]+)\/[\w./-]*$/;
const folders = [...readdirSync(ROOT), ...readdirSync(join(ROOT, 'test'))];

function isPath(word: string): boolean {
  const [path, folder] = PATH.exec(word) ?? [];
  return path !== undefined && (folder === undefined || folders.includes(folder));
}

/** Files are named from the root; tables leave out endings and `test/`, and that of duties names the engine's files by name alone. */
const placesOf = (path: string): readonly string[] => [
  path,
  `${path}.ts`,
  `test/${path}.test.ts`,
  `domain/approval/${path}`,
];

const citedIn = (text: string): readonly string[] =>
  [...text.matchAll(/`([^`\n]+)`/g)].map(([, word = '']) => word).filter(isPath);
const linkedIn = (text: string): readonly string[] =>
  [...text.matchAll(/\]\((?!https?:)([^)#]+)[^)]*\)/g)].map(([, target = '']) => target);

test.each(pages)('every file that $name names is there', ({ text }) => {
  const missing = citedIn(text).filter((path) => !placesOf(path).some((place) => existsSync(join(ROOT, place))));
  expect([...missing, ...linkedIn(text).filter((target) => !existsSync(join(FOLDER, target)))]).toEqual([]);
});

interface Row {
  readonly numbers: readonly string[];
  readonly verdict: string;
  readonly shownBy: string;
}

const rowsOf = (text: string): readonly Row[] =>
  [...text.matchAll(/^\| (\d[\d.]*)(?:–(\d[\d.]*))? \| [^|]+ \| ([^|]*) \| ?([^|]*)\|$/gm)].map(
    ([, from = '', to = from, verdict = '', shownBy = '']) => ({ numbers: span(from, to), verdict, shownBy }),
  );

function span(from: string, to: string): readonly string[] {
  const [section, first] = [from.slice(0, from.lastIndexOf('.')), lastOf(from)];
  return Array.from({ length: lastOf(to) - first + 1 }, (_, index) => `${section}.${first + index}`);
}

const lastOf = (number: string): number => Number(number.slice(number.lastIndexOf('.') + 1));

function counted(text: string): string {
  const count = (verdict: string): number =>
    rowsOf(text)
      .filter((row) => row.verdict === verdict)
      .reduce((sum, { numbers }) => sum + numbers.length, 0);
  return `${count('pass')} pass, ${count('fail')} fail, ${count('n.a.')} not applicable`;
}

test('the counts above the requirements are those of their lines', () => {
  expect(asvs.split('\n')[2]).toBe(
    `**Levels 1 and 2: 253 requirements, ${counted(levelTwo)}. Chosen of level 3: ${counted(chosen)}.**`,
  );
});

test('each requirement has one line and one verdict, and what passes names what shows it', () => {
  const rows = rowsOf(asvs);
  const numbers = rows.flatMap((row) => row.numbers);
  expect(new Set(numbers).size).toBe(numbers.length);
  expect(rowsOf(levelTwo).flatMap((row) => row.numbers)).toHaveLength(253);
  expect(rows).toHaveLength(asvs.split('\n').filter((line) => /^\| \d/.test(line)).length);
  expect(rows.filter(({ verdict }) => !['pass', 'fail', 'n.a.'].includes(verdict))).toEqual([]);
  expect(rows.filter(({ verdict, shownBy }) => verdict === 'pass' && shownBy.trim() === '')).toEqual([]);
});
