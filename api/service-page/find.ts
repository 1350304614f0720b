import type { Vendor } from '../../domain/vendor/vendor-schema';
import { type EngagementRow, findEngagement } from '../../db/stores/engagements';
import { findVendor } from '../../db/stores/vendors';
import { type Links, readLink } from '../../links';
import type { Services } from '../services';

export interface ServiceLink {
  readonly engagement: EngagementRow;
  readonly vendor: Vendor;
  /** Epoch milliseconds. */
  readonly expiresAt: number;
}

/** The service behind a link that we made for the contact on file of its vendor; null for every other text. */
export async function findServiceLink(
  { db }: Pick<Services, 'db'>,
  links: Links,
  token: string,
): Promise<ServiceLink | null> {
  const parsed = readLink(token);
  const { taskId: engagementId, expiresAt } = parsed;
  const engagement = await findEngagement(db, engagementId);
  const vendor = engagement?.vendor_id ? await findVendor(db, engagement.vendor_id) : null;
  const target = { engagementId, vendorId: vendor?.id ?? '', address: vendor?.contactEmail ?? '', expiresAt };
  if (!links.isOfService(parsed, target) || !engagement || !vendor) return null;
  return { engagement, vendor, expiresAt };
}
