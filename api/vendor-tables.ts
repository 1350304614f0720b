import type { VendorScorecard } from '../domain/review/vendor-score-schema';
import type { Locale } from '../domain/people/people';
import type { Assessment } from '../domain/vendor/assessment/schema';
import type { Vendor } from '../domain/vendor/vendor-schema';
import type { SanctionsHit } from '../db/stores/sanctions';
import { formatMoney } from '../templates/format';
import { type Columns, tableOf, word } from './record-sheet';
import type { ShareLine } from '../templates/supplier-page-data';
import { shareCell, type SheetTable } from './sheets/sheet';

/** The tables on the page of a vendor, by the parts that they stand in. */
export const VENDOR_TABLES = [
  'certificates',
  'assessments',
  'references',
  'sanctions',
  'dependence',
  'services',
  'vendor-league',
  'vendor-kpis',
] as const;
export type VendorTable = (typeof VENDOR_TABLES)[number];

/** What each of them is made of. */
export interface VendorFacts {
  readonly vendor: Vendor;
  readonly assessments: readonly Assessment[];
  readonly hits: readonly SanctionsHit[];
  readonly scorecard: VendorScorecard;
  readonly shares: readonly ShareLine[];
}

interface Made {
  readonly columns: Columns;
  readonly rows: (facts: VendorFacts, locale: Locale) => SheetTable['rows'];
}

const TABLES: Readonly<Record<VendorTable, Made>> = {
  certificates: {
    columns: [
      ['type', 'text'],
      ['number', 'text'],
      ['issuer', 'text'],
      ['valid-from', 'date'],
      ['valid-to', 'date'],
    ],
    rows: ({ vendor: { certificates } }) =>
      certificates.map(({ type, no, issuer = null, validFrom = null, validTo }) => [
        type,
        no,
        issuer,
        validFrom,
        validTo,
      ]),
  },
  assessments: {
    columns: [
      ['title', 'text'],
      ['state', 'text'],
      ['score', 'number'],
      ['risk', 'text'],
      ['valid-to', 'date'],
    ],
    rows: ({ assessments }, locale) =>
      assessments.map(({ questionnaire, state, result, validUntil }) => [
        ...[questionnaire.title[locale], word(locale, 'assessment-state', state), result?.total ?? null],
        ...[word(locale, 'risk-tier', result?.tier ?? null), validUntil],
      ]),
  },
  references: {
    columns: [
      ['name', 'text'],
      ['engagement', 'text'],
      ['points', 'number'],
      ['comment', 'text'],
    ],
    rows: ({ vendor: { references } }) =>
      references.map(({ contact, engagement, score, comment = null }) => [contact, engagement, score, comment]),
  },
  sanctions: {
    columns: [
      ['name', 'text'],
      ['program', 'text'],
      ['state', 'text'],
      ['reason', 'text'],
    ],
    rows: ({ hits }, locale) =>
      hits.map(({ entry, status, reason }) => [entry.name, entry.program, word(locale, 'hit-status', status), reason]),
  },
  dependence: {
    columns: [
      ['name', 'text'],
      ['scope', 'text'],
      ['spend-share', 'percent'],
      ['critical-share', 'percent'],
      ['level', 'text'],
    ],
    rows: ({ shares }, locale) =>
      shares.map(({ name, scope, spendBp, criticalBp, level }) => [
        ...[name, word(locale, 'share-scope', scope), shareCell(spendBp), shareCell(criticalBp)],
        word(locale, 'concentration-level', level),
      ]),
  },
  services: {
    columns: [
      ['title', 'text'],
      ['score', 'number'],
      ['standing', 'text'],
      ['milestones-due', 'number'],
      ['milestones-on-time', 'number'],
      ['milestones-open', 'number'],
      ['credited', 'text'],
      ['earned-back', 'text'],
      ['credit-net', 'text'],
      ['rates-us', 'number'],
    ],
    rows: serviceRows,
  },
  'vendor-league': {
    columns: [
      ['service-type', 'text'],
      ['rank', 'number'],
      ['peers', 'number'],
      ['score', 'number'],
      ['trend', 'text'],
      ['percentile', 'number'],
    ],
    rows: ({ scorecard: { league } }, locale) =>
      league.map(({ category, rank, peers, score, trend, percentile }) => [
        ...[word(locale, 'service-type', category), rank, peers, score],
        ...[word(locale, 'league-trend', trend), percentile],
      ]),
  },
  'vendor-kpis': {
    columns: [
      ['name', 'text'],
      ['value', 'number'],
      ['unit', 'text'],
      ['aggregate', 'text'],
      ['services', 'number'],
    ],
    rows: ({ scorecard: { kpis } }, locale) =>
      kpis.map(({ name, value, unit, by, engagements }) => [
        name,
        value,
        unit,
        word(locale, 'aggregate', by),
        engagements,
      ]),
  },
};

function serviceRows({ scorecard: { engagements } }: VendorFacts, locale: Locale): SheetTable['rows'] {
  return engagements.map(({ title, score, standing, milestones, credits, rating }) => {
    const sums = (of: 'credited' | 'earnedBack' | 'net'): string =>
      credits.map((one) => formatMoney(one[of])).join(' · ');
    return [
      ...[title, score, word(locale, 'standing', standing)],
      ...[milestones.due, milestones.onTime, milestones.open],
      ...[sums('credited'), sums('earnedBack'), sums('net'), rating?.mean ?? null],
    ];
  });
}

/** One table of the page of a vendor, as it stands there. */
export const vendorTable = (name: VendorTable, facts: VendorFacts, locale: Locale): SheetTable =>
  tableOf(name, TABLES[name].columns, { locale, rows: TABLES[name].rows(facts, locale) });
