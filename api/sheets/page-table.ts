import { DomUtils, parseDocument } from 'htmlparser2';
import { typedColumn } from './figures';
import type { SheetTable } from './sheet';

type Node = ReturnType<typeof parseDocument>['children'][number];
type Tag = ReturnType<typeof DomUtils.findAll>[number];

export interface PageTable {
  /** What its page is called. */
  readonly page: string;
  readonly table: SheetTable;
}

/**
 * The table that a page shows under this key (`<table data-sheet="key">`), as a sheet; null where it has none. Several of
 * one key, such as the months of a year, become one sheet: each row stands behind the caption of its table.
 */
export function pageTable(html: string, key: string): PageTable | null {
  const told = DomUtils.findAll(isTold, parseDocument(html).children);
  const tables = told.filter(({ attribs }) => attribs['data-sheet'] === key);
  const [first] = tables;
  if (!first) return null;
  const above = told.slice(0, told.indexOf(first)).findLast(({ name }) => HEADINGS.has(name));
  const page = wordsOf(told.filter(({ name }) => name === 'title').slice(0, 1)).replace(/ · Tenure$/, '');
  const each = first.attribs['data-each'];
  const name = (each === undefined && captionOf(first)) || (above && headingOf(above)) || key;
  return { page, table: { name, ...sheetOf(tables, each) } };
}

const HEADINGS: ReadonlySet<string> = new Set(['h1', 'h2', 'h3', 'h4']);
const isTold = ({ name, attribs }: Tag): boolean =>
  HEADINGS.has(name) || name === 'title' || attribs['data-sheet'] !== undefined;

/** Without what it is marked with and where it leads. */
const headingOf = ({ children }: Tag): string =>
  wordsOf(children.filter((one) => !hasClass(one, 'chip') && !hasName(one, 'a')));
const captionOf = (table: Tag): string =>
  wordsOf(DomUtils.findAll(({ name }) => name === 'caption', table.children).flatMap(({ children }) => children));

interface Cell {
  readonly text: string;
  readonly figure: boolean;
}

/** `each` is what the tables of one sheet are, where their captions tell them apart. */
function sheetOf(tables: readonly Tag[], each: string | undefined): Omit<SheetTable, 'name'> {
  const grids = tables.map((table) =>
    gridOf(table, each === undefined ? [] : [{ text: captionOf(table), figure: false }]),
  );
  const head = [...(each === undefined ? [] : [each]), ...(grids[0]?.head ?? [])];
  const rows = grids.flatMap((grid) => grid.rows);
  const width = Math.max(head.length, ...rows.map(({ length }) => length));
  const columns = Array.from({ length: width }, (_none, at) => ({
    title: head[at] ?? '',
    texts: rows.map((row) => row[at]?.text ?? ''),
    figures: rows.some((row) => row[at]?.figure),
  }))
    // A column that only pictures what another one says.
    .filter(({ title, texts }) => title !== '' || texts.some((text) => text !== ''))
    .map(typedColumn);
  return {
    columns: columns.map(({ column }) => column),
    rows: rows.map((_row, at) => columns.map(({ cells }) => cells[at] ?? null)),
  };
}

function gridOf(
  table: Tag,
  before: readonly Cell[],
): { readonly head: readonly string[]; readonly rows: readonly Cell[][] } {
  const lines = DomUtils.findAll(({ name }) => name === 'tr', table.children);
  const heads = lines.filter(isHead);
  return {
    head: heads.flatMap((line) => cellsOf(line, 'hidden').map(({ text }) => text)),
    rows: lines.filter((line) => !isHead(line)).map((line) => [...before, ...cellsOf(line)]),
  };
}

const isHead = ({ parent }: Tag): boolean => parent !== null && hasName(parent, 'thead');

/** A cell that spans several columns stands in the first of them. */
const cellsOf = (line: Tag, without?: string): readonly Cell[] =>
  line.children
    .filter((cell) => DomUtils.isTag(cell))
    .flatMap((cell) => {
      const text = wordsOf(without ? cell.children.filter((one) => !hasClass(one, without)) : cell.children);
      const spanned = Array.from({ length: Number(cell.attribs['colspan'] ?? 1) - 1 }, () => NO_CELL);
      return [{ text, figure: hasClass(cell, 'num') }, ...spanned];
    });

const NO_CELL: Cell = { text: '', figure: false };

const hasName = (node: object, name: string): boolean => 'name' in node && node.name === name;
const hasClass = (node: Node, name: string): boolean =>
  DomUtils.isTag(node) && (node.attribs['class'] ?? '').split(' ').includes(name);

/** What somebody can do from a row, and what only pictures it. */
const LEFT_OUT: ReadonlySet<string> = new Set([
  ...['form', 'button', 'input', 'select', 'textarea', 'template', 'script'],
  ...['svg', 'meter', 'progress'],
]);
const FORM_LINKS = ['form-links', 'line-forms'];

/** The text of a cell as it is read: what stands on a line of its own, or is set apart, becomes a part; times are exact. */
const wordsOf = (nodes: readonly Node[]): string =>
  nodes
    .map(rawWords)
    .join('')
    .split(BREAK)
    .map((line) =>
      line
        .replace(/\s+/g, ' ')
        .replace(/ (?=[,;，；。）)…])/g, '')
        .trim(),
    )
    .filter((line) => line !== '')
    .join('; ')
    .replace(/; (?=[(±])/g, ' ');

const BREAK = '\u0000';
const APART = ['quiet', 'chip'];

function rawWords(node: Node): string {
  if (DomUtils.isText(node)) return node.data;
  if (!DomUtils.isTag(node)) return '';
  const { name, attribs, children } = node;
  if (LEFT_OUT.has(name) || attribs['aria-hidden'] === 'true' || FORM_LINKS.some((one) => hasClass(node, one)))
    return ' ';
  if (name === 'br') return BREAK;
  const exact = name === 'time' ? attribs['datetime'] : attribs['role'] === 'img' ? attribs['aria-label'] : undefined;
  const apart = APART.some((one) => hasClass(node, one)) ? BREAK : ' ';
  return `${apart}${exact ?? children.map(rawWords).join('')}${apart}`;
}
