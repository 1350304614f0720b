/** Somebody outside who hears of events. */
export interface ReceiverRow {
  readonly kind: string;
  /** Where it is changed. */
  readonly href: string;
  /** The name of a chat group, or the host of a webhook: the rest of an address may be a secret. Null: unreadable. */
  readonly name: string | null;
  readonly events: string;
  readonly active: boolean;
  /** `gone`: it has said itself that it wants no more. */
  readonly state: 'on' | 'off' | 'gone';
  readonly waiting: number;
  readonly dead: number;
}

export interface DeadRow {
  readonly id: string;
  readonly receiver: string | null;
  readonly type: string;
  readonly error: string;
  /** Epoch milliseconds. */
  readonly at: number;
  readonly attempts: number;
}

/** What goes out to other systems and groups, and what could not be delivered. */
export interface IntegrationPage {
  readonly newWebhookHref: string;
  readonly newChannelHref: string;
  readonly receivers: readonly ReceiverRow[];
  readonly dead: readonly DeadRow[];
  /** There are more dead ones than are shown. */
  readonly more: boolean;
}

export interface IntegrationPages<P> {
  readonly integration: P & IntegrationPage;
}
