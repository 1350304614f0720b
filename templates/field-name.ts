import type { Locale } from '../domain/people/people';
import { knownLabel, labelOf } from './catalog';

/** The name of a field by its path: the text of its last part, behind those of the others. */
export const fieldName = (locale: Locale, key: string): string =>
  key
    .split('.')
    .map((part) => labelOf(locale, 'field', part))
    .join(' › ');

/** The path of an issue as facts have it, its places counted as people count. */
export const fieldKey = (path: string): string =>
  path.replace(/^needs\./, '').replace(/\.(\d+)(?=\.|$)/g, (_, index: string) => `.${Number(index) + 1}`);

/** Of these a message names the part itself. */
const NAMED_BY_MESSAGE: readonly string[] = ['clauses', 'contract', 'checklist', 'candidates'];

/** What an issue is about, in words of ours; names that programs alone know are left out. */
export function issueName(locale: Locale, path: string): string {
  const [record = '', ...parts] = fieldKey(path).split('.');
  const shown = NAMED_BY_MESSAGE.includes(record) ? [] : parts;
  return [record, ...shown].flatMap((part) => partName(locale, part, record) ?? []).join(' › ');
}

function partName(locale: Locale, part: string, record: string): string | null {
  const known = knownLabel(locale, 'field', part) ?? knownLabel(locale, 'dimension', part);
  // Criteria have the names that their authors gave them.
  return known ?? (record === 'scores' || /^\d+$/.test(part) ? part : null);
}
