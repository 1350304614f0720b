import type { Response } from 'express';
import type { DecisionForm, Notice, RequestView } from '../../templates/page-data';
import { notice } from './notice';
import { type PageDeps, type Reader, sendPage, shellFor } from './reader';

export type ClosedReason = 'decided-by-other' | 'withdrawn' | 'superseded' | 'moved' | 'ended';

interface Decided {
  readonly requestTitle: string;
  readonly decision: string;
  readonly by: string | null;
  /** Epoch milliseconds. */
  readonly at: number | null;
  readonly comment: string | null;
}

/** Everything that a mailed decision link can lead to (reliability-security: one answer per situation). */
export type DecisionView =
  | {
      readonly kind: 'open' | 'refused' | 'changed';
      readonly request: RequestView;
      readonly form: DecisionForm;
      readonly recipient: string;
      /** Status of a refused attempt; 422 unless said otherwise. */
      readonly status?: number;
    }
  /** The receipt; `already` when the same decision came again. */
  | ({ readonly kind: 'recorded'; readonly already: boolean } & Decided)
  | ({ readonly kind: 'conflict' } & Decided)
  | ({ readonly kind: 'closed'; readonly reason: ClosedReason } & Omit<Decided, 'decision'> & {
        readonly decision: string | null;
      })
  | { readonly kind: 'expired'; readonly renewAction: string; readonly hidden: DecisionForm['hidden'] }
  | { readonly kind: 'renewed' | 'not-found' | 'busy' | 'away' };

const STATUS = {
  open: 200,
  refused: 422,
  changed: 409,
  recorded: 200,
  conflict: 409,
  closed: 410,
  expired: 410,
  renewed: 200,
  'not-found': 404,
  busy: 429,
  away: 503,
} as const satisfies Record<DecisionView['kind'], number>;

type FormView = Extract<DecisionView, { readonly form: DecisionForm }>;
const hasForm = (view: DecisionView): view is FormView => 'form' in view;

/** Answers with the page of a situation. */
export function sendDecisionPage(res: Response, view: DecisionView, { reader, deps }: Seen): void {
  const status = ('status' in view ? view.status : undefined) ?? STATUS[view.kind];
  if (status === 429 || status === 503) res.set('retry-after', status === 429 ? '60' : '2');
  if (view.kind === 'recorded' && view.already) res.set('idempotent-replay', 'true');
  if (!hasForm(view)) {
    return sendPage(res, reader, {
      name: 'notice',
      status,
      data: { shell: shellFor(reader, deps), notice: noticeOf(view) },
    });
  }
  const shell = shellFor(reader, deps, { title: view.request.title });
  const { request, form, recipient } = view;
  sendPage(res, reader, {
    name: 'decision',
    status,
    data: { shell, request, form, recipient, changed: view.kind === 'changed' },
  });
}

export interface Seen {
  readonly reader: Reader;
  readonly deps: Pick<PageDeps, 'clock' | 'config'>;
}

function noticeOf(view: Exclude<DecisionView, FormView>): Notice {
  switch (view.kind) {
    case 'recorded':
      return notice(view.already ? 'already' : 'recorded', { ...facts(view), tone: 'good' });
    case 'conflict':
      return notice('conflict', { ...facts(view), tone: 'bad' });
    case 'closed':
      return notice(view.reason, facts(view));
    case 'expired':
      return notice('expired', { form: { action: view.renewAction, hidden: view.hidden, button: 'renew' } });
    case 'renewed':
      return notice('renewed', { tone: 'good' });
    case 'not-found':
    case 'busy':
    case 'away':
      return notice(view.kind, { tone: 'bad' });
  }
}

const facts = ({
  requestTitle,
  decision,
  by,
  at,
  comment,
}: Omit<Decided, 'decision'> & { readonly decision: string | null }) => ({
  requestTitle,
  decision,
  by,
  at,
  comment,
});
