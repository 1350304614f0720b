import { ATTACHMENT_TYPES, mediaTypeOf, nameOfAttachment, safeFileName } from '../../domain/approval/attachment';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

test.each([
  ['report.pdf', 'report.pdf'],
  ['../../etc/passwd', 'passwd'],
  ['C:\\Users\\li\\offer.docx', 'offer.docx'],
  ['..', 'file'],
  ['.htaccess', 'htaccess'],
  ['', 'file'],
  ['a\r\nSet-Cookie: x=1.pdf', 'a__Set-Cookie_ x=1.pdf'],
  ['\u202egnp.exe', '_gnp.exe'],
  ['报价 单.xlsx', '报价 单.xlsx'],
  ['nul\u0000.txt', 'nul_.txt'],
  [`${'长'.repeat(300)}.pdf`, `${'长'.repeat(150)}.pdf`],
])('the file name %j is kept as %j', (given, kept) => {
  expect(safeFileName(given)).toBe(kept);
});

test.each([
  ['a PDF', bytes('%PDF-1.7 rest'), 'x.png', 'application/pdf'],
  ['a PNG', Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a), 'x', 'image/png'],
  ['a JPEG', Uint8Array.of(0xff, 0xd8, 0xff, 0xe0), 'x.jpg', 'image/jpeg'],
  ['a WebP', bytes('RIFF1234WEBPVP8 '), 'x.webp', 'image/webp'],
  [
    'a Word file',
    bytes('PK\u0003\u0004rest'),
    'x.DOCX',
    'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  ],
  ['a ZIP file', bytes('PK\u0003\u0004rest'), 'x.pdf', 'application/zip'],
  ['a web page', bytes('<script>alert(1)</script>'), 'x.html', 'text/plain'],
  ['a table', bytes('a,b\n1,2\n'), 'x.csv', 'text/csv'],
  ['anything else', Uint8Array.of(0, 1, 2), 'x.pdf', 'application/octet-stream'],
  ['text that is not UTF-8', Uint8Array.of(0xb9, 0xfa), 'x.txt', 'application/octet-stream'],
])('%s is told by its bytes, whatever its name says', (_what, content, name, type) => {
  expect(mediaTypeOf(content, name)).toBe(type);
});

test.each([
  ['offer.pdf', 'application/pdf', 'offer.pdf'],
  ['SCAN.JPEG', 'image/jpeg', 'SCAN.JPEG'],
  ['figures.csv', 'text/csv', 'figures.csv'],
  ['figures.csv', 'text/plain', 'figures.csv.txt'],
  ['notes.md', 'text/plain', 'notes.md'],
  ['合同', 'application/pdf', '合同'],
  ['offer.pdf', 'application/octet-stream', 'offer.pdf.bin'],
  ['offer.pdf', 'application/zip', 'offer.pdf.zip'],
  ['start.exe', 'application/octet-stream', 'start.exe.bin'],
  ['page.html', 'text/plain', 'page.html.txt'],
  ['letter.doc', 'application/msword', 'letter.doc'],
  ['setup.msi', 'application/x-ole-storage', 'setup.msi.ole'],
])('%s that holds %s is kept as %s', (name, type, kept) => {
  expect(nameOfAttachment(name, type)).toBe(kept);
});

test.each(ATTACHMENT_TYPES)('a name that claims something else gets an ending of %s', (type) => {
  const kept = nameOfAttachment('run.exe', type);
  expect(kept).toMatch(/^run\.exe\.[a-z0-9]{2,4}$/);
  expect(nameOfAttachment(kept, type)).toBe(kept);
});
