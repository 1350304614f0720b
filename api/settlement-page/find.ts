import { vendorVoice, type VendorVoice } from '../../db/read/vendor-voice';
import { type EngagementRow, findEngagement } from '../../db/stores/engagements';
import { readLink } from '../../links';
import type { PageLinks } from '../../page-links';
import type { Services } from '../services';

export interface SettlementLink {
  readonly engagement: EngagementRow;
  readonly voice: VendorVoice;
  /** Epoch milliseconds. */
  readonly expiresAt: number;
}

/** The settlement behind a link that we made for whoever speaks for the vendor; null for every other text. */
export async function findSettlementLink(
  { db }: Pick<Services, 'db'>,
  links: PageLinks,
  token: string,
): Promise<SettlementLink | null> {
  const parsed = readLink(token);
  const { taskId: engagementId, expiresAt } = parsed;
  const engagement = await findEngagement(db, engagementId);
  const voice = engagement && (await vendorVoice(db, engagement));
  if (!links.isGenuine(parsed, { id: engagementId, address: voice?.email ?? '', expiresAt })) return null;
  return engagement && voice ? { engagement, voice, expiresAt } : null;
}
