import { performance } from 'node:perf_hooks';

/** Tells a person what is going on: one line per step, rewritten in place on a terminal. */
export type Report = (text: string) => void;

const CLEAR_LINE = '\r\u001b[2K';
/** Without a terminal a line per step is enough; repeats of a growing figure would fill a log. */
const REPEAT_MS = 5_000;

export interface Progress {
  readonly report: Report;
  /** Removes the unfinished line of a terminal. */
  readonly done: () => void;
}

export function createProgress(out: NodeJS.WriteStream = process.stdout): Progress {
  return out.isTTY ? terminalProgress(out) : plainProgress(out);
}

function terminalProgress(out: NodeJS.WriteStream): Progress {
  return {
    report: (text) => void out.write(`${CLEAR_LINE}… ${text.slice(0, Math.max(20, out.columns - 4))}`),
    done: () => void out.write(CLEAR_LINE),
  };
}

function plainProgress(out: NodeJS.WriteStream): Progress {
  let last = { step: '', at: -REPEAT_MS };
  return {
    report: (text) => {
      const step = text.replaceAll(/[\d.]+/g, '#');
      if (step === last.step && performance.now() - last.at < REPEAT_MS) return;
      last = { step, at: performance.now() };
      out.write(`… ${text}\n`);
    },
    done: () => undefined,
  };
}

export const silent: Report = () => undefined;
