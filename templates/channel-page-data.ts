import type { NewerRecord, RecordForm } from './record-form-data';

export interface ChannelRow {
  readonly key: string;
  readonly href: string;
  readonly kind: string;
  /** The rest of the address is a secret; null where it can no longer be read. */
  readonly host: string | null;
  readonly events: readonly string[];
  /** `gone`: it has said itself that it wants no more. */
  readonly state: 'on' | 'off' | 'gone';
}

export interface ChannelsPage {
  readonly rows: readonly ChannelRow[];
  readonly newHref: string;
}

export interface ChannelPage {
  readonly heading: string;
  /** Null for a group that is not there yet. */
  readonly active: boolean | null;
  readonly newer: NewerRecord | null;
  readonly form: RecordForm;
  readonly done: string | null;
}

export interface ChannelPages<Page> {
  readonly channels: Page & ChannelsPage;
  readonly channel: Page & ChannelPage;
}
