import type { ZodType } from 'zod';
import { DomainError, type ErrorCode } from '../domain/errors';

/** Parses with a schema; every broken field is named in one answer. */
export function parseWith<T>(schema: ZodType<T>, value: unknown, code: ErrorCode): T {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const errors = parsed.error.issues.map((issue) => ({ path: issue.path.join('.'), message: issue.message }));
  throw new DomainError(
    code,
    errors.map(({ path, message }) => (path ? `${path}: ${message}` : message)).join('; '),
    errors,
  );
}
