import type { Issue, Refusal } from '../errors';
import { type ClauseFacts, requiredClauses } from './clauses';
import type { Clause, ContractBody } from './schema';

/** Shortest reason that counts as one. */
const MIN_REASON = 2;

/** Everything that gate G3 still asks for; empty means the contract may be submitted. */
export const missingForContract = (contract: ContractBody, facts: ClauseFacts): readonly Issue[] => [
  ...missingClauses(contract, facts),
  ...missingTerms(contract),
];

/** Why the contract may not be submitted, or null; missing clauses name the code, the errors name everything. */
export function contractObjection(contract: ContractBody, facts: ClauseFacts): Refusal | null {
  const clauses = missingClauses(contract, facts);
  const errors = [...clauses, ...missingTerms(contract)];
  if (clauses.length > 0)
    return { code: 'CLAUSE_MISSING', message: clauses.map(({ message }) => message).join('; '), errors };
  return errors.length > 0
    ? { code: 'GATE_INCOMPLETE', message: 'The terms of the contract are not complete.', errors }
    : null;
}

/** Required clauses that are neither present nor waived with a reason, and waivers of any clause without one. */
export function missingClauses({ clauses }: ContractBody, facts: ClauseFacts): readonly Issue[] {
  const byCode = new Map(clauses.map((clause) => [clause.code, clause]));
  const codes = new Set([...requiredClauses(facts), ...clauses.filter(isWaived).map(({ code }) => code)]);
  return [...codes].flatMap((code) => {
    const message = clauseFault(byCode.get(code));
    return message ? [{ path: `clauses.${code}`, message: `${code} ${message}` }] : [];
  });
}

function clauseFault(clause: Clause | undefined): string | null {
  if (!clause || clause.status === 'absent') return 'is missing';
  return isWaived(clause) && (clause.reason ?? '').trim().length < MIN_REASON ? 'is waived without a reason' : null;
}

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
