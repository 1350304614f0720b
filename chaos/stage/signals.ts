const SIGNALS = { SIGHUP: 129, SIGINT: 130, SIGTERM: 143 } as const;

/**
 * Whoever ends a run by hand ends all that it has started: the parts are leaders of their own groups and would outlive it. Answers how to
 * take this back.
 */
export function atSignal(stop: () => Promise<void>): () => void {
  const names = Object.keys(SIGNALS) as (keyof typeof SIGNALS)[];
  const hear = (name: keyof typeof SIGNALS): void => void stop().finally(() => process.exit(SIGNALS[name]));
  for (const name of names) process.on(name, hear);
  return () => {
    for (const name of names) process.off(name, hear);
  };
}
