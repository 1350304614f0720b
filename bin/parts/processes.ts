import { type ChildProcess, execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { StartFailure } from './failure';

/** Ended, or never begun (a program that is not there has no process id). */
export const hasEnded = (child: ChildProcess): boolean =>
  child.pid === undefined || child.exitCode !== null || child.signalCode !== null;

/** Waits for the end of a child; resolves at once when it has ended already. */
export const ended = (child: ChildProcess): Promise<void> =>
  new Promise((resolve) => {
    if (hasEnded(child)) return resolve();
    child.once('exit', () => resolve());
  });

/** Asks a child to stop and, when it has not within the limit, makes it. */
export async function stop(child: ChildProcess, signal: NodeJS.Signals = 'SIGTERM', limitMs = 10_000): Promise<void> {
  if (hasEnded(child)) return;
  child.kill(signal);
  const timer = setTimeout(() => child.kill('SIGKILL'), limitMs);
  await ended(child);
  clearTimeout(timer);
}

/** Ends a process left over from a launcher that was killed, but only when its command line shows that it is ours. */
export async function endLeftover(pid: number, mark: string): Promise<boolean> {
  if (!commandLine(pid).includes(mark)) return false;
  process.kill(pid, 'SIGINT');
  for (let waited = 0; waited < 10_000 && commandLine(pid).includes(mark); waited += 100) await sleep(100);
  if (commandLine(pid).includes(mark)) process.kill(pid, 'SIGKILL');
  return true;
}

export function commandLine(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
  } catch {
    return fromPs(pid);
  }
}

function fromPs(pid: number): string {
  if (process.platform === 'linux') return '';
  try {
    return execFileSync('ps', ['-o', 'command=', '-p', String(pid)], { encoding: 'utf8' });
  } catch {
    return '';
  }
}

/** Repeats a check until it holds; fails with the sentence when the time is over or the child has ended. */
export async function until(
  check: () => Promise<boolean>,
  {
    limitMs,
    sentence,
    child,
    everyMs = 50,
  }: { limitMs: number; sentence: string; child?: ChildProcess; everyMs?: number },
): Promise<void> {
  for (const deadline = Date.now() + limitMs; Date.now() < deadline; await sleep(everyMs)) {
    if (await check()) return;
    if (child && hasEnded(child)) break;
  }
  throw new StartFailure(sentence);
}
