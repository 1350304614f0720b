import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { historyFromJSON } from '@temporalio/common/lib/proto-utils';
import { Worker } from '@temporalio/worker';
import { dataConverter } from '../codec/data-converter';
import { ENCRYPTED } from '../codec/payload-codec';
import { encrypted } from './history';
import { TEST_CODEC_KEYS } from './temporal';

const FOLDER = join(__dirname, 'replay');
const ENCRYPTED_BASE64 = Buffer.from(ENCRYPTED).toString('base64');
const files = readdirSync(FOLDER).filter((name) => name.endsWith('.json'));

test('there are histories of every long-lived workflow', () => {
  for (const kind of ['engagement', 'request', 'monitoring', 'date-keeper', 'notice', 'review']) {
    expect(files.some((name) => name.startsWith(kind))).toBe(true);
  }
});

const saved = files.map((name) => ({
  workflowId: name.replace('.json', ''),
  json: JSON.parse(readFileSync(join(FOLDER, name), 'utf8')) as unknown,
}));

/** The histories that the present code refuses. */
async function refused(histories: typeof saved): Promise<readonly string[]> {
  const failed: string[] = [];
  for await (const { workflowId, error } of Worker.runReplayHistories(
    { workflowsPath: require.resolve('../workflows'), dataConverter: dataConverter(TEST_CODEC_KEYS) },
    histories.map(({ workflowId, json }) => ({ workflowId, history: historyFromJSON(json) })),
  )) {
    if (error) failed.push(`${workflowId}: ${error.message}`);
  }
  return failed;
}

test('every saved history replays on the present code', async () => {
  expect(await refused(saved)).toEqual([]);
}, 60_000);

test('every saved history replays with its payloads encrypted', async () => {
  const histories = await Promise.all(saved.map(async (one) => ({ ...one, json: await encrypted(one.json) })));

  expect(histories.filter(({ json }) => !JSON.stringify(json).includes(ENCRYPTED_BASE64))).toEqual([]);
  expect(await refused(histories)).toEqual([]);
}, 60_000);
