import { Router } from 'express';
import { BOXES, type Box, type InboxLine } from '../../domain/approval/request-schema';
import { gateTitleOf, requestTitle } from '../../templates/request-title';
import type { InboxRow, PageData } from '../../templates/page-data';
import { findEngagement } from '../../db/stores/engagements';
import type { Guarded, SignedIn } from './guard';
import { type PageDeps, queryText, sendPage, shellFor } from './reader';
import { namesOf } from './request-view';
import type { Requests } from './requests-port';

const PAGE = 50;
const SOON_MS = 24 * 3_600_000;

export function inboxPage(deps: PageDeps, { signedIn }: Guarded, requests: Requests): Router {
  const router = Router();
  router.get(
    '/inbox',
    signedIn(async (req, res, reader) => {
      const box = BOXES.find((one) => one === queryText(req, 'box')) ?? 'todo';
      const wanted = { box, q: queryText(req, 'q').slice(0, 100), after: queryText(req, 'after') || null };
      sendPage(res, reader, { name: 'inbox', data: await inboxData({ deps, requests, reader }, wanted) });
    }),
  );
  return router;
}

interface Scope {
  readonly deps: PageDeps;
  readonly requests: Requests;
  readonly reader: SignedIn;
}

interface Wanted {
  readonly box: Box;
  readonly q: string;
  readonly after: string | null;
}

async function inboxData({ deps, requests, reader }: Scope, { box, q, after }: Wanted): Promise<PageData['inbox']> {
  const lines = await requests.inbox({ userId: reader.person.id, box, limit: PAGE + 1, after });
  const shown = lines.slice(0, PAGE);
  const rows = await rowsOf({ deps, reader }, shown, box);
  const last = shown.at(-1);
  return {
    shell: shellFor(reader, deps, { nav: 'inbox', todo: await countTodo(requests, reader.person.id) }),
    box,
    boxes: BOXES.map((key) => ({ key, current: key === box })),
    q,
    rows: q ? rows.filter((row) => matches(row, q)) : rows,
    more:
      lines.length > PAGE && last
        ? `/inbox?${new URLSearchParams({ box, q, after: last.task?.id ?? last.request.id }).toString()}`
        : null,
  };
}

/** Decisions that wait for a person; a long queue is counted up to a page. */
export const countTodo = async (requests: Requests, userId: string): Promise<number> =>
  (await requests.inbox({ userId, box: 'todo', limit: PAGE, after: null })).length;

async function rowsOf(
  { deps: { db, clock }, reader }: Pick<Scope, 'deps' | 'reader'>,
  lines: readonly InboxLine[],
  box: Box,
): Promise<readonly InboxRow[]> {
  const nameOf = await namesOf(
    db,
    lines.flatMap(({ request, task }) => [request.requesterId, task?.onBehalfOfId ?? null]),
  );
  const ids = [...new Set(lines.flatMap(({ request }) => request.engagementId ?? []))];
  const engagements = new Map(
    (await Promise.all(ids.map((id) => findEngagement(db, id)))).map((row) => [row?.id, row]),
  );
  return lines.map(({ request, task }): InboxRow => {
    const engagement = request.engagementId ? engagements.get(request.engagementId) : null;
    const dueAt = task?.dueAt ? Date.parse(task.dueAt) : null;
    return {
      href: `/requests/${request.id}`,
      title: requestTitle(reader.locale, {
        title: request.subject.title,
        gate: gateTitleOf(request.subject, engagement),
      }),
      step: task?.stepTitle ?? null,
      requester: nameOf(request.requesterId),
      engagement: engagement ? { number: engagement.number, title: engagement.title } : null,
      amount: null,
      since: Date.parse(request.startedAt),
      dueAt,
      late: box === 'todo' && dueAt !== null ? lateness(dueAt, clock()) : null,
      status: task?.status ?? request.status,
      onBehalfOf: task?.onBehalfOfId ? nameOf(task.onBehalfOfId) : null,
      by: null,
    };
  });
}

const lateness = (dueAt: number, now: number): NonNullable<InboxRow['late']> =>
  dueAt < now ? 'overdue' : dueAt - now < SOON_MS ? 'soon' : 'on-time';

function matches({ title, requester, engagement }: InboxRow, q: string): boolean {
  const text = [title, requester, engagement?.number, engagement?.title].join(' ').toLowerCase();
  return text.includes(q.toLowerCase());
}
