import { returnsOf } from '../../db/stores/exit-returns';
import { findPerson } from '../../db/stores/people';
import { isHeldBy, openReturns } from '../../domain/exit/returns';
import type { ReturnItem } from '../../domain/exit/return-schema';
import type { ReturnsPart } from '../../templates/service-mail-data';
import type { Frame, Material } from './index';

/** A mail has room for the first ones only, and says so. */
const SHOWN = 30;

/** All that the vendor has still to give back. */
export const vendorReturnsData = (material: Material): Promise<(Frame & ReturnsPart) | null> =>
  returnsData(material, () => true);

/** What one of our own people is on the list for. */
export async function heldReturnsData(material: Material): Promise<(Frame & ReturnsPart) | null> {
  const person = await findPerson(material.db, material.order.recipientId);
  return person && returnsData(material, (item) => isHeldBy(item, person));
}

async function returnsData(
  { db, engagement, order, frame }: Material,
  isAsked: (item: ReturnItem) => boolean,
): Promise<(Frame & ReturnsPart) | null> {
  const open = openReturns((await returnsOf(db, engagement.id))?.items ?? []).filter(isAsked);
  if (open.length === 0) return null;
  const things = open.slice(0, SHOWN).map(({ title, kind, holder, count }) => ({ title, kind, holder, count }));
  const { effectiveDate = '' } = order.facts;
  return { ...frame, effectiveDate, things, more: open.length - things.length };
}
