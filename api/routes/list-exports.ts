import { z } from 'zod';
import { BOXES } from '../../domain/approval/request-schema';
import { MAIL_STATES } from '../../domain/mail/resend';
import { ROLES } from '../../domain/people/people';
import { Key } from '../../domain/shapes';
import { engagementNames } from '../../db/read/engagements-named';
import { inboxEntries } from '../../db/read/inbox';
import { searchMails } from '../../db/read/mail-journal';
import { peopleDirectory } from '../../db/read/people-directory';
import { vendorNames } from '../../db/read/vendors-named';
import { listActionItems } from '../../db/stores/action-items';
import { absentNow } from '../admin/absent-now';
import { ADMIN_READERS } from '../admin/access';
import { type About, itemTable, mailTable, peopleTable, taskTable } from '../list-tables';
import { type Route, route } from '../route';
import type { Services } from '../services';
import { SHEET_MEDIA, SheetFormat, sheetReply } from '../sheets/exchange';
import { namesBy } from './record-exports';

type Deps = Pick<Services, 'db'>;

/** As many rows as a sheet holds. */
const ALL = 10_000;

/** Lists that belong to no engagement, as their pages narrow them down. Before routes that take any name for an id. */
export const listExportRoutes = (deps: Deps): readonly Route[] => [
  people(deps),
  mails(deps),
  tasks(deps),
  actionItems(deps),
];

const PeopleQuery = SheetFormat.extend({
  q: z.string().max(100).default(''),
  role: z.enum(ROLES).optional(),
  state: z.enum(['active', 'left']).optional(),
});

const people = ({ db }: Deps): Route =>
  route<unknown, z.infer<typeof PeopleQuery>>({
    method: 'get',
    path: '/users/export',
    summary: 'People as a sheet, by name, with who is away',
    tag: 'People',
    access: ADMIN_READERS,
    query: PeopleQuery,
    answers: { 200: null },
    media: SHEET_MEDIA,
    handle: async ({ query: { format, q, role = null, state }, actor: { locale }, now }) => {
      const active = state === undefined ? null : state === 'active';
      const lines = await peopleDirectory(db, { q, role, active, after: null, limit: ALL });
      const ids = lines.map(({ person }) => person.id);
      return sheetReply([peopleTable(lines, { locale, absent: await absentNow(db, ids, now) })], {
        format,
        name: 'people',
      });
    },
  });

const Sought = z.string().max(200).default('');
const MailQuery = SheetFormat.extend({
  recipient: Sought,
  state: z.enum(MAIL_STATES).optional(),
  kind: Sought,
  engagement: Sought,
});

const mails = ({ db }: Deps): Route =>
  route<unknown, z.infer<typeof MailQuery>>({
    method: 'get',
    path: '/mails/export',
    summary: 'The log of mails as a sheet, newest first',
    tag: 'Platform',
    access: ADMIN_READERS,
    query: MailQuery,
    answers: { 200: null },
    media: SHEET_MEDIA,
    handle: async ({ query: { format, state = null, ...sought }, actor: { locale } }) => {
      const found = await searchMails(db, { ...sought, state, after: null, limit: ALL });
      return sheetReply([mailTable(found, { locale })], { format, name: 'mails' });
    },
  });

const TaskQuery = SheetFormat.extend({
  box: z.enum(BOXES).default('todo'),
  policyKey: Key.optional(),
  q: z.string().trim().min(1).max(100).optional(),
  overdue: z.stringbool().default(false),
});

const tasks = ({ db }: Deps): Route =>
  route<unknown, z.infer<typeof TaskQuery>>({
    method: 'get',
    path: '/tasks/export',
    summary: 'One box of the caller’s inbox as a sheet, newest first',
    tag: 'Approvals',
    access: 'signed-in',
    query: TaskQuery,
    answers: { 200: null },
    media: SHEET_MEDIA,
    handle: async ({ query: { format, overdue, ...asked }, actor: { id: userId, locale }, now }) => {
      const { box } = asked;
      const wanted = { ...asked, userId, ...(overdue && { overdueAt: now }), after: null, limit: ALL };
      const entries = await inboxEntries(db, wanted);
      const nameOf = await namesBy(
        db,
        entries.flatMap(({ request, task }) => [request.requesterId, task?.onBehalfOfId]),
      );
      const table = taskTable(entries, { locale, nameOf, showsDeciders: box !== 'todo' });
      return sheetReply([table], { format, name: `tasks-${box}` });
    },
  });

const actionItems = ({ db }: Deps): Route =>
  route<unknown, SheetFormat>({
    method: 'get',
    path: '/action-items/export',
    summary: 'Work that lies with the caller as a sheet, first due first',
    tag: 'Action items',
    access: 'signed-in',
    query: SheetFormat,
    answers: { 200: null },
    media: SHEET_MEDIA,
    handle: async ({ query: { format }, actor: { id, locale } }) => {
      const items = await listActionItems(db, { assigneeId: id, pending: true, after: null, limit: ALL });
      const engagements = await engagementNames(
        db,
        items.flatMap(({ engagementId }) => engagementId ?? []),
      );
      const vendors = await vendorNames(
        db,
        items.flatMap(({ vendorId }) => vendorId ?? []),
      );
      const aboutOf = ({ engagementId, vendorId }: About): string | null =>
        engagements.get(engagementId ?? '') ?? vendors.get(vendorId ?? '') ?? null;
      return sheetReply([itemTable(items, { locale, aboutOf })], { format, name: 'action-items' });
    },
  });
