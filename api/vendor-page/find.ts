import type { Invitation, Tender } from '../../domain/tender/tender';
import type { Vendor } from '../../domain/vendor/records';
import { findEngagement, type EngagementRow } from '../../db/stores/engagements';
import { findInvitation, tenderOf } from '../../db/stores/tenders';
import { findVendor } from '../../db/stores/vendors';
import { type Links, readLink } from '../../links';
import type { Services } from '../services';

export interface VendorLink {
  readonly invitation: Invitation;
  readonly vendor: Vendor;
  readonly engagement: EngagementRow;
  readonly tender: Tender;
  /** Epoch milliseconds. */
  readonly expiresAt: number;
}

/** The invitation behind a link that we made for the contact on file; null for every other text. */
export async function findVendorLink(
  { db }: Pick<Services, 'db'>,
  links: Links,
  token: string,
): Promise<VendorLink | null> {
  const parsed = readLink(token);
  const invitation = await findInvitation(db, parsed.taskId);
  const vendor = invitation && (await findVendor(db, invitation.vendorId));
  const { expiresAt } = parsed;
  const target = {
    invitationId: parsed.taskId,
    vendorId: vendor?.id ?? '',
    address: vendor?.contactEmail ?? '',
    expiresAt,
  };
  if (!links.isVendors(parsed, target) || !invitation || !vendor) return null;
  const [engagement, tender] = await Promise.all([
    findEngagement(db, invitation.engagementId),
    tenderOf(db, invitation.engagementId),
  ]);
  return engagement && tender && { invitation, vendor, engagement, tender, expiresAt };
}
