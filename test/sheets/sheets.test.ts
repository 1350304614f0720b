import { strToU8, unzipSync, zipSync } from 'fflate';
import fc from 'fast-check';
import { readSheetRows } from '../../api/sheets/read';
import { SHEET_LIMITS, type SheetTable } from '../../api/sheets/sheet';
import { writeCsv, writeXlsx } from '../../api/sheets/write';

const TABLE: SheetTable = {
  name: '供应商: [2027]',
  columns: [
    { title: '名称' },
    { title: 'Annual spend', kind: 'amount' },
    { title: 'Score', kind: 'number' },
    { title: 'Valid to', kind: 'date' },
    { title: 'Share', kind: 'percent' },
  ],
  rows: [
    ['云舟科技, "South"', '1234567.80', 4, '2027-03-05', 0.25],
    ['=HYPERLINK("http://evil")', null, null, null, null],
    ['two\nlines', '-12.5', 0, 'no date', 1],
  ],
};
const ROWS = [
  { row: 1, cells: ['名称', 'Annual spend', 'Score', 'Valid to', 'Share'] },
  { row: 2, cells: ['云舟科技, "South"', '1234567.8', '4', '2027-03-05', '0.25'] },
  { row: 3, cells: ['=HYPERLINK("http://evil")', '', '', '', ''] },
  { row: 4, cells: ['two\nlines', '-12.5', '0', 'no date', '1'] },
];

describe('a table', () => {
  test('comes back from a workbook as it went in, with typed cells and formulas as text', async () => {
    const file = await writeXlsx([TABLE, { ...TABLE, name: 'second' }]);
    expect(await readSheetRows(file)).toEqual(ROWS);
    const sheet = Buffer.from(unzipSync(file)['xl/worksheets/sheet1.xml'] ?? []).toString();
    expect(sheet).not.toContain('<f');
    expect(sheet).toContain('<v>1234567.8</v>');
    expect(sheet).toMatch(/ySplit="1"/);
  });

  test('comes back from CSV as it went in, readable by Excel and without a formula', async () => {
    const file = writeCsv(TABLE);
    expect(file.startsWith('\uFEFF名称,')).toBe(true);
    expect(file).toContain(`"'=HYPERLINK(""http://evil"")"`);
    const rows = await readSheetRows(Buffer.from(file));
    expect(rows.map(({ cells }) => cells[0])).toEqual(ROWS.map(({ cells }) => cells[0]));
    expect(rows[1]?.cells[1]).toBe('1234567.80');
  });

  test('of any text survives both ways', async () => {
    const text = fc
      .string({ unit: 'grapheme', minLength: 1, maxLength: 30 })
      // A workbook leaves out what is no character, and the mark that stands for one that could not be read.
      .filter((one) => one.trim() === one && !/^'|\ufffd|\p{Noncharacter_Code_Point}/u.test(one));
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(text, text), { minLength: 1, maxLength: 5 }), async (rows) => {
        const table = { name: 's', columns: [{ title: 'a' }, { title: 'b' }], rows };
        const expected = [['a', 'b'], ...rows];
        for (const file of [Buffer.from(writeCsv(table)), await writeXlsx([table])])
          expect((await readSheetRows(file)).map(({ cells }) => cells)).toEqual(expected);
      }),
      { numRuns: 50 },
    );
  });

  test('may hold words that objects know from birth', async () => {
    const words = Object.getOwnPropertyNames(Object.prototype);
    const file = await writeXlsx([
      { name: 's', columns: [{ title: 'constructor' }], rows: words.map((word) => [word]) },
    ]);
    expect((await readSheetRows(file)).map(({ cells }) => cells[0])).toEqual(['constructor', ...words]);
  });

  test('keeps an identifier of many digits and text that a workbook could not hold', async () => {
    const rows = [
      ['123456789012345678', 'a\u0001\ufffe\uffffb'],
      ['00123', 'x'.repeat(40_000)],
    ];
    const table = { name: 's', columns: [{ title: 'code' }, { title: 'note' }], rows };
    const sheet = unzipSync(await writeXlsx([table]));
    const shared = Object.values(sheet)
      .map((part) => Buffer.from(part).toString())
      .join('');
    expect(shared).toContain('123456789012345678');
    expect(shared).toContain('>ab<');
    expect(shared).not.toContain('x'.repeat(32_768));
  });
});

describe('a CSV file', () => {
  test.each([
    ['semicolons', 'a;b\r\n1;2\r\n'],
    ['tabs', 'a\tb\n1\t2'],
    ['old line ends', 'a,b\r1,2'],
  ])('may use %s', async (_name, text) => {
    expect((await readSheetRows(Buffer.from(text))).map(({ cells }) => cells)).toEqual([
      ['a', 'b'],
      ['1', '2'],
    ]);
  });

  test('may be in UTF-16 behind its mark', async () => {
    expect(await readSheetRows(Buffer.from('\uFEFF名称,b', 'utf16le'))).toEqual([{ row: 1, cells: ['名称', 'b'] }]);
  });

  test('keeps the numbers of its rows across empty ones', async () => {
    expect((await readSheetRows(Buffer.from('a\n\nb\n'))).map(({ row, cells }) => [row, cells[0]])).toEqual([
      [1, 'a'],
      [2, ''],
      [3, 'b'],
    ]);
  });
});

/** A small workbook with one sheet of this XML. */
const workbook = async (sheetXml: string): Promise<Buffer> => {
  const parts = unzipSync(await writeXlsx([TABLE]));
  return Buffer.from(zipSync({ ...parts, 'xl/worksheets/sheet1.xml': strToU8(sheetXml) }));
};
const cellXml = (cells: string): string =>
  `<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>${cells}</sheetData></worksheet>`;
const bomb = async (): Promise<Buffer> => {
  const parts = unzipSync(await writeXlsx([TABLE]));
  return Buffer.from(zipSync({ ...parts, 'xl/media.xml': new Uint8Array(SHEET_LIMITS.unpackedBytes) }));
};
/** An entry that says it is small and is not. */
const lyingBomb = (): Buffer => {
  const size = SHEET_LIMITS.unpackedBytes - 12_345;
  const file = Buffer.from(zipSync({ 'xl/media.xml': new Uint8Array(size) }));
  const [told, lie] = [Buffer.alloc(4), Buffer.alloc(4)];
  told.writeUInt32LE(size);
  lie.writeUInt32LE(10);
  for (let at = file.indexOf(told); at >= 0; at = file.indexOf(told, at)) lie.copy(file, at);
  return file;
};
const encrypted = async (): Promise<Buffer> => {
  const file = await writeXlsx([TABLE]);
  const directory = file.indexOf('PK\u0001\u0002');
  for (let at = directory; at >= 0; at = file.indexOf('PK\u0001\u0002', at + 4)) file[at + 8] = (file[at + 8] ?? 0) | 1;
  return file;
};

describe('a file that is not used', () => {
  test.each<[string, () => Buffer | Promise<Buffer>, RegExp]>([
    ['a broken archive', async () => (await writeXlsx([TABLE])).subarray(0, 900), /unpacked/],
    ['an archive of something else', () => Buffer.from(zipSync({ 'a.txt': strToU8('hello') })), /cannot be read/],
    ['a workbook that blows up', bomb, /too large when unpacked/],
    ['a workbook that lies about its size', lyingBomb, /unpacked/],
    ['an encrypted archive', encrypted, /encrypted/],
    ['a workbook with a password', () => Buffer.from('d0cf11e0a1b11ae1', 'hex'), /password/],
    [
      'a workbook with a formula',
      () => workbook(cellXml('<row r="1"><c r="B1" t="str"><f>1+1</f><v>2</v></c></row>')),
      /cell B1 holds a formula/,
    ],
    [
      'a cell at the end of the world',
      () => workbook(cellXml('<row r="1"><c r="XFD1"><v>1</v></c></row>')),
      /200 columns/,
    ],
    [
      'a row at the end of the world',
      () => workbook(cellXml('<row r="1048576"><c r="A1048576"><v>1</v></c></row>')),
      /10000 rows/,
    ],
    ['a hidden address', () => workbook(cellXml('<row r="&#49;048576"><c><v>1</v></c></row>')), /no proper address/],
    ['an error in a cell', () => workbook(cellXml('<row r="1"><c r="A1" t="e"><v>#REF!</v></c></row>')), /#REF!/],
    ['XML that ends early', () => workbook('<worksheet><sheetData><row r="1">'), /cannot be read/],
    ['a formula in CSV', () => Buffer.from('a,b\n1,=cmd()'), /Row 2, column 2 holds a formula/],
    ['an open quotation mark', () => Buffer.from('a,b\n"1,2'), /not proper CSV/i],
    ['another encoding', () => Buffer.from([0xb9, 0xa9, 0xd3, 0xa6, 0xc9, 0xcc]), /UTF-8/],
    ['too many rows', () => Buffer.from('a\n'.repeat(SHEET_LIMITS.rows + 1)), /rows/],
    ['too many cells', () => Buffer.from(','.repeat(SHEET_LIMITS.columns)), /Row 1 has more/],
    ['a huge cell', () => Buffer.from(`a\n${'x'.repeat(SHEET_LIMITS.cellCharacters + 1)}`), /Row 2, column 1 has more/],
  ])('%s is refused with a sentence that helps', async (_name, file, message) => {
    const reading = Promise.resolve(file()).then(readSheetRows);
    await expect(reading).rejects.toMatchObject({
      code: 'SHEET_UNREADABLE',
      message: expect.stringMatching(message) as string,
    });
  });

  test.each([
    ['of another kind', Buffer.from('%PDF-1.7\u0000\u0001'), 'UNSUPPORTED_MEDIA_TYPE'],
    ['of more than 5 MB', Buffer.alloc(SHEET_LIMITS.bytes + 1, 97), 'BODY_TOO_LARGE'],
  ])('%s has a code of its own', async (_name, file, code) => {
    await expect(readSheetRows(file)).rejects.toMatchObject({ code });
  });
});
