import type { WebhookView } from '../../domain/events/receiver-schema';
import { fieldError } from '../../domain/errors';
import type { Locale } from '../../domain/people/people';
import type { Db } from '../../db/knex';
import { engagementByNumber, findEngagement } from '../../db/stores/engagements';
import { translate } from '../../templates/catalog';
import { type FieldPlan, linesIn, one, type Typed, versionField } from '../record-form/plan';

/** Some hundred names, one in a line. */
const MOST_EVENTS = 100 * 81;

/** The fields of a webhook: empty, or as it stands. */
export async function fieldsOf(db: Db, locale: Locale, webhook: WebhookView | null): Promise<readonly FieldPlan[]> {
  const say = (key: string): string => translate(locale, `webhooks.${key}`);
  const engagement = webhook?.engagementId ? await findEngagement(db, webhook.engagementId) : null;
  return [
    ...(webhook ? [versionField(webhook.version)] : []),
    { name: 'url', kind: 'line', label: say('url'), hint: say('url-hint'), required: true, most: 2_000, value: webhook?.url ?? '' },
    { name: 'events', kind: 'text', label: say('events'), hint: say('events-hint'), required: true, most: MOST_EVENTS, value: (webhook?.events ?? ['*']).join('\n') },
    { name: 'engagement', kind: 'line', label: translate(locale, 'channels.engagement'), hint: translate(locale, 'channels.engagement-hint'), most: 40, value: engagement?.number ?? '' },
    { name: 'active', kind: 'tick', label: translate(locale, 'channels.active'), value: (webhook?.active ?? true) ? '1' : '' },
  ]; // prettier-ignore
}

/** What was typed, as the API takes it. */
export async function wantedIn(db: Db, typed: Typed) {
  const number = one(typed, 'engagement');
  const engagement = number === '' ? null : await engagementByNumber(db, number);
  if (number !== '' && !engagement) throw fieldError('engagement', 'is not an engagement');
  return {
    url: one(typed, 'url'),
    events: linesIn(typed, 'events'),
    engagementId: engagement?.id ?? null,
    active: one(typed, 'active') === '1',
  };
}
