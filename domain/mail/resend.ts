/** How a mail stands. `failing` was tried in vain and is tried again; `given-up` is tried no more. */
export const MAIL_STATES = ['waiting', 'failing', 'given-up', 'sent', 'skipped', 'collected'] as const;
export type MailState = (typeof MAIL_STATES)[number];

/** `retry`: the same mail, which never went out; `new-link`: a new mail to whoever has to decide; `copy`: a new mail, written anew. */
export type ResendWay = 'retry' | 'new-link' | 'copy';
export type ResendObjection =
  'on-its-way' | 'skipped' | 'collected' | 'one-time' | 'no-longer-open' | 'link-expired' | 'of-process' | 'too-often';
export type Resend =
  { readonly way: ResendWay; readonly objection: null } | { readonly way: null; readonly objection: ResendObjection };

export interface ResendCase {
  readonly state: MailState;
  readonly kind: string;
  /** The task that it asks for: whether it is open, and that of its recipient; null for mails about none. */
  readonly task: { readonly isOpen: boolean } | null;
  /** What it was ordered with; null where that was not kept. */
  readonly facts: Readonly<Record<string, string>> | null;
  /** How often it was sent again. */
  readonly copies: number;
  readonly now: number;
}

export const MOST_COPIES = 10;
/** What they hold is good for once and for minutes: whoever needs another asks for it on the page. */
const ONE_TIME: ReadonlySet<string> = new Set(['code', 'password-link']);
/** Until when the link in a mail is good, where it was set when the mail was ordered. */
const LINK_ENDS = ['linkUntil', 'expiresAt'];

/** Whether a mail can be sent again, so that what is in it is true and its link opens something. */
export function resendOf({ state, kind, task, facts, copies, now }: ResendCase): Resend {
  if (state === 'waiting' || state === 'failing') return refused('on-its-way');
  if (state === 'skipped' || state === 'collected') return refused(state);
  if (ONE_TIME.has(kind)) return refused('one-time');
  if (facts && LINK_ENDS.some((name) => name in facts && !(Number(facts[name]) > now))) return refused('link-expired');
  if (state === 'given-up') return may('retry');
  if (task) return task.isOpen ? may('new-link') : refused('no-longer-open');
  if (!facts) return refused('of-process');
  return copies < MOST_COPIES ? may('copy') : refused('too-often');
}

const may = (way: ResendWay): Resend => ({ way, objection: null });
const refused = (objection: ResendObjection): Resend => ({ way: null, objection });

const COPY = /:again:\d+$/;
/** The key of the n-th copy of a mail, of which copies are themselves no originals. */
export const copyKey = (key: string, n: number): string => `${key.replace(COPY, '')}:again:${n}`;
export const copyKeys = (key: string): readonly string[] =>
  Array.from({ length: MOST_COPIES }, (_one, index) => copyKey(key, index + 1));

/** Links act for their holders, and relays repeat what they were given. */
export const withoutLinks = (text: string): string => text.replace(/\b[a-z][a-z0-9+.-]{0,30}:\/\/\S+/gi, '…');
