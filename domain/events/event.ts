import type { EventFacts, WebhookPayload } from './event-schema';

/** An entry of the audit trail, as far as the outside may hear of it. */
export interface TrailEntry {
  readonly stream: string;
  readonly seq: number;
  /** RFC 3339 instant. */
  readonly at: string;
  readonly type: string;
  readonly actorId: string | null;
  readonly onBehalfOfId: string | null;
  readonly channel: string;
  readonly payload: Readonly<Record<string, unknown>>;
}

/** The identity of an event: the place of its entry in the trail. Whoever hears it twice knows it by this. */
export const eventIdOf = ({ stream, seq }: Pick<TrailEntry, 'stream' | 'seq'>): string => `${stream}:${seq}`;

/** The engagement that a stream belongs to; null for master data and requests outside any engagement. */
export const engagementOfStream = (stream: string): string | null =>
  stream.startsWith('engagement:') ? stream.slice('engagement:'.length) : null;

/** Every name by which a webhook may ask for events of this type: itself, its area, everything. */
export const namesOf = (type: string): readonly string[] => {
  const [area] = type.split('.');
  return ['*', ...(area !== undefined && area !== type ? [`${area}.*`] : []), type];
};

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const WORD = /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/;
/** Fields of entries whose values are words or numbers of Tenure's own vocabularies: the only ones that go out beside ids. */
const TOLD = new Set([
  ...['state', 'from', 'to', 'gate', 'party', 'period', 'revision', 'version', 'key', 'kind', 'severity', 'rule'],
  ...['status', 'decision', 'outcome', 'reasonCode', 'round', 'stepKey', 'mode', 'policyKey', 'how', 'raised', 'tier'],
]);

/** Ids, words and numbers of an entry. Names, addresses, titles and comments stay inside, and so does every field not known here. */
export function factsOf(payload: Readonly<Record<string, unknown>>): EventFacts {
  const told = Object.entries(payload).filter(
    (field): field is [string, string | number | boolean] => isId(field[1]) || isTold(field),
  );
  return Object.fromEntries(told);
}

const isId = (value: unknown): boolean => typeof value === 'string' && UUID.test(value);
const isTold = ([name, value]: readonly [string, unknown]): boolean =>
  TOLD.has(name) &&
  (typeof value === 'number' || typeof value === 'boolean' || (typeof value === 'string' && WORD.test(value)));

/** What a webhook is sent about an entry. */
export const webhookPayload = (entry: TrailEntry): WebhookPayload => ({
  type: entry.type,
  timestamp: entry.at,
  data: {
    id: eventIdOf(entry),
    stream: entry.stream,
    sequence: entry.seq,
    engagementId: engagementOfStream(entry.stream),
    actorId: entry.actorId,
    onBehalfOfId: entry.onBehalfOfId,
    channel: entry.channel,
    facts: factsOf(entry.payload),
  },
});
