import type { Locale } from '../../../domain/people/people';

const HAN = /\p{Script=Han}/u;
const HAN_RUN = /\p{Script=Han}+/gu;
/** Words that are the same in every language: names, codes of currencies and zones, formats. */
const SHARED = new Set(['Tenure', '中文', 'English', 'Asia', 'Shanghai', 'SWOT', 'TOWS']);
/** Single words that people write, unlike the words of a programme such as `topsis`. */
const CAPITALISED = /^[A-Z][a-z]{3,}$/;
/** A code that nobody has put into words. */
const CODES = /\b[A-Z]+(?:_[A-Z]+)+\b/g;

/** What people wrote themselves is shown as they wrote it; all other words of a mail or page are in its reader's language. */
export class Writings {
  private readonly texts = new Set<string>();

  add(value: unknown): void {
    if (typeof value === 'string') this.texts.add(tidy(value));
    else if (typeof value === 'object' && value !== null) Object.values(value).forEach((one) => this.add(one));
  }

  /** The words that are the product's own but not in the reader's language; empty when all is well. */
  foreign(text: string, locale: Locale): readonly string[] {
    const own = this.without(text);
    const codes = own.match(CODES) ?? [];
    if (locale === 'en') return [...codes, ...(own.match(HAN_RUN) ?? [])].filter((one) => !SHARED.has(one));
    if (!HAN.test(own)) return [own.slice(0, 80)];
    return (own.match(/(?:\S+ )?\b[A-Za-z]{4,}/g) ?? []).filter(
      (found) => !SHARED.has(found.split(/[^A-Za-z]/).at(-1)!),
    );
  }

  private without(text: string): string {
    const written = [...this.texts].filter((one) => HAN.test(one) || one.includes(' ') || CAPITALISED.test(one));
    const longestFirst = written.toSorted((a, b) => b.length - a.length);
    return longestFirst.reduce((rest, one) => rest.replaceAll(one, '·'), bare(text));
  }
}

const tidy = (text: string): string => text.replace(/\s+/g, ' ').trim();

/** Without addresses and fingerprints. */
const bare = (text: string): string =>
  tidy(text).replace(/https?:\/\/\S+|\S+@\S+|\b[0-9a-f]{12,64}\b|\b[0-9a-f-]{36}\b/g, '·');
