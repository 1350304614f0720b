import type { NewVendor, Vendor } from '../../domain/vendor/vendor-schema';

/** Whoever adds a vendor looks after it until somebody else does. */
export const newVendorOf = (id: string, { certificates: held = [], ...body }: NewVendor, actorId: string): Vendor => ({
  id,
  name: body.name,
  country: body.country,
  status: body.status,
  locale: body.locale,
  tier: body.tier ?? null,
  ownerId: body.ownerId ?? actorId,
  uscc: body.uscc ?? null,
  lei: body.lei ?? null,
  parentId: body.parentId ?? null,
  contactEmail: body.contactEmail ?? null,
  contactName: body.contactName ?? null,
  timeZone: body.timeZone ?? null,
  certificates: held,
  dueDiligence: body.dueDiligence ?? null,
  references: body.references ?? [],
  flagged: false,
  version: 1,
});
