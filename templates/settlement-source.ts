import type { Locale } from '../domain/people/people';
import { translate } from './catalog';

/** What a proposed line of a settlement comes from, as its proposal writes it (`domain/exit/proposal.ts`). */
const SOURCES: readonly (readonly [string, RegExp])[] = [
  ['invoice', /^invoice (?<number>.+)$/],
  ['milestone', /^milestone (?<name>.+)$/],
  ['contract-month', /^contract v(?<version>\d+) (?<month>\d{4}-\d{2})$/],
  ['contract', /^contract v(?<version>\d+)$/],
  ['return', /^return (?<key>.+)$/],
  ['credit', /^credit (?<month>\d{4}-\d{2}) (?<kpi>.+)$/],
];

/** The source of a line in the reader's language; one that somebody has written stays as it is. */
export function settlementSource(locale: Locale, source: string): string {
  for (const [name, pattern] of SOURCES) {
    const values = pattern.exec(source)?.groups;
    if (values) return translate(locale, `settlement-source.${name}`, values);
  }
  return source;
}
