import { fork } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readFile, rename, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { bundleWorkflowCode, DefaultLogger, type WorkflowBundle } from '@temporalio/worker';
import { failureConverterPath } from '../../codec/data-converter';
import { OWN_PROGRAMS, ROOT } from './programs';

/** Of a compiled product, beside its programs. */
export const KEPT_BUNDLE = 'workflow-bundle.js';
const PROGRAM = join('bin', 'parts', 'workflow-bundle.js');

/** The workflow code as workers run it: as it was bundled when the product was compiled, or bundled now. */
export async function workflowBundle(): Promise<WorkflowBundle> {
  const kept = join(ROOT, KEPT_BUNDLE);
  return { code: existsSync(kept) ? await readFile(kept, 'utf8') : await bundledBy(__filename, OWN_PROGRAMS.flags) };
}

/**
 * Bundles the workflow code of a compiled product where it stands, so that a worker has not to do so at each start, which takes
 * it seconds. A product without workflows has none.
 */
export async function keepBundle(folder: string): Promise<void> {
  const [program, kept] = [join(folder, PROGRAM), join(folder, KEPT_BUNDLE)];
  if (existsSync(kept) || !existsSync(program)) return;
  const unfinished = `${kept}.${randomUUID()}`;
  await writeFile(unfinished, await bundledBy(program, []));
  await rename(unfinished, kept);
}

/** In a process of its own: the memory that a bundler takes is gone with it. */
function bundledBy(program: string, flags: readonly string[]): Promise<string> {
  return new Promise((done, fail) => {
    const child = fork(program, [], { execArgv: [...flags] });
    child.once('message', (code: string) => done(code));
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
