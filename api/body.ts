import { DomainError } from '../domain/errors';

const MAX_DEPTH = 20;
const MAX_ITEMS = 1_000;
const MAX_TEXT = 10_000;

/** Bounds what one body may hold before any schema looks at it. */
export function checkBody(value: unknown, path = '', depth = 0): void {
  if (depth > MAX_DEPTH) throw tooLarge(path, `may nest ${MAX_DEPTH} levels`);
  if (typeof value === 'string') checkText(value, path);
  else if (Array.isArray(value)) checkItems(value, path, depth);
  else if (typeof value === 'object' && value !== null) checkFields(value, path, depth);
}

function checkText(text: string, path: string): void {
  if (text.length > MAX_TEXT) throw tooLarge(path, `may have ${MAX_TEXT} characters`);
  checkCharacters(text, path);
}

export function checkCharacters(text: string, path = ''): void {
  // PostgreSQL stores neither NUL nor half a surrogate pair.
  if (text.includes('\u0000') || !text.isWellFormed()) throw invalid(path, 'holds a character that cannot be stored');
}

function checkItems(items: readonly unknown[], path: string, depth: number): void {
  if (items.length > MAX_ITEMS) throw tooLarge(path, `may have ${MAX_ITEMS} items`);
  items.forEach((item, index) => checkBody(item, `${path}.${index}`, depth + 1));
}

function checkFields(fields: object, path: string, depth: number): void {
  const entries = Object.entries(fields);
  if (entries.length > MAX_ITEMS) throw tooLarge(path, `may have ${MAX_ITEMS} fields`);
  for (const [name, field] of entries) {
    checkText(name, path);
    checkBody(field, path ? `${path}.${name}` : name, depth + 1);
  }
}

const invalid = (path: string, message: string): DomainError =>
  new DomainError('INVALID_FIELDS', `${path || 'The body'} ${message}.`, [{ path, message }]);
const tooLarge = (path: string, message: string): DomainError => invalid(path, message);
