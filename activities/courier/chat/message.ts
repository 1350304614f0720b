import { topicOf } from '../../../domain/events/chat';
import { engagementOfStream, factsOf } from '../../../domain/events/event';
import { trailEntry } from '../../../db/read/trail-entry';
import type { Db } from '../../../db/knex';
import type { Delivery } from '../../../db/stores/deliveries';
import { findEngagement } from '../../../db/stores/engagements';
import type { Locale } from '../../../domain/people/people';
import { type ChatCard, chatCard } from '../../../templates/chat-card';

export interface Telling {
  readonly db: Db;
  readonly locale: Locale;
  readonly publicUrl: string;
}

const DAY = /^\d{4}-\d{2}-\d{2}$/;

/** What a group is told of a delivery. The page asks whoever opens it to sign in: a group holds no links that decide. */
export async function cardOf({ db, locale, publicUrl }: Telling, delivery: Delivery): Promise<ChatCard> {
  const entry = await trailEntry(db, delivery);
  if (!entry) return chatCard(locale, { topic: null, engagement: null, facts: {}, link: publicUrl });
  const engagementId = engagementOfStream(entry.stream);
  const engagement = engagementId === null ? null : await findEngagement(db, engagementId);
  const facts = factsOf(entry.payload);
  const { deadline } = entry.payload;
  const day = typeof deadline === 'string' && DAY.test(deadline) ? { deadline } : {};
  const requestId = facts['requestId'];
  const path = typeof requestId === 'string' ? `/requests/${requestId}` : `/engagements/${engagementId ?? ''}`;
  return chatCard(locale, {
    topic: topicOf(entry),
    engagement: engagement?.title ?? null,
    facts: { ...facts, ...day },
    link: `${publicUrl}${path}`,
  });
}
