import { type Request, type Response, Router } from 'express';
import { v7 as uuidv7 } from 'uuid';
import { ACTION_ACTS, type ActionAct, actionAccess, actionObjection } from '../../domain/action-item/acts';
import type { ActionItemRecord } from '../../domain/action-item/schema';
import { DomainError } from '../../domain/errors';
import { Uuid } from '../../domain/shapes';
import { listActionItems } from '../../db/stores/action-items';
import { activeInsiders } from '../../db/stores/people';
import type { PageData } from '../../templates/page-data';
import { listSheets } from '../../templates/sheets';
import { actOnItem, answersFor, readableItem, viewOf } from '../action-items';
import { encodeCursor, readCursor, TimedKey } from '../paging';
import { aboutOf, latenessOf, workplaceOf } from './action-item-view';
import { formField } from './csrf';
import { draftsOf, recordedForm } from './drafts';
import type { Guarded, SignedIn } from './guard';
import { countTodo } from './inbox-page';
import { type PageDeps, queryText, sendPage, shellFor } from './reader';
import { namesOf } from './request-view';
import type { Requests } from './requests-port';

const PAGE = 50;

interface Visit {
  readonly req: Request;
  readonly res: Response;
  readonly reader: SignedIn;
}

/** What was tried before a refusal; nothing that was written is lost. */
interface Attempt {
  readonly text: string;
  readonly assigneeId: string;
  readonly refusal: string | null;
  readonly exact: string | null;
}
const FRESH: Attempt = { text: '', assigneeId: '', refusal: null, exact: null };

/** Work that lies with the reader, and each item with what may be done about it. */
export function actionItemPages(deps: PageDeps, { signedIn }: Guarded, requests: Requests): Router {
  const router = Router();
  const shown = async (visit: Visit, attempt: Attempt): Promise<void> => {
    const data = await itemData(deps, visit, attempt);
    const todo = await countTodo(requests, visit.reader.person.id);
    const drafts = draftsOf(visit.reader.person, data.actionHref);
    const shell = shellFor(visit.reader, deps, { nav: 'action-items', todo, drafts });
    const status = attempt.refusal ? 422 : 200;
    sendPage(visit.res, visit.reader, { name: 'action-item', status, data: { shell, ...data } });
  };
  router.get(
    '/action-items',
    signedIn(async (req, res, reader) => {
      const todo = await countTodo(requests, reader.person.id);
      const shell = shellFor(reader, deps, { nav: 'action-items', todo });
      const list = await listData(deps, reader, queryText(req, 'after'));
      sendPage(res, reader, { name: 'action-items', data: { shell, ...list } });
    }),
  );
  router.get(
    '/action-items/:id',
    signedIn((req, res, reader) => shown({ req, res, reader }, FRESH)),
  );
  router.post(
    '/action-items/:id',
    signedIn(async (req, res, reader) => {
      const refused = await attempted(deps, { req, res, reader });
      if (refused === null) {
        recordedForm({ deps, res, reader }, pathOf({ id: idOf(req) }));
        return res.redirect(303, req.originalUrl);
      }
      return shown(
        { req, res, reader },
        { text: formField(req, 'text'), assigneeId: formField(req, 'assigneeId'), ...refused },
      );
    }),
  );
  return router;
}

async function listData(
  deps: PageDeps,
  reader: SignedIn,
  cursor: string,
): Promise<Omit<PageData['action-items'], 'shell'>> {
  const place = readCursor(TimedKey, cursor);
  const after = place && { dueAt: place[0], id: place[1] };
  const wanted = { assigneeId: reader.person.id, pending: true, after, limit: PAGE + 1 };
  const found = await listActionItems(deps.db, wanted);
  const last = found.length > PAGE ? found[PAGE - 1] : undefined;
  return {
    rows: await Promise.all(
      found.slice(0, PAGE).map(async (item) => ({
        href: `/action-items/${item.id}`,
        kind: item.kind,
        title: item.title,
        state: item.state,
        about: (await aboutOf(deps.db, item)).text,
        dueAt: Date.parse(item.dueAt),
        late: latenessOf(item, deps.clock()),
      })),
    ),
    sheets: listSheets('/api/v1/action-items/export', {}),
    more: last ? `/action-items?after=${encodeCursor([last.dueAt, last.id])}` : null,
  };
}

const pathOf = ({ id }: Pick<ActionItemRecord, 'id'>): string => `/action-items/${id}`;

async function itemData(
  deps: PageDeps,
  { req, reader }: Visit,
  attempt: Attempt,
): Promise<Omit<PageData['action-item'], 'shell'>> {
  const { db } = deps;
  const item = await readableItem(db, idOf(req), reader.person);
  const { assigneeId, approverId, waiver, closedBy, closedAt } = item;
  const nameOf = await namesOf(db, [assigneeId, approverId, waiver?.askedBy ?? null, closedBy]);
  const offers = await offersOf(deps, item, reader);
  return {
    item: {
      kind: item.kind,
      title: item.title,
      state: item.state,
      dueAt: Date.parse(item.dueAt),
      late: latenessOf(item, deps.clock()),
      assignee: nameOf(assigneeId),
      approver: approverId && nameOf(approverId),
      comment: item.comment,
      waiver: waiver && { reason: waiver.reason, by: nameOf(waiver.askedBy) },
      closed: closedAt === null ? null : { by: closedBy && nameOf(closedBy), at: Date.parse(closedAt) },
    },
    about: await aboutOf(db, item),
    workplace: workplaceOf(item),
    actionHref: pathOf(item),
    offers,
    people: offers.includes('assign') ? await othersThan(deps, assigneeId) : [],
    ...attempt,
    unsaid: attempt.refusal === 'COMMENT_REQUIRED' && offers.length > 0,
  };
}

async function offersOf(
  { db }: PageDeps,
  record: ActionItemRecord,
  { person }: SignedIn,
): Promise<readonly ActionAct[]> {
  const item = viewOf(record);
  const asked = { person, item, answers: await answersFor(db, item, person) };
  return ACTION_ACTS.filter((act) => actionAccess(act, asked) === null && actionObjection(act, item) === null);
}

const othersThan = async ({ db }: PageDeps, assigneeId: string) =>
  (await activeInsiders(db)).filter(({ id }) => id !== assigneeId).map(({ id, name }) => ({ id, name }));

/** Does what the form asks for; answers a refusal that the person can do something about. */
async function attempted(deps: PageDeps, { req, reader }: Visit): Promise<Pick<Attempt, 'refusal' | 'exact'> | null> {
  const act = ACTION_ACTS.find((one) => one === formField(req, 'act'));
  const text = formField(req, 'text');
  const assigneeId = formField(req, 'assigneeId');
  if (!act) return { refusal: 'DECISION_REQUIRED', exact: null };
  if (NEEDS_REASON.has(act) && text.length < 2) return { refusal: 'COMMENT_REQUIRED', exact: null };
  const now = deps.clock();
  const doing = { id: idOf(req), act, actor: reader.person, channel: 'page', text: text || null, now } as const;
  try {
    await actOnItem(deps, { ...doing, newId: uuidv7(), ...(assigneeId && { assigneeId }) });
    return null;
  } catch (error) {
    if (error instanceof DomainError && error.code !== 'NOT_FOUND')
      return { refusal: error.code, exact: error.message };
    throw error;
  }
}

const NEEDS_REASON: ReadonlySet<ActionAct> = new Set(['return', 'waive', 'cancel']);

function idOf(req: Request): string {
  const id = Uuid.safeParse(req.params['id']);
  if (!id.success) throw new DomainError('NOT_FOUND', 'There is no such item.');
  return id.data;
}
