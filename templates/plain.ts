/** Characters that no name or title needs and that could forge lines or reverse what is read: controls and bidi overrides. */
const UNSAFE = /(?![\n\t])\p{Cc}|[\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/gu;

export const cleanText = (text: string): string => text.replace(/\r\n?/g, '\n').replace(UNSAFE, '');

/** One line, for subjects and titles. */
export const oneLine = (text: string): string => cleanText(text).replace(/\s+/g, ' ').trim();

/**
 * A copy that templates may read: own fields only, no prototype, cleaned text. Whatever the caller's objects inherit,
 * or somebody wrote onto `Object.prototype`, cannot be reached from a template.
 */
export function toPlain(value: unknown): unknown {
  if (typeof value === 'string') return cleanText(value);
  if (Array.isArray(value)) return value.map(toPlain);
  if (typeof value !== 'object' || value === null) return value ?? null;
  const copy = Object.create(null) as Record<string, unknown>;
  for (const [name, field] of Object.entries(value)) copy[name] = toPlain(field);
  return copy;
}
