/** One name on a list of sanctioned parties. */
export interface SanctionsEntry {
  readonly name: string;
  /** Registration number, LEI or USCC, where the list knows one. */
  readonly identifier: string | null;
  readonly country: string | null;
  readonly program: string | null;
}

export interface Screened {
  readonly name: string;
  readonly uscc: string | null;
  readonly lei: string | null;
}

export interface SanctionsMatch {
  readonly entry: SanctionsEntry;
  readonly by: 'identifier' | 'name';
}

/** Words that say what kind of company it is, and not which. */
const LEGAL_FORMS =
  /\b(co|company|ltd|limited|llc|llp|inc|incorporated|corp|corporation|plc|gmbh|ag|sa|sarl|bv|nv|oy|ab|as|pte|pty|holding|holdings|group)\b/g;
const CHINESE_FORMS = /(股份有限公司|有限责任公司|有限公司|集团公司|集团|公司)/g;

/** A name as it is compared: without case, accents, width, punctuation, legal form and the order of its words. */
export function normaliseName(name: string): string {
  const plain = name
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[.'’]/g, '')
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .replace(CHINESE_FORMS, ' ');
  const words = plain.replace(LEGAL_FORMS, ' ').split(' ').filter(Boolean).sort();
  // A name of nothing but legal forms is compared as it is.
  return words.length > 0 ? words.join(' ') : plain.split(' ').filter(Boolean).sort().join(' ');
}

export const normaliseIdentifier = (identifier: string): string =>
  identifier
    .normalize('NFKD')
    .toUpperCase()
    .replace(/[^A-Z0-9]/g, '');

/** What a vendor is looked up by. */
export const screeningKeys = ({ name, uscc, lei }: Screened): { name: string; identifiers: readonly string[] } => ({
  name: normaliseName(name),
  identifiers: [uscc, lei].filter((one) => one !== null).map(normaliseIdentifier),
});

/** The same vendor and the same entry are one hit; a vendor under another name is looked at anew. */
export const hitKey = (vendor: Screened, { entry, by }: SanctionsMatch): string =>
  [
    by,
    by === 'name' ? normaliseName(vendor.name) : '',
    normaliseName(entry.name),
    normaliseIdentifier(entry.identifier ?? ''),
  ].join('|');
