import type { DeliveryView } from '../domain/events/receiver-schema';
import type { Locale } from '../domain/people/people';
import { type Columns, tableOf, word } from './record-sheet';
import type { SheetTable } from './sheets/sheet';

const COLUMNS: Columns = [
  ['created', 'text'],
  ['event', 'text'],
  ['event-id', 'text'],
  ['state', 'text'],
  ['attempts', 'number'],
  ['answer', 'number'],
  ['error', 'text'],
  ['next-try', 'text'],
  ['sent', 'text'],
];

/** What was sent to a webhook, or is still to be; no key and no address is among it. */
export const deliveryTable = (deliveries: readonly DeliveryView[], locale: Locale): SheetTable =>
  tableOf('deliveries', COLUMNS, {
    locale,
    rows: deliveries.map(
      ({ createdAt, type, eventId, state, attempts, lastStatus, lastError, nextAt, deliveredAt }) => [
        ...[createdAt, type, eventId],
        word(locale, 'delivery-state', state),
        ...[attempts, lastStatus, lastError, nextAt, deliveredAt],
      ],
    ),
  });
