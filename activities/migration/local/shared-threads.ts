import { LocalThreads } from './threads';

/** The activities of one migration follow each other within a moment, and to start threads takes as long as a thousand files. */
const IDLE_MS = 10_000;

interface Shared {
  readonly threads: LocalThreads;
  users: number;
  idle: NodeJS.Timeout | null;
}

let shared: Shared | null = null;

export interface Borrowed {
  readonly threads: LocalThreads;
  readonly giveBack: () => void;
}

/** The threads of this process; they end when nobody has used them for a while. */
export function borrowThreads(): Borrowed {
  const mine = (shared ??= { threads: new LocalThreads(), users: 0, idle: null });
  if (mine.idle) clearTimeout(mine.idle);
  mine.users += 1;
  return {
    threads: mine.threads,
    giveBack: () => {
      mine.users -= 1;
      if (mine.users === 0) mine.idle = setTimeout(end, IDLE_MS).unref();
    },
  };
}

function end(): void {
  const ending = shared;
  shared = null;
  void ending?.threads.close();
}
