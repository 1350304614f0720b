import type { Locale } from '../domain/people/people';
import { knownLabel } from './catalog';
import { saidIn } from './said';

export interface RefusalWord {
  /** Whose words they are: `service-refusal` and its like. */
  readonly group: string;
  readonly code: string;
  /** As programs are told it; null where nobody has kept it. */
  readonly message: string | null;
}

/** These say no more than the word of their code does. */
const ROLES = /^Your roles do not allow this\b/;

const isExact = (code: string): boolean => code === 'FORBIDDEN' || code === 'STATE_CONFLICT';

/**
 * Why something was refused, in the words of its code. Whoever may not do something, or not now, is told the exact sentence, as only
 * that says who may, or what is in the way. Where it has no words in the reader's language, who may do it follows the words of the
 * code as it is, and what is in the way is left to them.
 */
export function refusalWords(locale: Locale, { group, code, message }: RefusalWord): string {
  const known = knownLabel(locale, group, code);
  if (known === null) return message === null ? code : saidIn(locale, message);
  if (!isExact(code) || message === null || ROLES.test(message)) return known;
  const said = saidIn(locale, message);
  if (said !== message || locale === 'en') return said;
  return code === 'FORBIDDEN' ? `${known} ${message}` : known;
}
