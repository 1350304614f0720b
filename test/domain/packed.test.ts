import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { packedKindOf } from '../../domain/approval/packed';

const folder = mkdtempSync(join(tmpdir(), 'tenure-packed-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** What `tar` makes of a link, in one of its forms. */
function tarOf(format: string): Buffer {
  const name = `link-${format}`;
  symlinkSync('/etc/passwd', join(folder, name));
  execFileSync('tar', ['--format', format, '-cf', 'x.tar', name], { cwd: folder });
  return readFileSync(join(folder, 'x.tar'));
}

test.each(['v7', 'oldgnu', 'gnu', 'ustar', 'posix'])(
  'a tar of the form %s is known, with a signature or without',
  (format) => {
    expect(packedKindOf(tarOf(format))).toBe('tar');
  },
);

test('a tar that was packed is known by how it was packed', () => {
  expect(packedKindOf(gzipSync(tarOf('pax')))).toBe('gzip');
});

const hex = (text: string): Buffer => Buffer.from(text, 'hex');
test.each([
  ['7z', hex('377abcaf271c0004')],
  ['RAR', hex('526172211a0700')],
  ['RAR', hex('526172211a070100')],
  ['bzip2', Buffer.from('BZh91AY&SY')],
  ['xz', hex('fd377a585a000004')],
  ['Zstandard', hex('28b52ffd2404')],
  ['LHA', Buffer.from('\u0024x-lh5-')],
  ['CAB', Buffer.from('MSCF\0\0\0\0')],
  ['ar', Buffer.from('!<arch>\n')],
  ['cpio', Buffer.from('070701')],
  ['ISO', Buffer.concat([Buffer.alloc(32_769), Buffer.from('CD001')])],
])('%s is known by how it begins', (kind, content) => {
  expect(packedKindOf(content)).toBe(kind);
});

test.each([
  ['a text', Buffer.from('a text of some length '.repeat(100))],
  ['a text that begins like the name of a program', Buffer.from('BZh, said the bee')],
  ['a PDF', Buffer.from(`%PDF-1.7 ${'0000 '.repeat(300)}`)],
  ['a ZIP', hex('504b030414000000')],
  ['nothing', Buffer.alloc(0)],
  ['only zeros', Buffer.alloc(2_000)],
])('%s is none of them', (_what, content) => {
  expect(packedKindOf(content)).toBeNull();
});

test('a table of numbers with digits where a tar has its sum is none', () => {
  writeFileSync(join(folder, 'numbers'), '0001234 '.repeat(200));
  expect(packedKindOf(readFileSync(join(folder, 'numbers')))).toBeNull();
});
