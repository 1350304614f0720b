import { redact } from './redact';

/** Something a person can mend: one sentence, shown without a stack trace. */
export class StartFailure extends Error {}

/** Runs a command-line program; a failure ends it with one clear sentence and exit code 1. */
export function runProgram(main: () => Promise<void>): void {
  // One turn later, so that the whole program has been read when it begins.
  void Promise.resolve()
    .then(main)
    .catch((error: unknown) => {
      console.error(`✘ ${redact(sentenceOf(error))}`);
      process.exit(1);
    });
}

export function sentenceOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (error instanceof AggregateError && error.errors.length > 0) return sentenceOf(error.errors[0]);
  return error.message.split('\n')[0] ?? error.name;
}
