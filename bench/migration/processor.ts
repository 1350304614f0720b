import { readdirSync, readFileSync } from 'node:fs';

const TICKS = 100;

interface Times {
  readonly parent: number;
  /** Own seconds and those of children that have ended. */
  readonly seconds: number;
}

function timesOf(pid: string): Times | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    const ticks = fields.slice(11, 15).reduce((sum, value) => sum + Number(value), 0);
    return { parent: Number(fields[1]), seconds: ticks / TICKS };
  } catch {
    return null;
  }
}

/** Seconds of processor that a process and all below it have had, also those that have ended. */
export function processorSeconds(root: number): number {
  const all = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  const times = new Map(all.map((pid) => [Number(pid), timesOf(pid)]));
  const isBelow = (pid: number): boolean => {
    const parent = times.get(pid)?.parent ?? 0;
    return pid === root || (parent > 1 && isBelow(parent));
  };
  return [...times].reduce((sum, [pid, found]) => (found && isBelow(pid) ? sum + found.seconds : sum), 0);
}
