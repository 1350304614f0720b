import { findActionItem } from '../../db/stores/action-items';
import { findEngagement } from '../../db/stores/engagements';
import { findVendor } from '../../db/stores/vendors';
import type { Db } from '../../db/knex';
import type { ActionItemRecord } from '../../domain/action-item/schema';
import { localDate } from '../../domain/calendar/zone';
import type { MailOrder } from '../../domain/mail/order';
import type { Person } from '../../domain/people/people';
import type { ItemPart, MailData } from '../../templates/mail-data';
import { type RenderedMail, renderMail } from '../../templates/render';

interface Reading {
  readonly person: Person;
  readonly publicUrl: string;
}

/** A mail about work, from what its records say now; null when it is gone. */
export async function itemMail(db: Db, order: MailOrder, reading: Reading): Promise<RenderedMail | null> {
  if (order.kind === 'action-items') return itemsMail(db, order, reading);
  const item = await findActionItem(db, order.facts['item'] ?? '');
  if (!item) return null;
  const { locale } = reading.person;
  const data = { ...dataOf(item, reading), about: await aboutOf(db, item) };
  if (order.kind === 'action-item') return renderMail('action-item', locale, data);
  return renderMail('action-item-reminder', locale, { ...data, overdue: order.facts['overdue'] === 'true' });
}

function dataOf(item: ActionItemRecord, { person, publicUrl }: Reading): Omit<MailData['action-item'], 'about'> {
  const dueAt = Date.parse(item.dueAt);
  return {
    to: { name: person.name, timeZone: person.timeZone },
    url: `${publicUrl}/action-items/${item.id}`,
    part: partOf(item, person),
    item: {
      kind: item.kind,
      title: item.title,
      dueAt,
      dueOn: localDate(person.timeZone, dueAt),
      comment: item.comment,
      waiverReason: item.waiver?.reason ?? null,
    },
  };
}

function partOf(item: ActionItemRecord, { id }: Person): ItemPart {
  if (item.state === 'submitted') return id === item.approverId ? 'approver' : 'informed';
  if (id === item.assigneeId) return 'assignee';
  return item.waiver ? 'second-person' : 'informed';
}

async function aboutOf(db: Db, { engagementId, vendorId }: ActionItemRecord): Promise<string> {
  const engagement = engagementId === null ? null : await findEngagement(db, engagementId);
  if (engagement) return `${engagement.number} ${engagement.title}`;
  return (vendorId === null ? null : await findVendor(db, vendorId))?.name ?? '';
}

/** All that one event asks of the reader, first due first. */
async function itemsMail(db: Db, { facts }: MailOrder, { person, publicUrl }: Reading): Promise<RenderedMail | null> {
  const items: ActionItemRecord[] = [];
  for (const id of (facts['items'] ?? '').split(' ')) {
    const item = await findActionItem(db, id);
    if (item) items.push(item);
  }
  const [first] = items;
  if (!first) return null;
  return renderMail('action-items', person.locale, {
    to: { name: person.name, timeZone: person.timeZone },
    url: `${publicUrl}/action-items`,
    about: await aboutOf(db, first),
    tasks: items.map(({ id, kind, title, dueAt }) => ({
      kind,
      title,
      dueAt: Date.parse(dueAt),
      url: `${publicUrl}/action-items/${id}`,
    })),
  });
}
