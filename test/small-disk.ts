import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fill } from '../chaos/stage/small-disk';

export interface SmallDisk {
  readonly folder: string;
  /** Until nothing more goes on it. */
  readonly fill: () => void;
  readonly makeRoom: () => void;
  readonly remove: () => void;
}

/** A disk of one megabyte. */
export function smallDisk(): SmallDisk {
  const folder = mkdtempSync(join(tmpdir(), 'tenure-small-disk-'));
  const rest = join(folder, 'something-else');
  execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=1m,mode=700', 'tmpfs', folder]);
  return {
    folder,
    fill: () => fill(rest),
    makeRoom: () => rmSync(rest),
    remove: () => {
      execFileSync('umount', ['-l', folder]);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
