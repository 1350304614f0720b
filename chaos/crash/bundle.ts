import childProcess, { type ChildProcess } from 'node:child_process';
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';

type Fork = (path: string, ...rest: unknown[]) => ChildProcess;

/**
 * A worker bundles its workflow code at each start, which costs seconds of computing and changes nothing between two starts
 * of one compiled product. Where processes are killed every few seconds, the first start does it for all.
 */
export function hookBundle(): void {
  const fork = childProcess.fork as Fork;
  const wrapped: Fork = (path, ...rest) => {
    if (!path.endsWith('workflow-bundle.js')) return fork(path, ...rest);
    const kept = fileFor(path);
    return existsSync(kept) ? fromFile(kept) : keeping(kept, fork(path, ...rest));
  };
  Object.assign(childProcess, { fork: wrapped });
}

/** Beside the preload, named after the folder of the product, which is named after its content. */
const fileFor = (path: string): string => join(__dirname, `bundle-${basename(resolve(dirname(path), '..', '..'))}.js`);

function fromFile(kept: string): ChildProcess {
  // Never begun: whoever asks for the bundle listens to it and does nothing else with it.
  const child = new childProcess.ChildProcess();
  setImmediate(() => child.emit('message', readFileSync(kept, 'utf8'), undefined));
  return child;
}

function keeping(kept: string, child: ChildProcess): ChildProcess {
  return child.once('message', (code: string) => {
    const fresh = `${kept}.${process.pid}`;
    writeFileSync(fresh, code);
    renameSync(fresh, kept);
  });
}
