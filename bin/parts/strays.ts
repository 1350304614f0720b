import { readdirSync, readFileSync } from 'node:fs';

/** Processes that carry a mark in their environment: children of a test run, however deep, that outlived it. Linux only. */
export const straysOf = (mark: string): readonly number[] =>
  otherProcesses().filter((pid) => told(pid, 'environ').includes(mark));

/** Children of this process whose command line holds a word. Linux only. */
export const childrenRunning = (word: string): readonly number[] =>
  otherProcesses().filter((pid) => parentOf(pid) === process.pid && told(pid, 'cmdline').includes(word));

function otherProcesses(): readonly number[] {
  if (process.platform !== 'linux') return [];
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => pid !== process.pid);
}

const parentOf = (pid: number): number => Number(/^PPid:\s+(\d+)$/m.exec(told(pid, 'status'))?.[1]);

/** What the system tells of a process, or nothing when it has ended or is another's. */
function told(pid: number, file: 'environ' | 'cmdline' | 'status'): string {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'utf8');
  } catch {
    return '';
  }
}
