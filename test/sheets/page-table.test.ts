import { pageTable } from '../../api/sheets/page-table';
import { writeCsv } from '../../api/sheets/write';

const page = (rest: string): string =>
  `<!doctype html><html><head><title>ENG-1 Hotline · Tenure</title></head><body><h1>Hotline</h1>${rest}</body></html>`;
const table = (head: readonly string[], rows: string): string =>
  `<table data-sheet="k"><thead><tr>${head.map((one) => `<th>${one}</th>`).join('')}</tr></thead><tbody>${rows}</tbody></table>`;
const row = (...cells: readonly string[]): string => `<tr>${cells.map((cell) => `<td${cell}</td>`).join('')}</tr>`;
const sheetOf = (html: string) => pageTable(page(html), 'k')?.table;

test('a table of a page is found by its key, and named by its caption or by the heading above it', () => {
  const one = table(['A'], row('>1'));
  expect(pageTable(page(`<h2>Costs <span class="chip">new</span> <a href="/x">all</a></h2>${one}`), 'k')).toMatchObject(
    {
      page: 'ENG-1 Hotline',
      table: { name: 'Costs' },
    },
  );
  expect(
    sheetOf(`<svg><title>picture</title></svg>${one.replace('<thead>', '<caption>Spend</caption><thead>')}`)?.name,
  ).toBe('Spend');
  expect(pageTable(page(one), 'other')).toBeNull();
});

test('figures, shares, amounts and days are typed by their columns; the rest stays as it is read', () => {
  const rows = [
    row(
      '>007',
      ' class="num">1,234.5',
      ' class="num">12.5%',
      ' class="num">− 1,200.00 CNY',
      '>Sat, 5 Sept 2026',
      '>12',
    ),
    row('>a', ' class="num">not enough', ' class="num">–', ' class="num">20.10 CNY', '>2026年9月5日周六', '>b'),
    row('>b', ' class="num">-3', ' class="num">none', ' class="num">7.00 EUR', '>May 2026', '>'),
  ].join('');
  const found = sheetOf(table(['Id', 'Score', 'Share', 'Paid', 'On', 'No'], rows));
  expect(found?.columns.map(({ title, kind = 'text' }) => `${title} ${kind}`)).toEqual([
    ...['Id text', 'Score number', 'Share percent', 'Paid (CNY) amount', 'On date', 'No text'],
  ]);
  expect(found?.rows).toEqual([
    ['007', 1234.5, 0.125, -1200, '2026-09-05', '12'],
    ['a', 'not enough', null, '20.10', '2026-09-05', 'b'],
    ['b', -3, 'none', '7.00 EUR', 'May 2026', null],
  ]);
});

test('a unit moves to the title only where every figure is in it', () => {
  const measured = (...cells: readonly string[]) =>
    sheetOf(table(['Value'], cells.map((cell) => row(` class="num">${cell}`)).join('')));
  expect(measured('18 s', '–', '1,020 s')).toMatchObject({
    columns: [{ title: 'Value (s)' }],
    rows: [[18], [null], [1020]],
  });
  expect(measured('18 s', '2 min')).toMatchObject({ columns: [{ title: 'Value' }], rows: [['18 s'], ['2 min']] });
});

test('cells hold what is read of them: parts of lines, exact times, words for pictures, and nothing to click', () => {
  const [when, iso] = ['<time datetime="2027-03-01T09:00:00.000Z">in two days</time>', '2027-03-01T09:00:00.000Z'];
  const rows = row(
    '>Calls <span class="chip">core</span><span class="quiet">by night</span><span class="line-forms"> <a href="/f">Change</a></span>',
    `>${when}<br>late`,
    '><span role="img" aria-label="rising">↗</span>',
    '><span aria-hidden="true">●</span><span class="hidden">Yes</span>',
    '><form><button>Send again</button></form>Given up, <a href="/x">twice</a>, so far',
    '>4 <span class="quiet">(2)</span>',
  );
  expect(sheetOf(table(['A', 'B', 'C', 'D', 'E', 'F'], rows))?.rows).toEqual([
    ['Calls; core; by night', `${iso}; late`, 'rising', 'Yes', 'Given up, twice, so far', '4 (2)'],
  ]);
});

test('a cell over several columns stands in the first, and a column that only pictures another is left out', () => {
  const rows = `${row('>a', ' class="num">4', '><meter value="4">4</meter>', '>x')}<tr><td>b</td><td colspan="3">none yet</td></tr>`;
  const found = sheetOf(table(['A', 'B', '<span class="hidden">B</span>', 'C'], rows));
  expect(found?.columns.map(({ title }) => title)).toEqual(['A', 'B', 'C']);
  expect(found?.rows).toEqual([
    ['a', 4, 'x'],
    ['b', 'none yet', null],
  ]);
});

test('tables of one key become one sheet, each row behind the caption of its table', () => {
  const month = (name: string, day: string): string =>
    `<table data-sheet="k" data-each="Month"><caption>${name}</caption><thead><tr><th>M</th></tr></thead><tr><td>${day}</td></tr></table>`;
  expect(sheetOf(`<h2>2027</h2>${month('January', '1')}${month('May', '2')}`)).toEqual({
    name: '2027',
    columns: [{ title: 'Month' }, { title: 'M' }],
    rows: [
      ['January', '1'],
      ['May', '2'],
    ],
  });
});

test('what people wrote is a text in a sheet too, never markup and never a formula', () => {
  const found = sheetOf(
    table(['A'], row('>&lt;b&gt;=1+1&lt;/b&gt;') + row('>=HYPERLINK(&quot;http://evil&quot;)') + row('>－1')),
  );
  expect(found?.rows).toEqual([['<b>=1+1</b>'], ['=HYPERLINK("http://evil")'], ['－1']]);
  expect(found && writeCsv(found).split('\r\n').slice(1, 4)).toEqual([
    '<b>=1+1</b>',
    `"'=HYPERLINK(""http://evil"")"`,
    "'－1",
  ]);
});
