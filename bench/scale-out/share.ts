import { existsSync, mkdirSync, readFileSync, rmdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Short, so that a process that has used up its share goes on soon. */
const PERIOD_US = 20_000;

/** Where control groups of Linux are, by their two versions, and how a bound is written. */
const HIERARCHIES = [
  {
    root: '/sys/fs/cgroup/cpu',
    bound: (us: number) => ({ 'cpu.cfs_period_us': String(PERIOD_US), 'cpu.cfs_quota_us': String(us) }),
  },
  {
    root: '/sys/fs/cgroup',
    bound: (us: number) => ({ 'cpu.max': `${us} ${PERIOD_US}` }),
  },
] as const;

/** Of the time in which it had work: all of them, and those in which it had used up its share. */
export interface Periods {
  readonly all: number;
  readonly heldBack: number;
}

/** A control group: what is put into it takes no more than a share of a core, all of its threads together. */
export class Share {
  readonly #folder: string;

  constructor(name: string, ofACore: number) {
    const found = HIERARCHIES.find(({ root }) => existsSync(join(root, 'cgroup.procs')));
    if (!found) throw new Error('shares of a core are kept by control groups of Linux, which are not here');
    this.#folder = join(found.root, `tenure-bench-${process.pid}-${name}`);
    mkdirSync(this.#folder);
    for (const [file, text] of Object.entries(found.bound(Math.round(ofACore * PERIOD_US))))
      writeFileSync(join(this.#folder, file), text);
  }

  add(pid: number): void {
    writeFileSync(join(this.#folder, 'cgroup.procs'), String(pid));
  }

  periods(): Periods {
    const text = readFileSync(join(this.#folder, 'cpu.stat'), 'utf8');
    const figure = (name: string): number => Number(new RegExp(`^${name} (\\d+)$`, 'm').exec(text)?.[1]);
    return { all: figure('nr_periods'), heldBack: figure('nr_throttled') };
  }

  /** Once all of its processes have ended. */
  remove(): void {
    rmdirSync(this.#folder);
  }
}
