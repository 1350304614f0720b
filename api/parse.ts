import type { ZodType } from 'zod';
import type { $ZodIssue } from 'zod/v4/core';
import { DomainError, type ErrorCode, type Issue } from '../domain/errors';
import { issueWords } from './issue-words';

/** Parses with a schema; every broken field is named in one answer, in plain English. */
export function parseWith<T>(schema: ZodType<T>, value: unknown, code: ErrorCode): T {
  const parsed = schema.safeParse(value, { reportInput: true, error: () => UNSAID });
  if (parsed.success) return parsed.data;
  const errors = parsed.error.issues.flatMap((issue) => issuesOf(issue, []));
  throw new DomainError(
    code,
    errors.map(({ path, message }) => (path ? `${path}: ${message}` : message)).join('; '),
    errors,
  );
}

/** What an issue says that its schema has no words of its own for. */
const UNSAID = '';

/** Of alternatives, the one that fits best tells what is wrong: "invalid input" would help nobody. */
function issuesOf(issue: $ZodIssue, above: readonly PropertyKey[]): readonly Issue[] {
  const path = [...above, ...issue.path];
  const inner = alternativesOf(issue).map((issues) => issues.flatMap((one) => issuesOf(one, path)));
  const [closest] = inner.filter(({ length }) => length > 0).sort((a, b) => a.length - b.length);
  const message = issue.message === UNSAID ? issueWords(issue, 'en') : issue.message;
  return closest ?? [{ path: path.map(String).join('.'), message }];
}

/** What lies below an issue: of a union what each alternative says, of a name or an element of a list what is wrong with it. */
function alternativesOf(issue: $ZodIssue): readonly (readonly $ZodIssue[])[] {
  if (issue.code === 'invalid_union') return issue.errors;
  return issue.code === 'invalid_key' || issue.code === 'invalid_element' ? [issue.issues] : [];
}
