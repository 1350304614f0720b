/** Lets a few works run at once; those beyond wait for their turn, for a while, and then fail as `refuse` says. */
export interface Turns {
  readonly most: number;
  readonly waitMs: number;
  readonly refuse: () => Error;
}

export function turns({ most, waitMs, refuse }: Turns): <T>(work: () => Promise<T>) => Promise<T> {
  const waiting: (() => void)[] = [];
  let running = 0;
  const begin = async (): Promise<void> => {
    if (running < most) running += 1;
    else await turnOf(waiting, waitMs, refuse);
  };
  return async (work) => {
    await begin();
    try {
      return await work();
    } finally {
      // A turn is handed on, so that nobody who comes now is before those who wait.
      const next = waiting.shift();
      if (next) next();
      else running -= 1;
    }
  };
}

const turnOf = (waiting: (() => void)[], waitMs: number, refuse: () => Error): Promise<void> =>
  new Promise((resolve, reject) => {
    const go = (): void => {
      clearTimeout(late);
      resolve();
    };
    const late = setTimeout(() => {
      waiting.splice(waiting.indexOf(go), 1);
      reject(refuse());
    }, waitMs);
    waiting.push(go);
  });
