/** A broken rule, in words; faster than a matcher, and a random run asks millions of times. */
export function must(holds: boolean, rule: string): asserts holds {
  if (!holds) throw new Error(`broken: ${rule}`);
}
