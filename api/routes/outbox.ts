import { z } from 'zod';
import { Instant, LongText, Uuid } from '../../domain/shapes';
import { listMail, type MailRow } from '../../db/stores/mail-log';
import { pageOf, pageQuery, readCursor, toPage } from '../paging';
import { ok, type Route, route } from '../route';
import type { Services } from '../services';

const Status = z.enum(['waiting', 'sent', 'skipped', 'collected']);
const Query = z.strictObject({ ...pageQuery, status: Status.optional() });
const Line = z.strictObject({
  key: z.string(),
  kind: z.string(),
  /** Null for the contact of a vendor. */
  recipientId: Uuid.nullable(),
  subject: z.string().nullable(),
  messageId: z.string(),
  requestId: Uuid.nullable(),
  taskId: Uuid.nullable(),
  engagementId: Uuid.nullable(),
  status: Status,
  attempts: z.int(),
  lastError: z.string().nullable(),
  createdAt: Instant,
  sentAt: Instant.nullable(),
});

/** When the mail was written after which the list goes on, and its key. */
const MailKey = z.tuple([Instant, LongText]);

export const outboxRoutes = ({ db }: Pick<Services, 'db'>): readonly Route[] => [
  route<unknown, z.infer<typeof Query>>({
    method: 'get',
    path: '/outbox',
    summary: 'Mails: what went out, what waits, and why',
    tag: 'Platform',
    access: ['admin', 'auditor', 'manager'],
    query: Query,
    answers: { 200: pageOf(Line) },
    handle: async ({ query: { limit, cursor, status } }) => {
      const after = readCursor(MailKey, cursor);
      const rows = await listMail(db, { status, after, limit: limit + 1 });
      const page = toPage(rows, limit, (row) => [row.created_at.toISOString(), row.key]);
      return ok({ items: page.items.map(toLine), next: page.next });
    },
  }),
];

const toLine = (row: MailRow): z.infer<typeof Line> => ({
  key: row.key,
  kind: row.kind,
  recipientId: row.recipient_id,
  subject: row.subject,
  messageId: row.message_id,
  requestId: row.request_id,
  taskId: row.task_id,
  engagementId: row.engagement_id,
  status: row.status,
  attempts: row.attempts,
  lastError: row.last_error,
  createdAt: row.created_at.toISOString(),
  sentAt: row.sent_at?.toISOString() ?? null,
});
