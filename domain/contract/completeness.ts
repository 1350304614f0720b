import type { Issue, Refusal } from '../errors';
import { type ClauseFacts, requiredClauses } from './clauses';
import type { Clause, ContractBody } from './schema';

/** Shortest reason that counts as one. */
const MIN_REASON = 2;

export interface ContractFacts extends ClauseFacts {
  /** Codes that somebody of legal has waived for this version. */
  readonly waived: ReadonlySet<string>;
  /** Somebody of legal decides gate G3 itself, and with it what the draft proposes to do without. */
  readonly legalDecides: boolean;
}

/** Everything that gate G3 still asks for; empty means the contract may be submitted. */
export const missingForContract = (contract: ContractBody, facts: ContractFacts): readonly Issue[] => [
  ...missingClauses(contract, facts),
  ...missingTerms(contract),
];

/** Why the contract may not be submitted, or null; missing clauses name the code, the errors name everything. */
export function contractObjection(contract: ContractBody, facts: ContractFacts): Refusal | null {
  const clauses = missingClauses(contract, facts);
  const errors = [...clauses, ...missingTerms(contract)];
  if (clauses.length > 0)
    return { code: 'CLAUSE_MISSING', message: clauses.map(({ message }) => message).join('; '), errors };
  return errors.length > 0
    ? { code: 'GATE_INCOMPLETE', message: 'The terms of the contract are not complete.', errors }
    : null;
}

/**
 * Required clauses that are neither present nor waived by legal, and other clauses that are called waived without a reason.
 * The word `waived` in the draft is its editor's wish. It is granted by whoever of legal approves G3 with its reason before
 * them; where the policy of G3 does not ask legal, only the waiver of a person of legal counts.
 */
export function missingClauses({ clauses }: ContractBody, facts: ContractFacts): readonly Issue[] {
  const byCode = new Map(clauses.map((clause) => [clause.code, clause]));
  const required = requiredClauses(facts);
  const others = clauses.filter((clause) => isWaived(clause) && !required.includes(clause.code));
  return [
    ...required
      .filter((code) => byCode.get(code)?.status !== 'present' && !facts.waived.has(code))
      .filter((code) => !(facts.legalDecides && isProposed(byCode.get(code))))
      .map((code) => [code, requiredFault(byCode.get(code))] as const),
    ...others.filter((clause) => !hasReason(clause)).map(({ code }) => [code, 'is waived without a reason'] as const),
  ].map(([code, message]) => ({ path: `clauses.${code}`, message: `${code} ${message}` }));
}

function requiredFault(clause: Clause | undefined): string {
  if (!clause || !isWaived(clause)) return 'is missing';
  return hasReason(clause)
    ? 'is marked as waived, but nobody of legal who did not write this version has waived it'
    : 'is waived without a reason';
}

const hasReason = ({ reason = '' }: Clause): boolean => reason.trim().length >= MIN_REASON;
const isProposed = (clause: Clause | undefined): boolean =>
  clause !== undefined && isWaived(clause) && hasReason(clause);
const isWaived = ({ status }: Clause): boolean => status === 'waived';

const REQUIRED_TERMS = ['start', 'initialMonths', 'renewal', 'notice', 'monthlyFee', 'atRiskBp'] as const;

function missingTerms(contract: ContractBody): readonly Issue[] {
  const missing: string[] = REQUIRED_TERMS.filter((field) => contract[field] === undefined);
  const needsLength = contract.renewal !== undefined && contract.renewal !== 'none' && !contract.renewalMonths;
  return [...missing, ...(needsLength ? ['renewalMonths'] : [])].map((field) => ({
    path: `contract.${field}`,
    message: `${field} is not set`,
  }));
}
