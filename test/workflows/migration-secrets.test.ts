import { v7 as uuidv7 } from 'uuid';
import { migrationActivities } from '../../activities/migration';
import { migrationWorkflowId } from '../../workflows/ids';
import { aDataset, anEngagement } from '../activities/migration/parts';
import { type Connectors, openConnectors } from '../activities/migration/connectors-world';
import { historyText } from '../history';
import { testWorker, timeSkipping, type TestTemporal, withWorkers } from '../temporal';

let world: Connectors;
let temporal: TestTemporal;

beforeAll(async () => {
  temporal = await timeSkipping();
  world = await openConnectors();
}, 120_000);
afterAll(async () => {
  await temporal.close();
  await world.close();
});

const QUEUE = 'tenure-migration';
const CANARIES = ['s3-canary-secret', 'sftp-canary-password', 'https-canary-token'];

/** All rows of all tables as text. */
async function everythingStored(): Promise<string> {
  const { db } = world.own;
  const tables: { name: string }[] = await db('pg_tables')
    .where({ schemaname: 'public' })
    .select({ name: 'tablename' });
  const texts = tables.map(async ({ name }) => {
    const rows: { text: string }[] = await db(name).select({ text: db.raw('to_jsonb(??)::text', [name]) });
    return rows.map(({ text }) => text).join('\n');
  });
  return (await Promise.all(texts)).join('\n');
}

test.each([
  ['https', 's3'],
  ['s3', 'sftp'],
  ['sftp', 's3'],
] as const)(
  'moving from %s to %s leaves no credential in history, database or output',
  async (from, to) => {
    const printed: string[] = [];
    const write = jest.spyOn(process.stderr, 'write').mockImplementation((text) => printed.push(String(text)) > 0);
    const out = jest.spyOn(process.stdout, 'write').mockImplementation((text) => printed.push(String(text)) > 0);
    const who = await anEngagement(world.own.db);
    const key = `${from}-${to}`;
    const source = await world.fill(from, key, { 'a.txt': 'a' });
    const definition = { key, title: key, personalData: false, source, target: world.endOf(to, `${key}-copy`) };
    await aDataset(world.own.db, who.engagementId, definition);
    const workflowId = migrationWorkflowId(who.engagementId, key);
    const input = {
      runId: uuidv7(),
      engagementId: who.engagementId,
      key,
      mode: 'real',
      sampleBp: 10_000,
      runnerId: who.personId,
    };
    const worker = await testWorker(temporal, { taskQueue: QUEUE, activities: migrationActivities(world.deps) });
    const stage = await withWorkers([worker], () =>
      temporal.client.workflow.execute('migrationWorkflow', { taskQueue: QUEUE, workflowId, args: [input] }),
    );
    const history = await historyText(temporal.client.workflow.getHandle(workflowId));
    write.mockRestore();
    out.mockRestore();

    expect(stage).toMatchObject({ stage: 'done' });
    const everything = [history, await everythingStored(), ...printed].join('\n');
    // What an activity was asked for, which stands in a payload.
    expect(everything).toContain(`"runId":"${input.runId}"`);
    expect(everything).toContain(key);
    expect(CANARIES.filter((canary) => everything.includes(canary))).toEqual([]);
  },
  60_000,
);
