import type { Response } from 'express';
import type { Locale, Person } from '../../domain/people/people';
import { drawPolicy, type Pictured } from '../../templates/diagram/drawing';
import type { Changes, DecisionForm, Notice, PageData, RequestView } from '../../templates/page-data';
import { requestTitle, type Titled } from '../../templates/request-title';
import type { ListedPicture } from '../diagram';
import { notice } from './notice';
import { type PageDeps, type Reader, sendPage, shellFor } from './reader';

export type ClosedReason =
  | 'decided-by-other'
  | 'withdrawn'
  | 'superseded'
  | 'moved'
  | 'owner-back'
  | 'not-needed'
  | 'taken-back'
  | 'annulled'
  | 'ended';

interface Decided {
  readonly request: Titled;
  readonly decision: string;
  readonly by: string | null;
  /** Epoch milliseconds. */
  readonly at: number | null;
  readonly comment: string | null;
}
type Settled = Omit<Decided, 'decision'> & { readonly decision: string | null };
type Hidden = DecisionForm['hidden'];

/** Everything that a mailed decision link can lead to; one answer per situation. */
export type DecisionView =
  | {
      readonly kind: 'open' | 'refused' | 'changed';
      readonly status: number;
      readonly request: RequestView;
      /** What can be drawn of its way. */
      readonly picture: ListedPicture | null;
      readonly changes: Changes | null;
      readonly form: DecisionForm;
      readonly recipient: string;
      /** Who is signed in instead of the recipient. */
      readonly other: Person | null;
    }
  /** The receipt: of a decision just made, of one sent again, or of one that the reader comes back to. */
  | ({ readonly kind: 'recorded'; readonly state: 'new' | 'repeated' | 'known'; readonly reportHref: string } & Decided)
  | ({ readonly kind: 'conflict' } & Decided)
  | ({ readonly kind: 'closed'; readonly reason: ClosedReason } & Settled)
  | ({ readonly kind: 'paused' | 'frozen' } & Settled)
  /** Whether the report froze the request, or came after its end. */
  | { readonly kind: 'reported'; readonly outcome: 'frozen' | 'told' }
  | { readonly kind: 'expired'; readonly renewAction: string; readonly hidden: Hidden }
  | { readonly kind: 'locked' | 'renewed-often'; readonly until: number }
  | { readonly kind: 'busy'; readonly retryAfter: number }
  | ({ readonly kind: 'report'; readonly action: string; readonly hidden: Hidden } & Decided)
  /** On to the sign-in page, or to the one that asks again, and back; or back at once. */
  | { readonly kind: 'sign-in' | 'confirm' | 'signed-in'; readonly link: string }
  | { readonly kind: 'revoked' | 'renewed' | 'not-found' };

type FormPage = PageData['decision'];
type FormView = Extract<DecisionView, { readonly form: DecisionForm }>;
type JumpView = Extract<DecisionView, { readonly link: string }>;
type NoticeView = Exclude<DecisionView, FormView | JumpView>;

const STATUS = {
  recorded: 200,
  conflict: 409,
  closed: 410,
  paused: 409,
  frozen: 409,
  expired: 410,
  revoked: 410,
  locked: 429,
  renewed: 200,
  'renewed-often': 429,
  report: 200,
  reported: 200,
  'not-found': 404,
  busy: 429,
} as const satisfies Record<NoticeView['kind'], number>;

export interface Seen {
  readonly reader: Reader;
  readonly deps: Pick<PageDeps, 'clock' | 'config'>;
  /** The comment of the form that was sent. */
  readonly typed?: string;
}

/** Answers with the page of a situation. */
export function sendDecisionPage(res: Response, view: DecisionView, { reader, deps, typed = '' }: Seen): void {
  if ('link' in view) return res.redirect(303, jumpTo(view));
  const retryAfter = secondsToWait(view, deps.clock());
  if (retryAfter !== null) res.set('retry-after', String(retryAfter));
  if ('form' in view) return sendForm(res, view, { reader, deps });
  if (view.kind === 'recorded' && view.state === 'repeated') res.set('idempotent-replay', 'true');
  const said = noticeOf(view, reader.locale);
  const kept = typed === '' || typed === said.comment ? [] : [typed];
  const data = { shell: shellFor(reader, deps), notice: { ...said, kept } };
  sendPage(res, reader, { name: 'notice', status: STATUS[view.kind], data });
}

const jumpTo = ({ kind, link }: JumpView): string =>
  kind === 'signed-in' ? link : `/${kind}?next=${encodeURIComponent(link)}`;

const MINUTE_SECONDS = 60;

function secondsToWait(view: FormView | NoticeView, now: number): number | null {
  if ('until' in view) return Math.max(1, Math.ceil((view.until - now) / 1_000));
  if ('retryAfter' in view) return view.retryAfter;
  return 'status' in view && view.status === 429 ? MINUTE_SECONDS : null;
}

function sendForm(res: Response, view: FormView, { reader, deps }: Seen): void {
  const title = requestTitle(reader.locale, view.request);
  const shell = shellFor(reader, deps, { title });
  const { request, changes, form, recipient, other, picture } = view;
  const diagram = picture && drawn({ ...picture, locale: reader.locale, title });
  sendPage(res, reader, {
    name: 'decision',
    status: view.status,
    data: {
      ...{ shell, request, diagram, changes, form, recipient },
      changed: view.kind === 'changed',
      other: other?.name ?? null,
    },
  });
}

/** What the paper of a decision holds without shrinking its text. */
const PAPER_WIDTH = 660;

function drawn(picture: Pictured): FormPage['diagram'] {
  const wide = drawPolicy(picture, 'right');
  return { wide: wide.width <= PAPER_WIDTH ? wide : null, narrow: drawPolicy(picture, 'down') };
}

function noticeOf(view: NoticeView, locale: Locale): Notice {
  switch (view.kind) {
    case 'recorded':
      return receipt(view, locale);
    case 'conflict':
      return notice('conflict', { ...facts(view, locale), tone: 'bad' });
    case 'closed':
      return notice(view.reason, facts(view, locale));
    case 'paused':
      return notice('waiting', facts(view, locale));
    case 'frozen':
      return notice('frozen', { requestTitle: requestTitle(locale, view.request) });
    case 'reported':
      return notice(view.outcome === 'frozen' ? 'reported' : 'reported-late', { tone: 'good' });
    case 'expired':
      return notice('expired', { form: { action: view.renewAction, hidden: view.hidden, button: 'renew' } });
    case 'report':
      return notice('report', {
        ...facts(view, locale),
        form: { action: view.action, hidden: view.hidden, button: 'report' },
      });
    case 'locked':
    case 'renewed-often':
      return notice(view.kind, { tone: 'bad', until: view.until });
    case 'renewed':
      return notice(view.kind, { tone: 'good' });
    case 'revoked':
    case 'not-found':
    case 'busy':
      return notice(view.kind, { tone: 'bad' });
  }
}

const receipt = (view: Extract<NoticeView, { readonly kind: 'recorded' }>, locale: Locale): Notice =>
  view.state === 'new'
    ? notice('recorded', { ...facts(view, locale), tone: 'good' })
    : notice('already', { ...facts(view, locale), tone: 'good', link: { href: view.reportHref, text: 'report' } });

const facts = ({ request, decision, by, at, comment }: Settled, locale: Locale) => ({
  requestTitle: requestTitle(locale, request),
  decision,
  by,
  at,
  comment,
});
