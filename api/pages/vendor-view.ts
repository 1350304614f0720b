import { localDate } from '../../domain/calendar/zone';
import type { Locale } from '../../domain/people/people';
import type { Assessment } from '../../domain/vendor/assessment/schema';
import { certificateKey, current, daysLeft } from '../../domain/vendor/certificates';
import type { Vendor } from '../../domain/vendor/vendor-schema';
import { readConcentration } from '../../db/read/concentration';
import { currencyRules } from '../../db/read/currency-rules';
import type { VendorScorecard } from '../../domain/review/vendor-score-schema';
import { type VendorScores, vendorScores } from '../../db/read/vendor-history';
import { vendorScorecard } from '../../db/read/vendor-scorecard';
import type { Db } from '../../db/knex';
import { gathering } from '../../db/once';
import { listActionItems } from '../../db/stores/action-items';
import { isSample } from '../../db/stores/samples';
import { assessmentsOf } from '../../db/stores/assessments';
import { listHits } from '../../db/stores/sanctions';
import { findVendor, lineOf, listVendors } from '../../db/stores/vendor-master';
import { translate } from '../../templates/catalog';
import { scoreChart } from '../../templates/score-chart';
import type { AssessmentView, CertificateLine, VendorRecordPage } from '../../templates/supplier-page-data';
import { assessmentLinks, vendorFormLinks } from '../vendor-form/all';
import { latenessOf } from './action-item-view';
import { namesOf } from './request-view';
import type { SignedIn } from './guard';

const MANY = 200;

/** Everything about one vendor, gathered for its page. */
export async function vendorPageData(
  pool: Db,
  vendor: Vendor,
  { reader, now }: { reader: SignedIn; now: number },
): Promise<VendorRecordPage> {
  const db = gathering(pool);
  const today = localDate(reader.timeZone, now);
  const [family, shares, assessments, scorecard, scores, work] = await Promise.all([
    familyOf(db, vendor, today),
    sharesOf(db, vendor, today),
    assessmentsOf(db, vendor.id),
    vendorScorecard(db, vendor.id, { today, now }),
    vendorScores(db, vendor.id, today),
    listActionItems(db, { vendorId: vendor.id, pending: true, after: null, limit: MANY }),
  ]);
  return {
    vendor: await headOf(db, vendor),
    forms: vendorFormLinks({ vendor, person: reader.person }),
    ...family,
    certificates: certificateLines(vendor, today),
    dueDiligence: dueDiligenceOf(vendor, today),
    assessments: assessments.map((assessment) => assessmentView(assessment, vendor, reader)),
    references: vendor.references.map(({ at: _at, comment = null, ...reference }) => ({ ...reference, comment })),
    hits: await hitsOf(db, vendor.id),
    ...shares,
    ...scoresOf(scorecard),
    history: historyOf(scores, reader.locale),
    work: work.map((item) => ({
      href: `/action-items/${item.id}`,
      kind: item.kind,
      title: item.title,
      dueAt: Date.parse(item.dueAt),
      late: latenessOf(item, now),
    })),
  };
}

const scoresOf = ({ engagements, score, standing, league, kpis }: VendorScorecard) => ({
  scorecards: engagements.map(({ engagementId, ...line }) => ({ ...line, href: `/engagements/${engagementId}` })),
  whole: { score, standing },
  league: league.map((line) => ({ ...line, href: `/league?category=${line.category}`, change: null })),
  kpis,
});

const historyOf = ({ periods, bands }: VendorScores, locale: Locale) =>
  periods.length === 0
    ? null
    : scoreChart({ title: translate(locale, 'vendors.history'), cards: periods, bands }, locale);

const assessmentView = (assessment: Assessment, vendor: Vendor, { person, locale }: SignedIn): AssessmentView => {
  const { questionnaire, state, result, validUntil } = assessment;
  return {
    title: questionnaire.title[locale],
    state,
    total: result?.total ?? null,
    tier: result?.tier ?? null,
    tone: RISK[result?.tier ?? 'low'],
    validUntil,
    forms: assessmentLinks(assessment, { vendor, person }),
  };
};

const RISK = { low: 'green', medium: 'amber', high: 'red' } as const;

async function headOf(db: Db, vendor: Vendor): Promise<VendorRecordPage['vendor']> {
  const { id, name, status, tier, country, uscc, lei, flagged, ownerId, ...by } = vendor;
  const nameOf = await namesOf(db, [ownerId]);
  const contact = [by.contactName, by.contactEmail, by.timeZone].filter((one) => one !== null).join(' · ');
  const owner = ownerId === null ? null : nameOf(ownerId);
  const sample = await isSample(db, 'vendor', id);
  return { id, name, status, tier, country, uscc, lei, flagged, owner, contact: contact || null, sample };
}

const linkTo = ({ id, name }: Pick<Vendor, 'id' | 'name'>) => ({ name, href: `/vendors/${id}` });

async function familyOf(
  db: Db,
  { id, parentId }: Vendor,
  today: string,
): Promise<Pick<VendorRecordPage, 'parent' | 'children'>> {
  const parent = parentId === null ? null : await findVendor(db, parentId);
  const children = await listVendors(db, { parentId: id, after: null, limit: MANY, today });
  return { parent: parent && linkTo(parent), children: children.map(linkTo) };
}

function certificateLines({ certificates }: Vendor, today: string): readonly CertificateLine[] {
  const newest = new Set(current(certificates).map(certificateKey));
  return certificates
    .toSorted((a, b) => (a.validTo < b.validTo ? 1 : -1))
    .map((certificate) => {
      const left = daysLeft(certificate, today);
      // A paper that has a successor troubles nobody.
      const matters = newest.has(certificateKey(certificate));
      const { type, no, issuer = null, validTo } = certificate;
      return { type, no, issuer, validTo, daysLeft: left, tone: matters ? toneOf(left) : 'green' };
    });
}

const toneOf = (left: number) => (left < 0 ? 'red' : left <= 30 ? 'amber' : 'green');

function dueDiligenceOf({ dueDiligence }: Vendor, today: string): VendorRecordPage['dueDiligence'] {
  if (!dueDiligence) return null;
  const { at, validUntil, result, comment = null } = dueDiligence;
  const tone = result === 'failed' || validUntil < today ? 'red' : result === 'conditional' ? 'amber' : 'green';
  return { at, validUntil, result, tone, comment };
}

const HIT = { open: 'red', cleared: 'green', lapsed: 'green' } as const;

async function hitsOf(db: Db, vendorId: string): Promise<VendorRecordPage['hits']> {
  const hits = await listHits(db, { vendorId, after: null, limit: MANY });
  return hits.map(({ entry: { name, program }, status, reason }) => ({
    name,
    program,
    status,
    reason,
    tone: HIT[status],
  }));
}

type Shares = Pick<VendorRecordPage, 'shares' | 'currency' | 'rates' | 'withoutRate'>;

/** How far one depends on the vendor, its group and its country. */
export async function sharesOf(db: Db, vendor: Vendor, on: string): Promise<Shares> {
  const { reporting: currency } = await currencyRules(db);
  const { vendors, groups, countries, rates, otherCurrencies } = await readConcentration(db, { currency, on });
  const root = (await lineOf(db, vendor.id)).at(-1);
  const wanted = [
    ['vendor', vendors, vendor.id],
    ['group', groups, root],
    ['country', countries, vendor.country],
  ] as const;
  const lines = wanted.flatMap(([scope, shares, key]) => {
    const found = shares.find((share) => share.key === key);
    if (!found || (scope === 'group' && root === vendor.id)) return [];
    const { name, spendBp, criticalBp, level } = found;
    return [{ scope, name, spendBp, criticalBp, level }];
  });
  return { shares: lines, currency, rates, withoutRate: otherCurrencies };
}
