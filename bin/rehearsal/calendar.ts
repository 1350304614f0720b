import { z } from 'zod';
import type { Play } from '../demo/stage';

const Mails = z.looseObject({
  items: z.array(
    z.looseObject({
      key: z.string(),
      kind: z.string(),
      /** Null for the contact of a vendor. */
      recipientId: z.string().nullable(),
      engagementId: z.string().nullable(),
      createdAt: z.string(),
    }),
  ),
  next: z.string().nullable(),
});
type Mail = z.infer<typeof Mails>['items'][number];
const Events = z.looseObject({
  items: z.array(z.looseObject({ at: z.string(), type: z.string(), payload: z.record(z.string(), z.unknown()) })),
  next: z.string().nullable(),
});
type Event = z.infer<typeof Events>['items'][number];

export interface Entry {
  readonly at: string;
  readonly what: string;
  readonly people: readonly string[];
}

/** What went out and what was done since an instant, in the order of time. */
export async function calendarOf(play: Play, since: number): Promise<readonly Entry[]> {
  const [mails, events] = await Promise.all([allMails(play), allEvents(play)]);
  const entries = [...mailEntries(play, mails), ...events.flatMap(eventEntry)];
  return entries.filter(({ at }) => Date.parse(at) >= since).toSorted((a, b) => Date.parse(a.at) - Date.parse(b.at));
}

async function allMails({ admin }: Play): Promise<readonly Mail[]> {
  const mails: Mail[] = [];
  for (let cursor: string | null = ''; cursor !== null;) {
    const path: string = `/outbox?limit=200${cursor && `&cursor=${encodeURIComponent(cursor)}`}`;
    const page: z.infer<typeof Mails> = await admin({ method: 'GET', path }, Mails);
    mails.push(...page.items);
    cursor = page.next;
  }
  return mails;
}

async function allEvents({ admin, id }: Play): Promise<readonly Event[]> {
  const events: Event[] = [];
  for (let cursor: string | null = ''; cursor !== null;) {
    const path: string = `/engagements/${id}/events?limit=200${cursor && `&cursor=${encodeURIComponent(cursor)}`}`;
    const page: z.infer<typeof Events> = await admin({ method: 'GET', path }, Events);
    events.push(...page.items);
    cursor = page.next;
  }
  return events;
}

const MAILS: Readonly<Record<string, string>> = {
  'kpi-request': 'KPI values asked for',
  'kpi-reminder': 'KPI values still missing, reminder',
  'review-invitation': 'review: invitation',
  'review-missed': 'review was missed',
  'review-cancelled': 'review called off',
  'review-minutes-due': 'review: minutes are late',
  'review-minutes': 'review: minutes to approve',
  'review-objection': 'review: objection to the minutes',
  'notice-reminder': 'notice deadline comes near, term ends',
  'contract-renewed': 'contract renewed by silence after',
  'contract-expired': 'contract expired',
  'approval-request': 'decision asked for',
  standing: 'standing has changed',
  alarm: 'alarm',
};

/** Copies of one mail to several people are one entry. */
function mailEntries(play: Play, mails: readonly Mail[]): readonly Entry[] {
  const groups = new Map<string, { at: string; what: string; people: string[] }>();
  for (const { key, kind, recipientId, engagementId, createdAt } of mails) {
    const label = MAILS[kind];
    if (engagementId !== play.id || label === undefined || recipientId === null) continue;
    const subject = key.split(':').slice(2, -1).join(':');
    const entry = groups.get(`${kind}:${subject}`) ?? { at: createdAt, what: `${label}${about(subject)}`, people: [] };
    entry.people.push(nameOf(play, recipientId));
    groups.set(`${kind}:${subject}`, entry);
  }
  return [...groups.values()];
}

/** The part of a mail's key that a person understands: a period or a day, not an identity. */
const about = (subject: string): string => {
  const [word] = /\d{4}-([QH]\d|\d{2}(-\d{2})?)(?=:|$)/.exec(subject) ?? [];
  return word === undefined || /[0-9a-f]{8}-[0-9a-f]{4}-7/.test(subject) ? '' : ` ${word}`;
};

const nameOf = ({ people }: Play, id: string): string =>
  Object.values(people).find((person) => person.id === id)?.name ?? 'administrator';

const EVENTS: Readonly<Record<string, (payload: Event['payload']) => string>> = {
  'agenda.kpi-close': ({ period }) => `scorecard of ${text(period)} closed`,
  'agenda.review-open': ({ kind, period, meetingOn }) =>
    `${text(kind)} review of ${text(period)}: pack built, meeting on ${text(meetingOn)}`,
  'agenda.notice-deadline': ({ deadline }) => `notice deadline ${text(deadline)} has passed`,
  'agenda.term-end': ({ termEnd }) => `term ends on ${text(termEnd)}`,
  'review.held': () => 'review meeting held',
  'engagement.gate-decided': ({ gate, outcome }) => `gate ${text(gate)} is ${text(outcome)}`,
};

const text = (value: unknown): string => (typeof value === 'string' ? value : '');

function eventEntry({ at, type, payload }: Event): readonly Entry[] {
  const describe = EVENTS[type];
  return describe ? [{ at, what: describe(payload), people: [] }] : [];
}

/** One line per entry, a heading per month. */
export function printCalendar(entries: readonly Entry[], timeZone: string): readonly string[] {
  const day = new Intl.DateTimeFormat('en-CA', { timeZone });
  const lines: string[] = [];
  let month = '';
  for (const { at, what, people } of entries) {
    const date = day.format(new Date(at));
    if (date.slice(0, 7) !== month) lines.push('', date.slice(0, 7));
    month = date.slice(0, 7);
    lines.push(`  ${date}  ${what}${people.length > 0 ? `  → ${[...new Set(people)].join(', ')}` : ''}`);
  }
  return lines;
}
