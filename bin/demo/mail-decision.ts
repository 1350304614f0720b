import { until } from '../parts/processes';
import { StartFailure } from '../parts/failure';
import { type Form, formsOf, wordsOf } from './forms';
import { patiently } from './http';
import { linksTo, type Mail } from './inbox';
import type { Actor, Theatre } from './stage';

const MAIL_LIMIT_MS = 180_000;
/** Mails take a moment; asking for them all the time would slow down who sends them. */
const LOOK_MS = 150;
const CODE = /^\s*(\d{6,8})\s*$/m;

export interface AskedTask {
  readonly id: string;
  readonly person: Actor;
  readonly comment: string;
}

/** Does what a person does: opens the mail, follows its link, reads the page, chooses, and types the one-time code when asked. */
export async function decideByMail(theatre: Theatre, { id, person, comment }: AskedTask): Promise<void> {
  const linkStart = `${theatre.base}/a/${id}`;
  const mail = await awaitMail(theatre, person, {
    what: 'An approval request',
    fits: (one) => linksTo(one, linkStart).length > 0,
  });
  const link = linksTo(mail, linkStart)[0] ?? '';
  const page = await open(link);
  const form = decisionForm(page);
  const ready = form.names.includes('code')
    ? await withCode(theatre, { person, link, page, about: aboutOf(mail) })
    : { form, code: undefined };
  const said = await submit(link, ready.form, {
    decision: 'approve',
    comment,
    ...(ready.form.names.includes('signature') && { signature: person.name }),
    ...(ready.code !== undefined && { code: ready.code }),
  });
  if (!said.ok)
    throw new StartFailure(`The decision of ${person.name} was refused (${said.status}): ${wordsOf(said.html)}`);
}

/** The subject of a mail without the word in brackets for its kind. */
const aboutOf = ({ subject }: Mail): string => subject.replace(/^\[[^\]]*\]\s*/, '');

interface Coded {
  /** What is decided: mails of other decisions may arrive at the same time. */
  readonly about: string;
  readonly person: Actor;
  readonly link: string;
  readonly page: string;
}

async function withCode(theatre: Theatre, { person, link, page, about }: Coded): Promise<{ form: Form; code: string }> {
  const form = decisionForm(page);
  const asking = form.otherActions[0];
  if (asking === undefined) throw new StartFailure(`The decision page asks ${person.name} for a code and offers none.`);
  const before = new Set((await theatre.inbox.list({ to: person.email })).map(({ id }) => id));
  const asked = await submit(link, { ...form, action: asking }, {});
  if (!asked.ok) throw new StartFailure(`No code was sent to ${person.name} (${asked.status}): ${wordsOf(asked.html)}`);
  const mail = await awaitMail(theatre, person, {
    what: 'A one-time code',
    fits: ({ id, subject, text }) => !before.has(id) && subject.endsWith(about) && CODE.test(text),
  });
  return { form: decisionForm(asked.html), code: CODE.exec(mail.text)?.[1] ?? '' };
}

function decisionForm(page: string): Form {
  const form = formsOf(page).find(({ choices }) => choices['decision']?.includes('approve'));
  if (!form) throw new StartFailure(`The page of a decision link does not let anybody approve: ${wordsOf(page)}`);
  return form;
}

async function open(link: string): Promise<string> {
  const response = await patiently(link);
  const html = await response.text();
  if (!response.ok) throw new StartFailure(`A decision link answered ${response.status}: ${wordsOf(html)}`);
  return html;
}

async function submit(link: string, form: Form, values: Readonly<Record<string, string>>) {
  const target = new URL(form.action === '' ? link : form.action, link);
  const response = await patiently(target.toString(), {
    method: 'POST',
    headers: { origin: target.origin, 'sec-fetch-site': 'same-origin' },
    body: new URLSearchParams({ ...form.fields, ...values }),
  });
  return { ok: response.ok, status: response.status, html: await response.text() };
}

interface Wanted {
  readonly what: string;
  readonly fits: (mail: Mail) => boolean;
}

/** The newest mail to somebody that fits, as soon as it is there. */
export async function awaitMail(
  { inbox }: Pick<Theatre, 'inbox'>,
  { name, email }: Pick<Actor, 'name' | 'email'>,
  { what, fits }: Wanted,
): Promise<Mail> {
  const found: Mail[] = [];
  const look = async (): Promise<boolean> => {
    const mail = (await inbox.list({ to: email })).find(fits);
    if (mail) found.push(mail);
    return mail !== undefined;
  };
  await until(look, {
    limitMs: MAIL_LIMIT_MS,
    everyMs: LOOK_MS,
    sentence: `${what} did not reach ${name} within three minutes; GET /api/v1/outbox says why.`,
  });
  return found[0]!;
}
