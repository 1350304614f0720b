import { type Request, Router } from 'express';
import { z } from 'zod';
import { DomainError } from '../../domain/errors';
import { MAIL_STATES, type MailState, withoutLinks } from '../../domain/mail/resend';
import { hasRole } from '../../domain/people/people';
import { Instant, LongText } from '../../domain/shapes';
import { type JournalLine, mailKinds, searchMails } from '../../db/read/mail-journal';
import { labelOf, translate } from '../../templates/catalog';
import type { MailRow } from '../../templates/mail-admin-data';
import { isMailName } from '../../templates/samples/mail';
import { listSheets } from '../../templates/sheets';
import { ADMIN_READERS, MAIL_RESENDERS } from '../admin/access';
import { type Judged, judgedMail, resendMail } from '../admin/resend-mail';
import { readCursor, toPage } from '../paging';
import { type FieldPlan, fieldsOnPage, type Typed } from '../record-form/plan';
import { checkAccess } from '../session';
import { formField } from './csrf';
import { emptySteps } from './empty-steps';
import type { Guarded } from './guard';
import { countTodo } from './inbox-page';
import { type PageDeps, queryText, sendPage, shellFor } from './reader';
import type { Requests } from './requests-port';
import { callOf, type Visit } from './visit';

const PATH = '/admin/mails';
const ENTRY = `${PATH}/entry`;
const SHOWN = 50;

/** The log of mails: what went out, what waits and why, and the button that sends one again. */
export function mailLogPages(deps: PageDeps, { insider }: Guarded, requests: Requests): Router {
  const router = Router();
  const page = (act: (visit: Visit) => Promise<void>) =>
    insider((req, res, reader) => {
      checkAccess(ADMIN_READERS, reader.person);
      return act({ deps, requests, req, res, reader });
    });
  router.get(PATH, page(showList));
  router.get(
    ENTRY,
    page((visit) => showOne(visit, queryText(visit.req, 'key'), null)),
  );
  router.post(ENTRY, page(resend));
  return router;
}

const NAMES = ['recipient', 'state', 'kind', 'engagement'] as const;
const typedInQuery = (req: Request): Typed => Object.fromEntries(NAMES.map((name) => [name, [queryText(req, name)]]));
/** What the list is narrowed down to, as the route of its sheet takes it. */
const soughtIn = (req: Request) => ({
  ...Object.fromEntries(NAMES.map((name) => [name, queryText(req, name).slice(0, 200)])),
  state: stateIn(queryText(req, 'state')) ?? '',
});
const stateIn = (text: string): MailState | null => MAIL_STATES.find((state) => state === text) ?? null;

/** When the mail was written after which the list goes on, and its key. */
const MailKey = z.tuple([Instant, LongText]);

async function showList(visit: Visit): Promise<void> {
  const { deps, requests, req, res, reader } = visit;
  const after = readCursor(MailKey, queryText(req, 'after') || undefined);
  const rows = await searchMails(deps.db, {
    recipient: queryText(req, 'recipient'),
    state: stateIn(queryText(req, 'state')),
    kind: queryText(req, 'kind'),
    engagement: queryText(req, 'engagement'),
    after,
    limit: SHOWN + 1,
  });
  const { items, next } = toPage(rows, SHOWN, ({ at, key }) => [at.toISOString(), key]);
  const shell = shellFor(reader, deps, { nav: 'admin', todo: await countTodo(requests, reader.person.id) });
  const fields = fieldsOnPage(await fieldsOf(visit), { typed: typedInQuery(req), refusal: null }, reader.locale);
  sendPage(res, reader, {
    name: 'mails',
    data: {
      ...{ shell, fields, rows: items.map(rowOf), nextHref: next === null ? null : hrefAfter(req, next) },
      sheets: listSheets('/api/v1/mails/export', soughtIn(req)),
      filtered: NAMES.some((one) => queryText(req, one) !== ''),
      next: emptySteps('mails', reader.person),
    },
  });
}

function hrefAfter(req: Request, after: string): string {
  const query = new URLSearchParams({ after });
  for (const name of NAMES) if (queryText(req, name) !== '') query.set(name, queryText(req, name));
  return `${PATH}?${query.toString()}`;
}

async function fieldsOf({ deps, reader: { locale } }: Visit): Promise<readonly FieldPlan[]> {
  const say = (key: string): string => translate(locale, `mails.${key}`);
  const any = { value: '', text: say('any') };
  const states = MAIL_STATES.map((value) => ({ value, text: labelOf(locale, 'mail-state', value) }));
  const kinds = (await mailKinds(deps.db)).map((value) => ({ value, text: value }));
  return [
    { name: 'recipient', kind: 'line', label: say('to'), hint: say('to-hint'), most: 200 },
    { name: 'state', kind: 'choice', label: say('state'), options: [any, ...states] },
    { name: 'kind', kind: 'choice', label: say('template'), options: [any, ...kinds] },
    { name: 'engagement', kind: 'line', label: say('engagement'), hint: say('engagement-hint'), most: 200 },
  ];
}

const TONES = {
  waiting: 'pending',
  failing: 'failing',
  'given-up': 'failed',
  sent: 'done',
  skipped: 'plain',
  collected: 'plain',
} as const satisfies Record<MailState, string>;

const rowOf = ({ key, kind, state, recipient, address, subject, engagement, error, at }: JournalLine): MailRow => ({
  ...{ kind, state, engagement },
  href: `${ENTRY}?${new URLSearchParams({ key }).toString()}`,
  tone: TONES[state],
  to: recipient ?? address ?? '–',
  subject: subject && withoutLinks(subject),
  error: error && withoutLinks(error),
  at: at.getTime(),
});

async function resend(visit: Visit): Promise<void> {
  const { deps, req, res, reader } = visit;
  checkAccess(MAIL_RESENDERS, reader.person);
  const key = formField(req, 'key');
  try {
    const wanted = { key, way: formField(req, 'way'), copies: Number(formField(req, 'copies')) };
    await resendMail(deps, wanted, callOf(visit));
  } catch (error) {
    if (!(error instanceof DomainError) || error.code === 'NOT_FOUND') throw error;
    return showOne(visit, key, error);
  }
  res.redirect(303, `${ENTRY}?${new URLSearchParams({ key, done: '1' }).toString()}`);
}

async function showOne(visit: Visit, key: string, refusal: DomainError | null): Promise<void> {
  const { deps, requests, req, res, reader } = visit;
  const { person, locale } = reader;
  const judged = await judgedMail(deps, key);
  const { mail, copies, resend: how } = judged;
  const { messageId, attempts, sentAt } = mail;
  const shell = shellFor(reader, deps, { nav: 'admin', todo: await countTodo(requests, person.id) });
  const said = refusal?.code === 'TOO_MANY_REQUESTS' ? 'mails.too-many' : 'mails.moved';
  sendPage(res, reader, {
    name: 'mail',
    status: refusal ? 409 : 200,
    data: {
      shell,
      ...rowOf(mail),
      ...{ key, messageId, attempts, copies },
      address: mail.recipient === null ? null : mail.address,
      sentAt: sentAt?.getTime() ?? null,
      about: aboutOf(judged),
      templateHref: isMailName(mail.kind) ? `/admin/mail-templates/${mail.kind}` : null,
      way: how.way,
      objection: how.objection,
      action: hasRole(person, ...MAIL_RESENDERS) ? ENTRY : null,
      done: queryText(req, 'done') === '1',
      refusal: refusal && translate(locale, said),
    },
  });
}

function aboutOf({ mail: { requestId, engagementId, engagement } }: Judged) {
  if (engagementId !== null) return { href: `/engagements/${engagementId}`, text: engagement ?? engagementId };
  return requestId === null ? null : { href: `/requests/${requestId}`, text: requestId };
}
