import type { Invitation, Tender } from '../../domain/tender/tender';
import type { Vendor } from '../../domain/vendor/records';
import { findEngagement, type EngagementRow } from '../../db/stores/engagements';
import { findInvitation, tenderOf } from '../../db/stores/tenders';
import { findVendor } from '../../db/stores/vendors';
import { type Links, type ParsedLink, parseLink } from '../../links';
import type { Services } from '../services';

export interface VendorLink {
  readonly invitation: Invitation;
  readonly vendor: Vendor;
  readonly engagement: EngagementRow;
  readonly tender: Tender;
  /** Epoch milliseconds. */
  readonly expiresAt: number;
}

/** Takes the place of what a made-up link does not name, so that it costs the same work as a wrong signature. */
const NOTHING: ParsedLink = { taskId: '00000000-0000-0000-0000-000000000000', expiresAt: 0, mac: '' };

/** The invitation behind a link that we made for the contact on file; null for every other text. */
export async function findVendorLink(
  { db }: Pick<Services, 'db'>,
  links: Links,
  token: string,
): Promise<VendorLink | null> {
  const parsed = parseLink(token) ?? NOTHING;
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
