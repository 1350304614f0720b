import { Webhook } from 'standardwebhooks';
import type { TrailEntry } from '../../domain/events/event';
import { webhookPayload } from '../../domain/events/event';
import type { WebhookPayload } from '../../domain/events/event-schema';
import type { Delivery } from '../../db/stores/deliveries';
import type { Parcel } from './post';

/** A webhook with its texts opened. */
export interface OpenWebhook {
  readonly url: string;
  /** Keys to sign with, the newest first; two during a rotation. */
  readonly keys: readonly string[];
}

interface Telling {
  readonly delivery: Delivery;
  /** Null for a test. */
  readonly entry: TrailEntry | null;
  readonly now: number;
}

/** One signed call in the form of Standard Webhooks (standardwebhooks.com): repeated tries carry the same `webhook-id`. */
export function webhookParcel({ url, keys }: OpenWebhook, { delivery, entry, now }: Telling): Parcel {
  const body = JSON.stringify(entry ? webhookPayload(entry) : testPayload(delivery));
  const at = new Date(now);
  const signatures = keys.map((key) => new Webhook(key).sign(delivery.event_id, at, body));
  return {
    url,
    body,
    headers: {
      'content-type': 'application/json',
      'user-agent': 'Tenure-Webhooks/1',
      'webhook-id': delivery.event_id,
      'webhook-timestamp': String(Math.floor(now / 1_000)),
      'webhook-signature': signatures.join(' '),
    },
  };
}

const testPayload = ({ event_id, type, created_at }: Delivery): WebhookPayload => ({
  type,
  timestamp: created_at.toISOString(),
  data: {
    id: event_id,
    stream: null,
    sequence: null,
    engagementId: null,
    actorId: null,
    onBehalfOfId: null,
    channel: 'system',
    facts: {},
  },
});
