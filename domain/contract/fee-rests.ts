import type { Rest } from './fee-of-days';
import type { ContractBody } from './schema';

/** Terms with the day from which they bind; without a day, from the beginning. */
interface Binding {
  readonly from: string | null;
  readonly terms: Pick<ContractBody, 'feeRestsWhenSuspended'>;
}

/** The suspended days on which no fee is owed, by what the contract said on each; `binding` has the newest terms first. */
export const feeRests = (suspended: readonly Rest[], binding: readonly Binding[]): readonly Rest[] =>
  binding.toReversed().flatMap(({ from, terms }, index, inOrder) => {
    const to = inOrder[index + 1]?.from ?? null;
    return terms.feeRestsWhenSuspended ? suspended.flatMap((rest) => within(rest, from, to)) : [];
  });

function within({ since, until }: Rest, from: string | null, to: string | null): readonly Rest[] {
  const begin = from !== null && from > since ? from : since;
  const end = to !== null && (until === null || to < until) ? to : until;
  return end === null || begin < end ? [{ since: begin, until: end }] : [];
}
