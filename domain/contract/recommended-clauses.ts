import type { Issue } from '../errors';
import type { Bilingual } from '../shapes';
import { type ClauseFacts, isRegularClause, requiredClauses } from './clauses';
import type { Clause } from './schema';

/** A clause that the catalogue of the kind of service proposes. */
export interface CatalogueClause {
  readonly code: string;
  readonly names: Bilingual;
}

export interface RecommendedClause extends CatalogueClause {
  /** What the draft says of it; `open` where it says nothing. */
  readonly status: Clause['status'] | 'open';
}

/**
 * What the kind of service recommends beyond what is required. It is advice: the approvers of G3 see what is open, and
 * nothing waits for it.
 */
export function recommendedClauses(
  clauses: readonly Clause[],
  { catalogue, facts }: { readonly catalogue: readonly CatalogueClause[]; readonly facts: ClauseFacts },
): readonly RecommendedClause[] {
  const required = requiredClauses(facts);
  const statusOf = new Map(clauses.map(({ code, status }) => [code, status]));
  return catalogue
    .filter(({ code }) => !required.includes(code))
    .map(({ code, names }) => ({ code, names, status: statusOf.get(code) ?? 'open' }));
}

/** Whether anybody but the writer of a draft knows a clause: it is one of the regular ones or stands in the catalogue. */
export const isKnownClause = (code: string, catalogue: readonly CatalogueClause[]): boolean =>
  isRegularClause(code) || catalogue.some((clause) => clause.code === code);

/** Waivers of clauses that nobody asks for: most likely a code that was misspelt, with the clause itself still missing. */
export const unknownWaivers = (
  clauses: readonly Clause[],
  { catalogue, path }: { readonly catalogue: readonly CatalogueClause[]; readonly path: string },
): readonly Issue[] =>
  clauses.flatMap(({ code, status }, index) =>
    status === 'waived' && !isKnownClause(code, catalogue)
      ? [{ path: `${path}.${index}.code`, message: `${code} is no clause that could be waived` }]
      : [],
  );
