import { groupBy } from './checker/count';
import type { Violation } from './evidence';
import type { Mutant } from './mutants';

export interface Exposure {
  readonly isFound: boolean;
  /** Of a table. */
  readonly row: string;
}

/** Whether a mutant was found out by what it does, and what else was found beside that. */
export function exposureOf(
  { name, schedule, breaks, tells }: Pick<Mutant, 'name' | 'schedule' | 'breaks' | 'tells'>,
  violations: readonly Violation[],
): Exposure {
  const isProof = ({ invariant, what }: Violation): boolean => breaks.includes(invariant) && tells.test(what);
  const proofs = violations.filter(isProof);
  const [first] = proofs;
  const proof = first ? `${first.invariant}: ${first.what} (${proofs.length} in all)` : 'nothing';
  const beside = groupBy(
    violations.filter((violation) => !isProof(violation)),
    ({ invariant }) => invariant,
  );
  const others = [...beside].map(([invariant, some]) => `${some.length} of ${invariant}, as ${some[0]?.what ?? ''}`);
  return { isFound: first !== undefined, row: `| ${[name, schedule, proof, others.join('; ') || '–'].join(' | ')} |` };
}
