import { CHAT_KINDS, CHAT_TOPICS } from '../../domain/events/chat';
import type { ChannelView } from '../../domain/events/chat-schema';
import { fieldError } from '../../domain/errors';
import { type Locale, LOCALES } from '../../domain/people/people';
import { Key } from '../../domain/shapes';
import type { Db } from '../../db/knex';
import { engagementByNumber, findEngagement } from '../../db/stores/engagements';
import type { Receiver } from '../../db/stores/receivers';
import { labelOf, translate } from '../../templates/catalog';
import { all, type FieldPlan, one, type Typed, versionField } from '../record-form/plan';
import type { Services } from '../services';
import { sealerOf } from '../webhooks';

/** The fields of a chat group: empty, or as it stands. Its address and its secret are never shown again. */
export async function fieldsOf(db: Db, locale: Locale, channel: ChannelView | null): Promise<readonly FieldPlan[]> {
  const say = (key: string): string => translate(locale, `channels.${key}`);
  const words = (group: string, values: readonly string[]) =>
    values.map((value) => ({ value, text: labelOf(locale, group, value) }));
  const engagement = channel?.engagementId ? await findEngagement(db, channel.engagementId) : null;
  const name: FieldPlan = {
    name: 'key',
    kind: 'line',
    label: say('key'),
    hint: say('key-hint'),
    required: true,
    most: 63,
  };
  return [
    channel ? versionField(channel.version) : name,
    { name: 'kind', kind: 'choice', label: say('kind'), required: true, options: words('receiver-kind', CHAT_KINDS), value: channel?.kind ?? 'feishu' },
    { name: 'url', kind: 'line', label: say('url'), hint: say(channel ? 'url-kept' : 'url-hint'), required: !channel, most: 2_000 },
    { name: 'secret', kind: 'line', label: say('secret'), hint: say(channel?.isSigned ? 'secret-kept' : 'secret-hint'), most: 500 },
    ...(channel?.isSigned ? [{ name: 'unsigned', kind: 'tick', label: say('unsigned') } as const] : []),
    { name: 'events', kind: 'ticks', label: say('events'), options: words('chat', CHAT_TOPICS), value: channel?.events ?? [] },
    { name: 'locale', kind: 'choice', label: say('locale'), required: true, options: words('language', LOCALES), value: channel?.locale ?? locale },
    { name: 'engagement', kind: 'line', label: say('engagement'), hint: say('engagement-hint'), most: 40, value: engagement?.number ?? '' },
    { name: 'active', kind: 'tick', label: say('active'), value: (channel?.active ?? true) ? '1' : '' },
  ]; // prettier-ignore
}

/** The name in the address of a new group. */
export function keyField(text: string): string {
  const parsed = Key.safeParse(text);
  if (parsed.success) return parsed.data;
  throw fieldError('key', parsed.error.issues[0]?.message ?? '');
}

/** What was typed as the API takes it; an address or a secret that was left empty stays as it is. */
export async function bodyIn(deps: Pick<Services, 'db' | 'config'>, typed: Typed, held: Receiver | null) {
  const sealer = sealerOf(deps);
  const secret = one(typed, 'secret') || secretOf();
  const number = one(typed, 'engagement');
  const engagement = number === '' ? null : await engagementByNumber(deps.db, number);
  if (number !== '' && !engagement) throw fieldError('engagement', 'is not an engagement');
  return {
    kind: one(typed, 'kind'),
    url: one(typed, 'url') || ((held && sealer.openOrNull(held.url)) ?? ''),
    ...(secret !== '' && { secret }),
    events: all(typed, 'events'),
    locale: one(typed, 'locale'),
    ...(engagement && { engagementId: engagement.id }),
    active: one(typed, 'active') === '1',
  };

  /** A secret stays only with the kind that it was set for. */
  function secretOf(): string {
    const isKept = held?.secret && one(typed, 'unsigned') === '' && one(typed, 'kind') === held.kind;
    if (!isKept || !held.secret) return '';
    const kept = sealer.openOrNull(held.secret);
    if (kept === null) throw fieldError('secret', 'can no longer be read: enter it again, or tick to sign no more');
    return kept;
  }
}
