import { PolicyBody, Step } from '../../domain/approval/schema';
import { DomainError, type Issue } from '../../domain/errors';
import { parseWith } from '../parse';
import type { DraftNode } from './draft';
import { bodyIn, type IdOf } from './policy-body';

/** The policy that a draft says. Throws `INVALID_FIELDS` with every fault at the place of its field. */
export function candidateIn(draft: DraftNode, idOf: IdOf): PolicyBody {
  const body = bodyIn(draft, idOf);
  // A list of alternatives tells only of the closest one; a form knows which is meant, and tells of each step.
  const issues = stepIssues(body['steps'], 'steps');
  if (issues.length === 0) return parseWith(PolicyBody, body, 'INVALID_FIELDS');
  throw new DomainError('INVALID_FIELDS', issues.map(({ path, message }) => `${path}: ${message}`).join('; '), issues);
}

const BRANCHES: ReadonlySet<string> = new Set(['parallel', 'choose', 'inclusive', 'default', 'steps']);

function stepIssues(node: unknown, path: string): readonly Issue[] {
  if (Array.isArray(node)) return node.flatMap((one, index) => stepIssues(one, `${path}.${index}`));
  if (typeof node !== 'object' || node === null) return [];
  if ('assignees' in node) return faultsOf(node, path);
  return Object.entries(node).flatMap(([name, inner]: [string, unknown]) =>
    BRANCHES.has(name) ? stepIssues(inner, `${path}.${name}`) : [],
  );
}

function faultsOf(step: unknown, path: string): readonly Issue[] {
  try {
    parseWith(Step, step, 'INVALID_FIELDS');
    return [];
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    return error.errors.map((issue) => ({ path: `${path}.${issue.path}`, message: issue.message }));
  }
}
