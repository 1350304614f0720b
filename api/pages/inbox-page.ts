import { type Request, Router } from 'express';
import { v7 as uuidv7 } from 'uuid';
import { BOXES, type Box } from '../../domain/approval/request-schema';
import type { Locale } from '../../domain/people/people';
import { knownLabel } from '../../templates/catalog';
import { amountOf } from '../../templates/facts';
import { formatNames } from '../../templates/format';
import { gateTitleOf, requestTitle } from '../../templates/request-title';
import { listSheets } from '../../templates/sheets';
import { Key, Uuid } from '../../domain/shapes';
import type { InboxRow } from '../../templates/inbox-page-data';
import type { PageData } from '../../templates/page-data';
import { taskWord } from '../../templates/task-word';
import { type InboxKind, inboxKinds } from '../../db/read/inbox-kinds';
import { findPolicy } from '../../db/stores/policies';
import { INBOX_ORDERS, type InboxEntry, type InboxOrder } from '../../db/read/inbox';
import { KEYS } from './assets';
import { type BulkDone, decideMany, NOTHING_DONE } from './inbox-bulk';
import { draftsOf, recordedForm } from './drafts';
import { emptySteps } from './empty-steps';
import type { Guarded, SignedIn } from './guard';
import { livePart } from './live-pages';
import { type PageDeps, queryText, sendPage, shellFor } from './reader';
import { namesOf } from './request-view';
import type { Requests } from './requests-port';

const PATH = '/inbox';
const PAGE = 50;
const SOON_MS = 24 * 3_600_000;

export function inboxPage(deps: PageDeps, { signedIn }: Guarded, requests: Requests): Router {
  const router = Router();
  router.get(
    '/inbox',
    signedIn(async (req, res, reader) => {
      const live = await livePart(deps, { kind: 'inbox', id: reader.person.id });
      const data = await inboxData({ deps, requests, reader }, wantedOf(req), NOTHING_DONE);
      sendPage(res, reader, { name: 'inbox', data: { ...data, shell: { ...data.shell, live, script: KEYS.href } } });
    }),
  );
  router.post(
    '/inbox/decide',
    signedIn(async (req, res, reader) => {
      const done = await decideMany({ requests, reader }, req);
      if (done.results.length > 0 && done.comment === '') recordedForm({ deps, res, reader }, PATH);
      const data = await inboxData({ deps, requests, reader }, FIRST_PAGE, done);
      sendPage(res, reader, { name: 'inbox', status: done.refusal ? 422 : 200, data });
    }),
  );
  return router;
}

export interface Scope {
  readonly deps: PageDeps;
  readonly requests: Requests;
  readonly reader: SignedIn;
}

interface Wanted {
  readonly box: Box;
  readonly q: string;
  /** Key of the policy that what is shown is decided by; empty for all. */
  readonly kind: string;
  readonly overdue: boolean;
  readonly order: InboxOrder;
  readonly after: string | null;
}
const FIRST_PAGE: Wanted = { box: 'todo', q: '', kind: '', overdue: false, order: 'newest', after: null };

const wantedOf = (req: Request): Wanted => ({
  box: BOXES.find((one) => one === queryText(req, 'box')) ?? 'todo',
  q: queryText(req, 'q').slice(0, 100),
  kind: Key.safeParse(queryText(req, 'kind')).data ?? '',
  overdue: queryText(req, 'overdue') === '1',
  order: INBOX_ORDERS.find((one) => one === queryText(req, 'order')) ?? 'newest',
  after: Uuid.safeParse(queryText(req, 'after')).data ?? null,
});

async function inboxData(scope: Scope, wanted: Wanted, { pickedIds, ...done }: BulkDone): Promise<PageData['inbox']> {
  const { deps, requests, reader } = scope;
  const { box, q, kind, overdue, order, after } = wanted;
  const { id } = reader.person;
  const filter = { ...(q && { q }), ...(kind && { policyKey: kind }), ...(overdue && { overdueAt: deps.clock() }) };
  const [lines, counts, kinds, chosen] = await Promise.all([
    requests.inbox({ userId: id, box, limit: PAGE + 1, after, order, ...filter }),
    requests.counts(id),
    inboxKinds(deps.db, id, box),
    kind === '' ? null : findPolicy(deps.db, kind),
  ]);
  const rows = await rowsOf(scope, lines.slice(0, PAGE), { box, pickedIds });
  return {
    shell: shellFor(reader, deps, { nav: 'inbox', todo: counts.todo, drafts: draftsOf(reader.person, PATH) }),
    box,
    boxes: BOXES.map((key) => ({ key, current: key === box, count: counts[key] })),
    q,
    kinds: kindsOf(kinds, { policyKey: kind, title: chosen?.title ?? kind }, reader.locale),
    narrowed: q !== '' || kind !== '' || overdue,
    overdue,
    orders: box === 'todo' ? INBOX_ORDERS.map((key) => ({ key, current: key === order })) : [],
    rows,
    sheets: listSheets('/api/v1/tasks/export', { box, q, policyKey: kind, overdue: overdue ? 'true' : '' }),
    more: lines.length > PAGE ? moreOf(wanted, lines[PAGE - 1]) : null,
    next: emptySteps('inbox', reader.person),
    batch: rows.some(({ pick }) => pick !== null) ? uuidv7() : null,
    ...done,
  };
}

/** What may be chosen, where there is a choice; one that is chosen stays, though nothing of it is left. */
function kindsOf(kinds: readonly InboxKind[], chosen: InboxKind, locale: Locale): PageData['inbox']['kinds'] {
  const isChosen = ({ policyKey }: InboxKind): boolean => policyKey === chosen.policyKey;
  const all = chosen.policyKey === '' || kinds.some(isChosen) ? kinds : [...kinds, chosen];
  if (all.length < 2 && chosen.policyKey === '') return [];
  return all
    .map(({ policyKey: key, title }) => ({
      key,
      title: knownLabel(locale, 'policy', title) ?? title,
      current: key === chosen.policyKey,
    }))
    .toSorted((a, b) => a.title.localeCompare(b.title, locale));
}

function moreOf({ box, q, kind, overdue, order }: Wanted, last: InboxEntry | undefined): string | null {
  if (!last) return null;
  const after = last.task?.id ?? last.request.id;
  const query = {
    box,
    q,
    ...(kind && { kind }),
    ...(overdue && { overdue: '1' }),
    ...(order !== 'newest' && { order }),
    after,
  };
  return `/inbox?${new URLSearchParams(query).toString()}`;
}

/** Decisions that wait for a person. */
export const countTodo = async (requests: Requests, userId: string): Promise<number> =>
  (await requests.counts(userId)).todo;

export async function rowsOf(
  { deps: { db, clock }, reader }: Pick<Scope, 'deps' | 'reader'>,
  entries: readonly InboxEntry[],
  { box, pickedIds }: Pick<BulkDone, 'pickedIds'> & { readonly box: Box },
): Promise<readonly InboxRow[]> {
  const nameOf = await namesOf(
    db,
    entries.flatMap(({ request, task }) => [request.requesterId, task?.onBehalfOfId ?? null]),
  );
  return entries.map(({ request, task, data, engagement, deciders }): InboxRow => {
    const dueAt = task?.dueAt ? Date.parse(task.dueAt) : null;
    return {
      href: `/requests/${request.id}`,
      // What lies with somebody else is decided on its own page, not in passing.
      pick: box === 'todo' && task?.status === 'active' ? `${task.id}:${request.subjectHash}` : null,
      picked: task !== null && pickedIds.includes(task.id),
      title: requestTitle(reader.locale, {
        title: request.subject.title,
        gate: gateTitleOf({ ...request.subject, data }, engagement),
      }),
      step: task?.stepTitle ?? null,
      requester: nameOf(request.requesterId),
      engagement,
      amount: amountOf(data),
      since: Date.parse(request.startedAt),
      dueAt,
      late: box === 'todo' && dueAt !== null ? lateness(dueAt, clock()) : null,
      status: task ? taskWord(task) : request.status,
      onBehalfOf: task?.onBehalfOfId ? nameOf(task.onBehalfOfId) : null,
      by: box !== 'todo' && deciders.length > 0 ? formatNames(deciders, reader.locale) : null,
    };
  });
}

const lateness = (dueAt: number, now: number): NonNullable<InboxRow['late']> =>
  dueAt < now ? 'overdue' : dueAt - now < SOON_MS ? 'soon' : 'on-time';
