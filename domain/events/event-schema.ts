import { z } from 'zod';
import { Instant, Uuid } from '../shapes';

export const EventFacts = z.record(z.string(), z.union([z.string(), z.number(), z.boolean()]));
export type EventFacts = z.infer<typeof EventFacts>;

/** The body of every call to a webhook, in the form of Standard Webhooks: what happened, when, and to what. */
export const WebhookPayload = z.strictObject({
  type: z.string(),
  timestamp: Instant,
  data: z.strictObject({
    /** The same as the header `webhook-id`. */
    id: z.string(),
    stream: z.string().nullable(),
    /** Place within the stream, counted from 1. */
    sequence: z.int().nullable(),
    engagementId: Uuid.nullable(),
    actorId: Uuid.nullable(),
    onBehalfOfId: Uuid.nullable(),
    channel: z.string(),
    /** Ids, and words of Tenure's vocabularies such as `state` and `gate`. */
    facts: EventFacts,
  }),
});
export type WebhookPayload = z.infer<typeof WebhookPayload>;
