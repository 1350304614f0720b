import type { ZodType } from 'zod';
import type { $ZodIssue } from 'zod/v4/core';
import { DomainError, type ErrorCode, type Issue } from '../domain/errors';

/** Parses with a schema; every broken field is named in one answer. */
export function parseWith<T>(schema: ZodType<T>, value: unknown, code: ErrorCode): T {
  const parsed = schema.safeParse(value, { reportInput: true });
  if (parsed.success) return parsed.data;
  const errors = parsed.error.issues.flatMap((issue) => issuesOf(issue, []));
  throw new DomainError(
    code,
    errors.map(({ path, message }) => (path ? `${path}: ${message}` : message)).join('; '),
    errors,
  );
}

/** What is not there is needed; that it "received undefined" tells a person nothing. */
const wordsOf = ({ code, input, message }: $ZodIssue): string =>
  (code === 'invalid_type' || code === 'invalid_value') && input === undefined ? 'is needed' : message;

/** Of alternatives, the one that fits best tells what is wrong: "invalid input" would help nobody. */
function issuesOf(issue: $ZodIssue, above: readonly PropertyKey[]): readonly Issue[] {
  const path = [...above, ...issue.path];
  if (issue.code !== 'invalid_union') return [{ path: path.map(String).join('.'), message: wordsOf(issue) }];
  const alternatives = issue.errors.map((issues) => issues.flatMap((inner) => issuesOf(inner, path)));
  const [closest] = alternatives.filter(({ length }) => length > 0).sort((a, b) => a.length - b.length);
  return closest ?? [{ path: path.map(String).join('.'), message: issue.message }];
}
