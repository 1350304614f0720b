import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PAGE_NAMES, samplePage } from '../../bin/parts/samples';
import { LOCALES } from '../../domain/people/people';
import { pageTable } from '../../api/sheets/page-table';

const TEMPLATES = join(__dirname, '../../templates');

/** Tables that are had as no file, or whose links stand elsewhere, and why. */
const EXCEPTIONS: Readonly<Record<string, string>> = {
  'partials/security-tokens 1': 'keys of one’s own, each to be acted on; nothing to count',
  'partials/security-sessions 1': 'sessions of one’s own, likewise',
  'partials/security-passkeys 1': 'passkeys of one’s own, likewise',
  'partials/policy-matrix 1': 'a form; what it makes is had from the page of the policy',
  'partials/chart-table 1': 'stands in mails only',
  'pages/audit 1': 'the answer to a form; each row leads to the export of its stream',
  'pages/vendor-import 1': 'the answer to a form, about a file that the reader has',
  'pages/league 1': 'its links stand above, beside the period that they are of',
  'pages/comparison 1': 'its links stand above, beside its currency',
};

interface Table {
  readonly place: string;
  readonly tag: string;
  /** What follows it, to the next table. */
  readonly after: string;
}

const tablesOf = (path: string): readonly Table[] =>
  readFileSync(join(TEMPLATES, `${path}.html.hbs`), 'utf8')
    .split(/(?=<table\b)/)
    .slice(1)
    .filter((text) => !/^<table[^>]*role="presentation"/.test(text))
    .map((text, at) => ({
      place: `${path} ${at + 1}`,
      tag: text.slice(0, text.indexOf('>') + 1),
      after: text.slice(text.indexOf('</table>')),
    }));

const TABLES = ['pages', 'partials'].flatMap((folder) =>
  readdirSync(join(TEMPLATES, folder))
    .filter((file) => file.endsWith('.html.hbs'))
    .flatMap((file) => tablesOf(`${folder}/${file.slice(0, -'.html.hbs'.length)}`)),
);
const REST = TABLES.filter(({ place }) => !(place in EXCEPTIONS));

test.each(REST)('the table $place has its sheets below it', ({ tag, after }) => {
  const [, literal, made] = /data-sheet="(?:([\w-]+)|\{\{(.+?)\}\})"/.exec(tag) ?? [];
  if (literal !== undefined) return expect(after).toContain(`{{> table-sheets table='${literal}'}}`);
  if (made !== undefined) return expect(after).toMatch(/\{\{> table-sheets table=(\((.+?)\)|\w+)\}\}/);
  return expect(after).toContain('{{> sheets');
});

test('there is no exception for a table that is gone', () => {
  const places = TABLES.map(({ place }) => place);
  expect(Object.keys(EXCEPTIONS).filter((place) => !places.includes(place))).toEqual([]);
});

const CASES = LOCALES.flatMap((locale) => PAGE_NAMES.map((name) => ({ locale, name })));

test.each(CASES)('every link to a table of the page $name in $locale leads to one table with its heads', (one) => {
  const html = samplePage(one.name, one.locale);
  const linked = [...html.matchAll(/href="\/\?table&#x3D;([^&"]+)&amp;sheet&#x3D;csv"/g)].map(([, key = '']) => key);
  const keyed = [...html.matchAll(/<table\b[^>]*data-sheet="([^"]+)"[^>]*>/g)];
  const alone = keyed.filter(([tag]) => !tag.includes('data-each')).map(([, key]) => key);
  const grouped = new Set(keyed.filter(([tag]) => tag.includes('data-each')).map(([, key]) => key));
  expect([...linked].sort()).toEqual([...alone, ...grouped].sort());
  for (const key of linked) {
    const found = pageTable(html, key);
    expect(found?.table.columns.every(({ title }) => title !== '')).toBe(true);
    expect(found?.table.rows).not.toEqual([]);
  }
});
