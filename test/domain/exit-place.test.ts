import { maskUrl, overlapObjection, parsePostgresUrl, placeObjection } from '../../domain/exit/place';
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

test.each([
  [{ kind: 's3', bucket: 'x' }, 'not available'],
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
