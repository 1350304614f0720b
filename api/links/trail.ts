import { appendAudit, streamOfRequest } from '../../db/stores/audit';
import { inTransaction } from '../../db/transaction';
import type { Use } from './visit';

export interface LinkEvent {
  readonly type: 'link.decided' | 'link.refused' | 'link.locked' | 'link.reported';
  /** Tells apart what happens to one task; the same again leaves one entry. */
  readonly key: string;
  readonly payload?: Readonly<Record<string, unknown>>;
}

const MAX_AGENT = 200;

/** Writes down from where a link was used. The expiry says which of the mailed links it was; the token stands nowhere. */
export async function noteLinkEvent({ services, req, visit, now }: Use, event: LinkEvent): Promise<void> {
  const { found, parsed } = visit.link;
  const { task, engagementId, recipient } = found;
  const stream = streamOfRequest(task.request_id, engagementId);
  const payload = {
    requestId: task.request_id,
    taskId: task.id,
    linkExpiresAt: new Date(parsed.expiresAt).toISOString(),
    ip: req.ip ?? null,
    userAgent: (req.headers['user-agent'] ?? '').slice(0, MAX_AGENT),
    ...event.payload,
  };
  const { type, key } = event;
  const entry = {
    key: `${type}:${task.id}:${key}`,
    at: now,
    type,
    actorId: recipient.id,
    channel: 'email',
    payload,
  } as const;
  await inTransaction(services.db, (trx) => appendAudit(trx, stream, [entry]));
}
