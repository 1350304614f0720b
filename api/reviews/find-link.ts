import { vendorVoice, type VendorVoice } from '../../db/read/vendor-voice';
import type { Db } from '../../db/knex';
import { findEngagement } from '../../db/stores/engagements';
import { findReview } from '../../db/stores/reviews';
import { findVendor } from '../../db/stores/vendor-master';
import { readLink } from '../../links';
import type { PageLinks } from '../../page-links';
import type { Found } from './act';

export interface ReviewLink extends Found {
  readonly voice: VendorVoice;
  /** Name of the vendor. */
  readonly vendor: string;
  /** Epoch milliseconds. */
  readonly expiresAt: number;
}

/** The review behind a link that we made for whoever speaks for the vendor now; null for every other text. */
export async function findReviewLink(db: Db, links: PageLinks, token: string): Promise<ReviewLink | null> {
  const parsed = readLink(token);
  const review = await findReview(db, parsed.taskId);
  const engagement = review && (await findEngagement(db, review.engagementId));
  const voice = engagement && (await vendorVoice(db, engagement));
  const { expiresAt } = parsed;
  const target = { id: parsed.taskId, address: voice?.email ?? '', expiresAt };
  if (!links.isGenuine(parsed, target) || !review || !engagement || !voice) return null;
  const vendor = voice.vendorId === null ? null : await findVendor(db, voice.vendorId);
  return { review, engagement, voice, vendor: vendor?.name ?? voice.name, expiresAt };
}
