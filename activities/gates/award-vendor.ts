import { localDate } from '../../domain/calendar/zone';
import type { Issue, Refusal } from '../../domain/errors';
import { handlesPersonalData } from '../../domain/planning/criticality';
import { assessmentIssues, validAssessment } from '../../domain/vendor/assessment/requirement';
import type { Share } from '../../domain/vendor/concentration';
import { isAcrossBorder } from '../../domain/vendor/settings';
import { barIssues, barObjection } from '../../domain/vendor/status';
import type { Vendor } from '../../domain/vendor/vendor-schema';
import { readConcentration } from '../../db/read/concentration';
import { vendorRules } from '../../db/read/vendor-rules';
import { type VendorStanding, vendorStandingOf } from '../../db/read/vendor-standing';
import type { Db } from '../../db/knex';
import { assessmentsOf } from '../../db/stores/assessments';
import type { EngagementRow } from '../../db/stores/engagements';
import { lineOf } from '../../db/stores/vendor-master';
import { candidatesOf, findVendor } from '../../db/stores/vendors';
import { awardPrivacy } from './privacy';

interface Proposed {
  readonly engagement: EngagementRow;
  /** Null when the candidate is none of the tender, which is said elsewhere. */
  readonly vendorId: string | null;
  readonly now: number;
}

export interface AwardVendor {
  /** It takes part in no selection; the issues name it too. */
  readonly barred: Refusal | null;
  /** What stands against an award to this vendor. */
  readonly issues: readonly Issue[];
  readonly flags: readonly string[];
  /** For the approver: how far one depends on it afterwards, and what its questionnaire says. */
  readonly data: Readonly<Record<string, unknown>>;
}

/** What gate G2 asks of the proposed vendor itself, whatever its bid. */
export async function awardVendor(db: Db, { engagement, vendorId, now }: Proposed): Promise<AwardVendor> {
  const vendor = vendorId === null ? null : await findVendor(db, vendorId);
  if (!vendor) return { barred: null, issues: [], flags: [], data: {} };
  const today = localDate(engagement.time_zone, now);
  const assessments = await assessmentsOf(db, vendor.id);
  const { homeCountries } = await vendorRules(db);
  const service = {
    personalData: handlesPersonalData(engagement.needs),
    crossBorder: isAcrossBorder(homeCountries, vendor.country),
  };
  const assessment = validAssessment(assessments, today);
  const standing = await vendorStandingOf(db, vendor.id, today);
  const privacy = await awardPrivacy(db, engagement, { vendorId: vendor.id, now });
  const concentration = await concentrationWith(db, { engagement, vendor, today });
  return {
    barred: barObjection(vendor),
    issues: [...barIssues(vendor), ...assessmentIssues(service, assessments, today), ...standingIssues(standing)],
    flags: [
      ...(assessment?.result?.tier === 'high' ? ['VENDOR_RISK_HIGH'] : []),
      ...(standing.effects.warnNewAward ? ['STANDING_WARNS'] : []),
      ...privacy.flags,
    ],
    data: {
      vendorRisk: assessment?.result?.tier ?? null,
      vendorStanding: standing.standing,
      concentration,
      ...privacy.data,
    },
  };
}

const standingIssues = ({ standing, effects }: VendorStanding): readonly Issue[] =>
  effects.preventNewAward
    ? [
        {
          path: 'vendor.standing',
          code: 'STANDING_PREVENTS_AWARD',
          message: `the vendor is ${standing} where it serves`,
        },
      ]
    : [];

interface Placed {
  readonly engagement: EngagementRow;
  readonly vendor: Vendor;
  readonly today: string;
}

/** Shares of the vendor, its group and its country with this award counted in. */
async function concentrationWith(db: Db, { engagement, vendor, today }: Placed): Promise<object> {
  const candidate = (await candidatesOf(db, engagement.id)).find((one) => one.vendorId === vendor.id);
  const facts = await readConcentration(db, {
    currency: engagement.currency,
    on: today,
    proposal: {
      engagementId: engagement.id,
      vendorId: vendor.id,
      criticality: engagement.criticality,
      annual: Number(candidate?.quote?.annual.amount ?? 0),
    },
  });
  const root = (await lineOf(db, vendor.id)).at(-1);
  const part = (shares: readonly Share[], wanted: string | undefined) => {
    const found = shares.find(({ key }) => key === wanted);
    return found ? { spendBp: found.spendBp, criticalBp: found.criticalBp, level: found.level } : null;
  };
  return {
    vendor: part(facts.vendors, vendor.id),
    group: root === vendor.id ? null : part(facts.groups, root),
    country: part(facts.countries, vendor.country),
  };
}
