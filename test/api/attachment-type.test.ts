import { gzipSync } from 'node:zlib';
import { zipSync, type Zippable } from 'fflate';
import { toldFile } from '../../api/attachment-type';

const WORD = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document';
const TEXT = new TextEncoder().encode('x');
const zipOf = (entries: Zippable): Buffer => Buffer.from(zipSync(entries));
const named = (...names: readonly string[]): Buffer => zipOf(Object.fromEntries(names.map((name) => [name, TEXT])));
/** An entry as `ln -s` and `zip -y` make it. */
const link = (target: string): Zippable => ({
  inner: [new TextEncoder().encode(target), { os: 3, attrs: (0o120777 << 16) >>> 0 }],
});

test.each([
  ['a Word file', named('[Content_Types].xml', 'word/document.xml'), 'a.docx', ['a.docx', WORD]],
  ['an archive called a Word file', named('evil.exe'), 'a.docx', ['a.docx.zip', 'application/zip']],
  [
    'a workbook called a Word file',
    named('[Content_Types].xml', 'xl/workbook.xml'),
    'a.docx',
    ['a.docx.zip', 'application/zip'],
  ],
  ['an archive', named('a.txt'), 'a.zip', ['a.zip', 'application/zip']],
  ['an archive called a PDF', named('a.txt'), 'a.pdf', ['a.pdf.zip', 'application/zip']],
  [
    'what begins like an archive and is none',
    Buffer.from('PK\u0003\u0004rest'),
    'a.docx',
    ['a.docx.bin', 'application/octet-stream'],
  ],
  [
    'a program called a PDF',
    Buffer.from('4d5a900003000000', 'hex'),
    'a.pdf',
    ['a.pdf.bin', 'application/octet-stream'],
  ],
  ['an empty archive called a text', zipOf({}), 'a.txt', ['a.txt.zip', 'application/zip']],
  ['a text that begins like an archive', Buffer.from('PKI of the house'), 'a.txt', ['a.txt', 'text/plain']],
  ['a page', Buffer.from('<script>1</script>'), 'a.html', ['a.html.txt', 'text/plain']],
])('%s is told by its content, and its name says so', async (_what, content, name, [fileName, mediaType]) => {
  expect(await toldFile(content, name)).toEqual({ fileName, mediaType });
});

test.each(['/etc/passwd', '../../secret', 'beside'])('an archive with a link to %s is refused', async (target) => {
  const refused = toldFile(zipOf({ ...{ 'a.txt': TEXT }, ...link(target) }), 'a.zip');
  await expect(refused).rejects.toMatchObject({
    code: 'UNSUPPORTED_MEDIA_TYPE',
    message: expect.stringContaining('link') as string,
  });
});

test('a Word file with a link in it is refused as well', async () => {
  const content = zipOf({ '[Content_Types].xml': TEXT, 'word/document.xml': TEXT, ...link('/etc/passwd') });
  await expect(toldFile(content, 'a.docx')).rejects.toMatchObject({ code: 'UNSUPPORTED_MEDIA_TYPE' });
});

test.each<[string, Zippable]>([
  ['out of it', { '../../etc/cron.d/x': TEXT }],
  ['out of it, as Windows writes it', { '..\\x': TEXT }],
  ['from the root', { '/etc/passwd': TEXT }],
])('an archive with a name that leads %s is refused, and hides no link behind it', async (_what, entries) => {
  await expect(toldFile(zipOf(entries), 'a.zip')).rejects.toMatchObject({ code: 'UNSUPPORTED_MEDIA_TYPE' });
  const refused = toldFile(zipOf({ ...entries, ...link('/etc/passwd') }), 'a.zip');
  await expect(refused).rejects.toMatchObject({ code: 'UNSUPPORTED_MEDIA_TYPE' });
});

test.each(['a.tar.gz', 'a.zip', 'a.pdf'])('an archive that is not looked into is refused, called %s', async (name) => {
  await expect(toldFile(gzipSync('x'), name)).rejects.toMatchObject({
    code: 'UNSUPPORTED_MEDIA_TYPE',
    message: 'The archive is of a kind that is not taken (gzip): send a ZIP file.',
  });
});

test('an archive of more than 20,000 files is not looked through', async () => {
  const many = Object.fromEntries(Array.from({ length: 20_001 }, (_, n) => [`${n}`, new Uint8Array()]));
  await expect(toldFile(Buffer.from(zipSync(many, { level: 0 })), 'a.zip')).rejects.toMatchObject({
    code: 'UNSUPPORTED_MEDIA_TYPE',
  });
});
