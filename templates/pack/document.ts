import type { Locale } from '../../domain/people/people';
import type { PackHead, PackPart, ReviewPack } from '../../domain/review/pack-schema';
import { PACK_PARTS } from '../../domain/review/pack-schema';
import { labelOf, translate } from '../catalog';
import type { Chart } from '../chart/chart';
import type { Tone } from '../chart/paint';
import { formatDay, formatInstant } from '../format';
import { actionsSection } from './actions';
import { alarmsSection, incidentsSection } from './risk';
import { creditLinesSection, milestonesSection, ratingSection } from './delivery';
import { improvementsSection, issuesSection } from './follow-up';
import { carbonSection, costSection, surveysSection } from './ledger';
import { creditsSection, kpisSection, scoreSection } from './performance';
import { obligationsSection } from './obligations';
import { packTitle } from './title';

/** Who reads a pack, and what it is about. */
export interface PackReader {
  readonly locale: Locale;
  readonly timeZone: string;
  readonly head: PackHead;
}

export type PackColumnKind = 'text' | 'number' | 'amount' | 'percent' | 'date';

export interface PackColumn {
  readonly title: string;
  readonly kind: PackColumnKind;
}

/** What a reader sees, and what a spreadsheet counts with. */
export interface PackCell {
  readonly text: string;
  readonly value: string | number | null;
  readonly tone: Tone | null;
  /** Class of the cell on a page: figures stand at the right. */
  readonly align: 'num' | 'words';
}

export interface PackTable {
  readonly columns: readonly PackColumn[];
  readonly rows: readonly (readonly PackCell[])[];
}

/** One part of the pack as every form of it shows it: page, PDF and workbook. */
export interface PackSection {
  readonly lead: string | null;
  readonly charts: readonly Chart[];
  /** Null where there is nothing to list; the page says so. */
  readonly table: PackTable | null;
}

/** A document in parts, in one language: as a page, a PDF and a workbook. */
export interface PaperDocument {
  readonly lang: Locale;
  readonly title: string;
  readonly facts: readonly { readonly name: string; readonly value: string }[];
  readonly parts: readonly (PackSection & {
    readonly key: string;
    readonly title: string;
    readonly empty: string;
  })[];
  readonly sha256: string;
  /** Text that names what the hash is of. */
  readonly seal: 'pack.seal' | 'settlement.seal' | 'certificate.seal';
  /** Epoch milliseconds. */
  readonly builtAt: number;
}

export interface PackDocument extends PaperDocument {
  readonly parts: readonly (PaperDocument['parts'][number] & { readonly key: PackPart })[];
}

type ShowPart = (pack: ReviewPack, reader: PackReader) => PackSection;

const SECTIONS: Readonly<Record<PackPart, ShowPart>> = {
  score: ({ score }, reader) => scoreSection(score, reader),
  kpis: ({ kpis }, reader) => kpisSection(kpis, reader),
  credits: ({ credits }, reader) => creditsSection(credits, reader),
  alarms: ({ alarms }, reader) => alarmsSection(alarms, reader),
  incidents: ({ incidents }, reader) => incidentsSection(incidents, reader),
  obligations: ({ obligations }, reader) => obligationsSection(obligations, reader),
  actions: ({ actions }, reader) => actionsSection(actions, reader),
  creditLines: ({ creditLines }, reader) => creditLinesSection(creditLines, reader),
  milestones: ({ milestones }, reader) => milestonesSection(milestones, reader),
  issues: ({ issues }, reader) => issuesSection(issues, reader),
  rating: ({ rating }, reader) => ratingSection(rating, reader),
  improvements: ({ improvements }, reader) => improvementsSection(improvements, reader),
  surveys: ({ surveys }, reader) => surveysSection(surveys, reader),
  cost: ({ cost }, reader) => costSection(cost, reader),
  carbon: ({ carbon }, reader) => carbonSection(carbon, reader),
};

interface Sealed {
  readonly pack: ReviewPack;
  readonly sha256: string;
}

interface Reading {
  readonly locale: Locale;
  readonly timeZone: string;
  /** Parts that the reader may see. */
  readonly parts: readonly PackPart[];
}

export const ALL_PARTS = Object.keys(PACK_PARTS).filter((key): key is PackPart => Object.hasOwn(PACK_PARTS, key));

/** A pack for one reader, in their language and time zone. Pure: the same pack reads the same for ever. */
export function packDocument({ pack, sha256 }: Sealed, { locale, timeZone, parts }: Reading): PackDocument {
  const reader: PackReader = { locale, timeZone, head: pack };
  return {
    lang: locale,
    title: packTitle(pack, locale),
    facts: factsOf(pack, reader),
    // A part that was added after the pack was built, or had nothing to say, is not in it.
    parts: ALL_PARTS.filter((key) => parts.includes(key) && pack[key] !== undefined).map((key) => ({
      ...SECTIONS[key](pack, reader),
      key,
      title: labelOf(locale, 'pack-part', key),
      empty: labelOf(locale, 'pack-empty', key),
    })),
    sha256,
    seal: 'pack.seal',
    builtAt: Date.parse(pack.builtAt),
  };
}

const factsOf = (pack: ReviewPack, { locale, timeZone }: PackReader): PackDocument['facts'] => {
  const say = (key: string): string => translate(locale, key);
  return [
    {
      name: say('fact.engagement'),
      value: translate(locale, 'word.engagement', { number: pack.engagement.number, title: pack.engagement.title }),
    },
    ...(pack.vendor === null ? [] : [{ name: say('fact.vendor'), value: pack.vendor }]),
    { name: say('pack.covers'), value: `${formatDay(pack.from, locale)} – ${formatDay(dayBefore(pack.to), locale)}` },
    { name: say('pack.built'), value: formatInstant(Date.parse(pack.builtAt), { locale, timeZone }) },
  ];
};

const dayBefore = (date: string): string =>
  new Date(Date.parse(`${date}T00:00:00Z`) - 86_400_000).toISOString().slice(0, 10);
