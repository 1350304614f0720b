import type { Issue } from '../../domain/errors';
import { CROSS_BORDER_FLAG, missingForPrivacy } from '../../domain/residency/crossings';
import type { Crossing, PrivacyAssessment } from '../../domain/residency/schema';
import { dataCrossings } from '../../db/read/data-crossings';
import type { Db } from '../../db/knex';
import type { EngagementRow } from '../../db/stores/engagements';
import { privacyAssessmentOf } from '../../db/stores/privacy-assessments';

export interface Privacy {
  readonly issues: readonly Issue[];
  readonly flags: readonly string[];
  /** For the approver: where data goes, and what allows it. */
  readonly data: Readonly<Record<string, unknown>>;
}

/** What gate G2 shows of data that would leave the country with the proposed vendor; it is assessed before the contract. */
export async function awardPrivacy(
  db: Db,
  engagement: EngagementRow,
  { vendorId, now }: { readonly vendorId: string; readonly now: number },
): Promise<Privacy> {
  const crossings = await dataCrossings(db, engagement, { vendorId, now });
  const { assessment } = await privacyAssessmentOf(db, engagement.id);
  return { ...shown(crossings, assessment), issues: [] };
}

/** What gate G3 shows of data that leaves the country, and asks for: an assessment of every country that it goes to. */
export async function contractPrivacy(db: Db, engagement: EngagementRow, now: number): Promise<Privacy> {
  const crossings = await dataCrossings(db, engagement, { now });
  const { assessment } = await privacyAssessmentOf(db, engagement.id);
  return { ...shown(crossings, assessment), issues: missingForPrivacy(crossings, assessment) };
}

function shown(crossings: readonly Crossing[], assessment: PrivacyAssessment | null): Pick<Privacy, 'flags' | 'data'> {
  if (crossings.length === 0) return { flags: [], data: {} };
  const { legalBasis = null, safeguards = null, reference = null } = assessment ?? {};
  const destinations = [...new Set(crossings.map(({ country }) => country))].sort();
  return {
    flags: [CROSS_BORDER_FLAG],
    data: { dataTransfer: { destinations, carriers: carriersOf(crossings), legalBasis, safeguards, reference } },
  };
}

/** Names that work on the data abroad. */
const carriersOf = (crossings: readonly Crossing[]): readonly string[] => [
  ...new Set(crossings.flatMap(({ name, country }) => (name === null ? [] : [`${name} (${country})`]))),
];
