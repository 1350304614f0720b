import type { NewerRecord, RecordForm } from './record-form-data';
import type { Sheets } from './sheets';

export interface DeliveryRow {
  readonly type: string;
  readonly state: 'waiting' | 'delivered' | 'dead';
  readonly attempts: number;
  readonly error: string | null;
  /** Epoch milliseconds. */
  readonly at: number;
}

export interface WebhookPage {
  readonly heading: string;
  /** Null for a webhook that is not there yet. */
  readonly active: boolean | null;
  /** Where its buttons are pressed. */
  readonly action: string;
  readonly newer: NewerRecord | null;
  readonly form: RecordForm;
  /** The newest first. */
  readonly deliveries: readonly DeliveryRow[];
  readonly sheets: Sheets;
  /** The key that signs its calls, in the one answer in which it is told. */
  readonly secret: string | null;
  /** Until when calls carry the key before as well; null outside a change of keys. */
  readonly previousKeyUntil: number | null;
  readonly done: string | null;
}

export interface WebhookPages<Page> {
  readonly webhook: Page & WebhookPage;
}
