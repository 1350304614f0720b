import { z } from 'zod';
import { Instant, Uuid } from '../shapes';

const EventName = z
  .string()
  .max(80)
  .regex(
    /^(\*|[a-z][a-z-]*(\.([a-z][a-z-]*|\*))?)$/,
    'a type such as incident.recorded, an area such as incident.*, or *',
  );
const Url = z.string().trim().max(2_000);

export const WebhookBody = z.strictObject({
  url: Url,
  events: z.array(EventName).min(1).max(100),
  /** Only events of this engagement; all of them when left out. */
  engagementId: Uuid.optional(),
  active: z.boolean().default(true),
});
export type WebhookBody = z.infer<typeof WebhookBody>;

export const WebhookPatch = z.strictObject({
  url: Url.optional(),
  events: z.array(EventName).min(1).max(100).optional(),
  engagementId: Uuid.nullable().optional(),
  active: z.boolean().optional(),
});
export type WebhookPatch = z.infer<typeof WebhookPatch>;

export const WebhookView = z.strictObject({
  id: Uuid,
  /** Null where it is sealed with a root key that is gone, until it is set again. */
  url: z.string().nullable(),
  events: z.array(z.string()),
  engagementId: Uuid.nullable(),
  active: z.boolean(),
  /** `gone`: switched off because the receiver answered 410. */
  offReason: z.enum(['gone']).nullable(),
  /** Until when calls carry a second signature with the key before; null outside a rotation. */
  previousKeyUntil: Instant.nullable(),
  version: z.int(),
});
export type WebhookView = z.infer<typeof WebhookView>;

/** The key is answered once, when it is made. */
export const WebhookSecret = WebhookView.extend({ secret: z.string() });

export const Rotation = z.strictObject({
  /** How long the key before signs along; 0 ends it at once. */
  overlapHours: z.int().min(0).max(168).default(24),
});
export type Rotation = z.infer<typeof Rotation>;

export const DELIVERY_STATES = ['waiting', 'delivered', 'dead'] as const;
export const DeliveryState = z.enum(DELIVERY_STATES);
export type DeliveryState = z.infer<typeof DeliveryState>;

export const DeliveryView = z.strictObject({
  id: Uuid,
  receiverId: Uuid,
  eventId: z.string(),
  type: z.string(),
  state: DeliveryState,
  attempts: z.int(),
  /** Of a waiting delivery. */
  nextAt: Instant.nullable(),
  lastStatus: z.int().nullable(),
  lastError: z.string().nullable(),
  createdAt: Instant,
  deliveredAt: Instant.nullable(),
});
export type DeliveryView = z.infer<typeof DeliveryView>;
