import type { Resolve } from '../../../activities/guarded-lookup';
import type { MigrationDeps } from '../../../activities/migration/deps';
import { type Connectors, openConnectors } from './connectors-world';

let world: Connectors;

beforeAll(async () => {
  world = await openConnectors();
  await world.fill('https', 'reach', { 'a.txt': 'a' });
}, 120_000);
afterAll(() => world.close());

const PRIVATE = [
  '127.0.0.1',
  '0.0.0.0',
  '10.0.0.1',
  '100.64.0.1',
  '169.254.169.254',
  '172.16.0.1',
  '192.168.1.1',
  '::1',
  '::',
  'fd00::1',
  'fe80::1',
  '::ffff:127.0.0.1',
  '64:ff9b::7f00:1',
];

const answering = (...addresses: readonly string[]): Resolve =>
  ((_name: string, _options: object, done: (error: null, found: object[]) => void) => {
    done(
      null,
      addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 })),
    );
  }) as unknown as Resolve; // of its many forms this is the one that is called

const KINDS = ['s3', 'sftp', 'https'] as const;
type Far = (typeof KINDS)[number];

const inventoryOf = async (kind: Far, deps: MigrationDeps) => {
  const [source, target] = [world.endOf(kind, 'reach', ['a.txt']), world.endOf('directory', `reach-${kind}`)];
  return (await world.migrationOf(source, target, { deps })).inventory();
};

test.each(KINDS.flatMap((kind) => PRIVATE.map((address) => [kind, address] as const)))(
  'an allowed %s host whose name leads to %s is not spoken to',
  async (kind, address) => {
    const road = { reach: { allow: [], tlsOnly: true }, resolve: answering(address) };
    const before = world.https.asked.length;
    await expect(inventoryOf(kind, { ...world.deps, road })).rejects.toThrow('not public');
    expect(world.https.asked.length).toBe(before);
  },
);

test.each(KINDS)('an allowed %s host of which one address among several is private is not spoken to', async (kind) => {
  const road = { reach: { allow: [], tlsOnly: true }, resolve: answering('93.184.215.14', '127.0.0.1') };
  await expect(inventoryOf(kind, { ...world.deps, road })).rejects.toThrow('not public');
});

test.each(['127.0.0.1', '[::1]', '2130706433', '0x7f.1'])('an address written as %s is looked at too', async (host) => {
  const deps = { ...world.deps, road: { reach: { allow: [], tlsOnly: true } }, exitAllow: [`https://${host}/`, '/'] };
  const source = { kind: 'https' as const, files: [{ name: 'a', url: `https://${host}/a` }] };
  const migration = await world.migrationOf(source, world.endOf('directory', 'literal'), { deps });
  await expect(migration.inventory()).rejects.toThrow('not public');
});

test('a redirect is not followed', async () => {
  world.https.mood.redirect = true;
  await expect(inventoryOf('https', world.deps)).rejects.toThrow('not followed');
  world.https.mood.redirect = false;
});

test.each(['s3', 'https'] as const)('a %s server whose certificate nobody vouches for is not trusted', async (kind) => {
  const { authority: _, ...deps } = world.deps;
  await expect(inventoryOf(kind, deps)).rejects.toThrow(/certificate/);
});

test('an SFTP server that shows another key than the agreed one gets no password', async () => {
  const end = { ...world.endOf('sftp', 'reach'), hostKey: `SHA256:${'A'.repeat(43)}` };
  const migration = await world.migrationOf(end, world.endOf('directory', 'reach-key'));
  await expect(migration.inventory()).rejects.toThrow('not the one that was agreed on');
});

test.each([
  ['s3', JSON.stringify({ accessKeyId: 'EXITS', secretAccessKey: 'wrong-canary' }), '403'],
  ['sftp', JSON.stringify({ password: 'wrong-canary' }), 'does not accept the credentials'],
  ['https', JSON.stringify({ authorization: 'Bearer wrong-canary' }), '401'],
] as const)('wrong credentials for %s end the attempt and are not repeated', async (kind, secret, reason) => {
  const environment = { S3: secret, SFTP: secret, HTTPS: secret };
  const attempt = inventoryOf(kind, { ...world.deps, environment });
  await expect(attempt).rejects.toMatchObject({ nonRetryable: true, message: expect.stringContaining(reason) });
  await expect(attempt).rejects.toMatchObject({ message: expect.not.stringContaining('wrong-canary') });
});

test.each(KINDS)('a secret of another form is not sent to a %s server', async (kind) => {
  const other = 'postgres://tenure:canary@db/tenure';
  const environment = { S3: other, SFTP: other, HTTPS: other };
  const before = world.https.asked.length;
  await expect(inventoryOf(kind, { ...world.deps, environment })).rejects.toThrow('does not hold a credential');
  expect(world.https.asked.length).toBe(before);
});
