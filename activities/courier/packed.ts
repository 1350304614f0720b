import { trailEntry } from '../../db/read/trail-entry';
import type { Delivery } from '../../db/stores/deliveries';
import type { Receiver } from '../../db/stores/receivers';
import { NOTIFIERS } from './chat';
import { cardOf } from './chat/message';
import type { CourierParts } from './courier';
import type { Answer, Parcel } from './post';
import { webhookParcel } from './webhook';

/** A call ready to be made, and how its answer is read. */
export interface Packed {
  readonly parcel: Parcel;
  /** Why an answer of success is a failure all the same, or null. */
  readonly objectionTo: (answer: Answer) => string | null;
}

/** What a receiver is sent about deliveries: one of them to a webhook, all of them together to a group. */
export async function packed(
  { db, sealer, publicUrl, clock }: CourierParts,
  receiver: Receiver,
  deliveries: readonly Delivery[],
): Promise<Packed> {
  const now = clock();
  const { kind, locale } = receiver;
  const url = sealer.open(receiver.url);
  if (kind !== 'webhook') {
    const cards = [];
    for (const delivery of deliveries) cards.push(await cardOf({ db, locale, publicUrl }, delivery));
    const secret = receiver.secret === null ? null : sealer.open(receiver.secret);
    return { parcel: NOTIFIERS[kind].pack({ url, secret }, cards, now), objectionTo: NOTIFIERS[kind].objection };
  }
  const [delivery] = deliveries;
  if (!delivery) throw new Error('nothing to deliver');
  const keys = keysOf(receiver, now).flatMap((key, place) => {
    // Without the key before the newer one still signs.
    const text = place === 0 ? sealer.open(key) : sealer.openOrNull(key);
    return text === null ? [] : [text];
  });
  const entry = await trailEntry(db, delivery);
  return { parcel: webhookParcel({ url, keys }, { delivery, entry, now }), objectionTo: () => null };
}

const keysOf = (
  { secret, previous_secret: before, previous_until: until }: Receiver,
  now: number,
): readonly string[] => [
  ...(secret === null ? [] : [secret]),
  ...(before !== null && until !== null && until.getTime() > now ? [before] : []),
];
