import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { historyFromJSON } from '@temporalio/common/lib/proto-utils';
import { Worker } from '@temporalio/worker';

const FOLDER = join(__dirname, 'replay');
const files = readdirSync(FOLDER).filter((name) => name.endsWith('.json'));

test('there are histories of every long-lived workflow', () => {
  for (const kind of ['engagement', 'request', 'monitoring', 'notice', 'review']) {
    expect(files.some((name) => name.startsWith(kind))).toBe(true);
  }
});

test('every saved history replays on the present code', async () => {
  const histories = files.map((name) => ({
    workflowId: name.replace('.json', ''),
    history: historyFromJSON(JSON.parse(readFileSync(join(FOLDER, name), 'utf8'))),
  }));
  const failed: string[] = [];
  for await (const { workflowId, error } of Worker.runReplayHistories(
    { workflowsPath: require.resolve('../workflows') },
    histories,
  )) {
    if (error) failed.push(`${workflowId}: ${error.message}`);
  }

  expect(failed).toEqual([]);
}, 60_000);
