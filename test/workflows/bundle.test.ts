import { join } from 'node:path';
import { bundleWorkflowCode, DefaultLogger } from '@temporalio/worker';
import { failureConverterPath } from '../../codec/data-converter';

test('the workflow bundle holds the engine and none of the libraries that read schemas and expressions', async () => {
  const { code } = await bundleWorkflowCode({
    workflowsPath: join(__dirname, '..', '..', 'workflows', 'index.ts'),
    failureConverterPath,
    logger: new DefaultLogger('ERROR'),
  });
  const holds = (module: string): boolean => code.includes(`/${module}`);

  expect(['domain/approval/reducer.ts', 'domain/approval/presence.ts'].map(holds)).toEqual([true, true]);
  expect(
    ['node_modules/feelin/', 'node_modules/zod/', 'node_modules/knex/', 'codec/payload-codec.ts'].filter(holds),
  ).toEqual([]);
}, 60_000);
