import { fork } from 'node:child_process';
import { join, resolve } from 'node:path';
import { bundleWorkflowCode, DefaultLogger, type WorkflowBundle } from '@temporalio/worker';
import { failureConverterPath } from '../../codec/data-converter';
import { OWN_PROGRAMS } from './programs';

/** Bundles the workflow code in a process of its own: the memory that a bundler takes is gone with it. */
export function workflowBundle(): Promise<WorkflowBundle> {
  return new Promise((done, fail) => {
    const child = fork(__filename, [], { execArgv: [...OWN_PROGRAMS.flags] });
    child.once('message', (code: string) => done({ code }));
    child.once('error', fail);
    child.once('exit', (code) => fail(new Error(`The workflow code could not be bundled (${code ?? 'killed'}).`)));
  });
}

async function bundle(): Promise<void> {
  process.once('disconnect', () => process.exit());
  const workflowsPath = resolve(__dirname, '..', '..', 'workflows');
  const { code } = await bundleWorkflowCode({
    workflowsPath: require.resolve(workflowsPath),
    failureConverterPath,
    workflowInterceptorModules: ['trace', 'results-first'].map((name) => require.resolve(join(workflowsPath, name))),
    preloadModules: [require.resolve(join(workflowsPath, 'preloaded'))],
    logger: new DefaultLogger('ERROR'),
  });
  process.send?.(code, () => process.exit());
}

if (require.main === module) void bundle();
