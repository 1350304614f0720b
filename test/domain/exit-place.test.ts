import { placeObjection } from '../../domain/exit/allowlist';
import { maskUrl, overlapObjection, parsePostgresUrl } from '../../domain/exit/place';
import { DatasetDefinition } from '../../domain/exit/schema';
import { maskDefinition, unmask } from '../../domain/exit/views';

const directory = (path: string) => ({ kind: 'directory' as const, path });
const ALLOW = ['/exits', 'postgres://db.example:5432/crm', 'postgres://other'];

test.each([
  ['/exits', true],
  ['/exits/a/b', true],
  ['/exits-not', false],
  ['/exits/../etc', false],
  ['/exits//a', false],
  ['/etc', false],
  ['exits', false],
])('directory %s is allowed: %s', (path, allowed) => {
  expect(placeObjection(directory(path), ALLOW) === null).toBe(allowed);
});

test.each([
  ['postgres://u:p@db.example/crm', true],
  ['postgresql://u:p@DB.example:5432/crm', true],
  ['postgres://u:p@db.example:5433/crm', false],
  ['postgres://u:p@db.example/crm2', false],
  ['postgres://u:p@other/any', true],
  ['postgres://db.example@evil/crm', false],
])('database %s is allowed: %s', (url, allowed) => {
  const place = parsePostgresUrl(url);
  expect(place && placeObjection(place, ALLOW) === null).toBe(allowed);
});

test.each([
  'postgres://db.example/crm?host=evil',
  'postgres://db.example/crm?sslmode=require&port=1',
  'postgres:///crm',
  'postgres://db.example/',
  'http://db.example/crm',
  'postgres://db.example/%zz',
])('%s is not an address of a database', (url) => {
  expect(parsePostgresUrl(url)).toBeNull();
});

test.each([
  ['s3://s3.example/exits/crm', 's3.example', 443, 'exits', 'crm', true],
  ['s3://s3.example/exits/crm', 's3.example', 443, 'exits', 'crm/2026', true],
  ['s3://s3.example/exits', 's3.example', 443, 'exits', '', true],
  ['s3://S3.example:443/exits/', 's3.example', 443, 'exits', 'a', true],
  ['s3://s3.example/exits/crm', 's3.example', 443, 'exits', 'crm2', false],
  ['s3://s3.example/exits/crm', 's3.example', 443, 'exits', '', false],
  ['s3://s3.example/exits', 's3.example', 443, 'exits2', '', false],
  ['s3://s3.example/exits', 's3.example', 9000, 'exits', '', false],
  ['s3://s3.example/exits', 'evil.example', 443, 'exits', '', false],
  ['s3://s3.example/a%2f..%2fexits', 's3.example', 443, 'exits', '', false],
])('%s allows bucket %s:%d/%s/%s: %s', (entry, host, port, bucket, prefix, allowed) => {
  expect(placeObjection({ kind: 's3', host, port, bucket, prefix }, [entry]) === null).toBe(allowed);
});

test.each([
  ['sftp://files.example/in', 'files.example', 22, '/in/a', true],
  ['sftp://files.example:2222/', 'files.example', 2222, '/any', true],
  ['sftp://files.example/in', 'files.example', 22, '/in/../etc', false],
  ['sftp://files.example/in', 'files.example', 22, '/inside', false],
  ['sftp://files.example/in', 'files.example', 2222, '/in', false],
  ['sftp://[fd00::1]/in', 'fd00::1', 22, '/in', true],
])('%s allows %s:%d%s: %s', (entry, host, port, path, allowed) => {
  expect(placeObjection({ kind: 'sftp', host, port, path }, [entry]) === null).toBe(allowed);
});

test.each([
  ['https://dl.example/exports/a.zip', true],
  ['https://dl.example:443/exports/a.zip', true],
  ['https://dl.example/exports-not/a.zip', false],
  ['https://dl.example/exports/../private/a.zip', false],
  ['https://dl.example/exports/%2e%2e/private/a.zip', false],
  ['https://dl.example/exports/..%2fprivate/a.zip', false],
  ['https://dl.example@evil.example/exports/a.zip', false],
  ['https://dl.example.evil.example/exports/a.zip', false],
  ['https://evil.example/#https://dl.example/exports/a.zip', false],
  ['http://dl.example/exports/a.zip', false],
])('https://dl.example/exports allows %s: %s', (url, allowed) => {
  const place = { kind: 'https' as const, files: [{ name: 'a', url }] };
  expect(placeObjection(place, ['https://dl.example/exports']) === null).toBe(allowed);
});

test('an empty allowlist allows nothing and says which setting to change', () => {
  expect(placeObjection(directory('/exits'), [])).toMatchObject({
    code: 'LOCATION_NOT_ALLOWED',
    message: expect.stringContaining('TENURE_EXIT_ALLOW'),
  });
});

test('a password is masked in answers and kept when the mask comes back', () => {
  const url = 'postgres://u:se@cret@db.example/crm';
  const stored = DatasetDefinition.parse({
    key: 'crm',
    title: 'CRM',
    personalData: true,
    source: { kind: 'postgres', url: 'postgres://u:secret@db.example/crm', tables: ['a'] },
    target: { kind: 'directory', path: '/exits' },
  });
  expect(maskUrl(url)).toBe('postgres://u:***@db.example/crm');
  expect(JSON.stringify(maskDefinition(stored))).not.toContain('secret');
  expect(unmask(maskDefinition(stored), stored)).toEqual(stored);
});

test('source and target may not lie inside each other', () => {
  expect(overlapObjection(directory('/exits/a'), directory('/exits/a/b'))).not.toBeNull();
  expect(overlapObjection(directory('/exits/a/b'), directory('/exits/a'))).not.toBeNull();
  expect(overlapObjection(directory('/exits/a'), directory('/exits/ab'))).toBeNull();
});

const SFTP = { kind: 'sftp', host: 'files.example', path: '/in', user: 'u', secretRef: 'env:A' };
const S3 = { kind: 's3', endpoint: 'https://s3.example', bucket: 'exits', secretRef: 'env:A' };

test.each([
  [{ ...SFTP }, 'expected string'],
  [{ ...SFTP, hostKey: 'MD5:00' }, 'SHA256:'],
  [{ ...SFTP, hostKey: `SHA256:${'a'.repeat(43)}`, password: 'secret' }, 'password'],
  [{ ...SFTP, host: 'a/b@c', hostKey: `SHA256:${'a'.repeat(43)}` }, 'must be a host'],
  [{ ...S3, endpoint: 'http://s3.example' }, 'must be https'],
  [{ ...S3, endpoint: 'https://k:s@s3.example' }, 'must be https'],
  [{ ...S3, prefix: 'a/../b' }, 'without . or ..'],
  [{ ...S3, format: 'csv' }, 'rows of tables'],
  [{ kind: 'https', files: [{ name: 'a', url: 'https://dl.example/a?token=x' }] }, 'secretRef'],
  [{ kind: 'https', files: [{ name: '../a', url: 'https://dl.example/a' }] }, 'without . or ..'],
  [{ kind: 'https', files: [{ name: 'a', url: 'https://u:p@dl.example/a' }] }, 'without user'],
  [{ kind: 'ftp' }, 'kind must be'],
  [{ kind: 'directory', path: 'relative' }, 'absolute'],
  [{ kind: 'postgres', tables: ['a'] }, 'exactly one'],
  [{ kind: 'postgres', secretRef: 'env:DB', url: 'postgres://a/b', tables: ['a'] }, 'exactly one'],
])('the end %j is refused with a reason', (source, reason) => {
  const parsed = DatasetDefinition.safeParse({
    key: 'a',
    title: 'A',
    personalData: false,
    source,
    target: { kind: 'directory', path: '/exits' },
  });
  expect(parsed.error?.issues.map(({ message }) => message).join()).toContain(reason);
});
