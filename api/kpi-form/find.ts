import { type ValueReporter, valueReporterOf } from '../../db/read/value-reporter';
import { type EngagementRow, findEngagement } from '../../db/stores/engagements';
import { type Links, type ParsedValuesLink, parseValuesLink } from '../../links';
import type { Services } from '../services';

export interface ValuesLink {
  readonly engagement: EngagementRow;
  readonly reporter: ValueReporter;
  readonly period: string;
  /** Epoch milliseconds. */
  readonly expiresAt: number;
}

/** Takes the place of what a made-up link does not name, so that it costs the same work as a wrong signature. */
const NOTHING: ParsedValuesLink = {
  engagementId: '00000000-0000-0000-0000-000000000000',
  period: '2000-01',
  expiresAt: 0,
  mac: '',
};

/** The form behind a link that we made for whoever reports for the vendor now; null for every other text. */
export async function findValuesLink(
  { db }: Pick<Services, 'db'>,
  links: Links,
  token: string,
): Promise<ValuesLink | null> {
  const parsed = parseValuesLink(token) ?? NOTHING;
  const { engagementId, period, expiresAt } = parsed;
  const engagement = await findEngagement(db, engagementId);
  const reporter = engagement && (await valueReporterOf(db, engagement));
  const { partyId = '', address = '' } = reporter ?? {};
  if (!links.isOfValues(parsed, { engagementId, period, partyId, address, expiresAt })) return null;
  return engagement && reporter ? { engagement, reporter, period, expiresAt } : null;
}
