import { z } from 'zod';
import { LocalDate, LongText, MoneyCharge, ShortText, Uuid } from '../shapes';

const Alternative = z.strictObject({
  /** Another vendor, or doing it ourselves. */
  name: ShortText,
  vendorId: Uuid.optional(),
  /** Working days until it could take over. */
  leadDays: z.int().min(0).max(3_660).optional(),
  comment: LongText.optional(),
});

const DataAsset = z.strictObject({
  name: ShortText,
  location: ShortText.optional(),
  format: ShortText.optional(),
  personalData: z.boolean(),
});

export const MOST_ALTERNATIVES = 50;
export const MOST_DATA = 200;

/** How the service would be taken away from its vendor, thought through before it begins. */
export const ExitPlan = z.strictObject({
  alternatives: z.array(Alternative).max(MOST_ALTERNATIVES).default([]),
  /** Calendar days from notice to the last step. */
  estDays: z.int().min(1).max(3_660).optional(),
  estCost: MoneyCharge.optional(),
  dataInventory: z.array(DataAsset).max(MOST_DATA).default([]),
  ktPlan: LongText.optional(),
  /** Who takes over at once when the vendor fails, and how. */
  stepIn: LongText.optional(),
  testedAt: LocalDate.optional(),
  nextTestAt: LocalDate.optional(),
});
export type ExitPlan = z.infer<typeof ExitPlan>;

export const ExitPlanView = ExitPlan.extend({
  version: z.int(),
  updatedById: Uuid,
  updatedAt: z.string(),
  /** What gate G3 would still ask for, were the work important or critical. */
  missing: z.array(z.strictObject({ path: z.string(), message: z.string() })),
});
