import { eraseFiles } from '../../../activities/migration/erase-files';
import { scanSource } from '../../../activities/migration/scan';
import { existingDataset } from '../../../db/stores/datasets';
import { type Connectors, openConnectors } from './connectors-world';
import { NOW, OPEN_GATE } from './parts';

let world: Connectors;
beforeAll(async () => {
  world = await openConnectors();
}, 120_000);
afterAll(() => world.close());

const VALUES = ['Zhou Ying 4711', '周瀛测试员4712号', 'zhou.4713@canary.example', 'Zhou Ying 4714'] as const;
const [inText, inUtf16, inHex, inName] = VALUES;
const FILES = {
  'a/plain.txt': `before ${inText} after`,
  'a/letter.bin': Buffer.from(`前 ${inUtf16} 后`, 'utf16le'),
  'b/dump.sql': `insert into people values ('\\x${Buffer.from(inHex).toString('hex')}');`,
  [`b/${inName}.txt`]: 'nothing',
  'empty.txt': '',
};

/** Files of one place that have been moved and verified, with what a deletion of them goes by. */
async function moved(kind: 's3' | 'sftp', name: string) {
  const source = await world.fill(kind, name, FILES);
  const migration = await world.migrationOf(source, world.endOf('directory', `${name}-copy`));
  await migration.inventory();
  await migration.transfer();
  await migration.record(await migration.verify());
  const dataset = await existingDataset(world.own.db, { engagementId: migration.engagementId, key: 'files' });
  const { signal } = new AbortController();
  const now = NOW;
  return { deps: world.deps, dataset, runId: migration.runId, signal, now, at: () => undefined, ...OPEN_GATE };
}

describe.each(['s3', 'sftp'] as const)('planted values at %s', (kind) => {
  test('are found in texts, in UTF-16, as hexadecimal digits and in names before the deletion, and nowhere after it', async () => {
    const erasure = await moved(kind, `${kind}-scanned`);
    const before = await scanSource(erasure, VALUES);
    expect(before).toMatchObject({ planted: 4, found: 4, places: ['files'], searched: { files: 5 }, unread: [] });
    expect(before.searched.bytes).toBe(Object.values(FILES).reduce((sum, one) => sum + Buffer.byteLength(one), 0));

    expect(await eraseFiles(erasure)).toBe(0);
    const after = await scanSource(erasure, VALUES);
    expect(after).toMatchObject({ planted: 4, found: 0, places: [], searched: { files: 0, bytes: 0 } });
  });

  test('are found after it in a copy that is no part of the dataset, and in its name alone', async () => {
    const erasure = await moved(kind, `${kind}-copied`);
    await world.fill(kind, `${kind}-copied`, { [`old/${inName}.bak`]: 'nothing', 'old/c.txt': `x${inText}x` });
    // The copy was neither moved nor deleted: it is what remains.
    expect(await eraseFiles(erasure)).toBe(2);
    expect(await scanSource(erasure, VALUES)).toMatchObject({ found: 2, places: ['files'], searched: { files: 2 } });
  });

  test('are not found in what lies beside the place', async () => {
    const erasure = await moved(kind, `${kind}-beside`);
    await world.fill(kind, `${kind}-beside-2`, { 'x.txt': inText });
    await eraseFiles(erasure);
    expect(await scanSource(erasure, VALUES)).toMatchObject({ found: 0, searched: { files: 0 } });
  });
});
