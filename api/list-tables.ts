import type { ActionItem } from '../domain/action-item/schema';
import { withoutLinks } from '../domain/mail/resend';
import type { Locale } from '../domain/people/people';
import type { ComingAbsence } from '../db/read/coming-absences';
import type { InboxEntry } from '../db/read/inbox';
import type { JournalLine } from '../db/read/mail-journal';
import type { DirectoryLine } from '../db/read/people-directory';
import { labelOf } from '../templates/catalog';
import { amountOf } from '../templates/facts';
import { formatNames } from '../templates/format';
import { gateTitleOf, requestTitle } from '../templates/request-title';
import { taskWord } from '../templates/task-word';
import { type Around, type Columns, momentOf, tableOf } from './record-sheet';
import type { SheetCell, SheetTable } from './sheets/sheet';

/** Lists that belong to no engagement, as sheets: what their pages show, and all of it. */
const PEOPLE_COLUMNS: Columns = [
  ['name', 'text'],
  ['email', 'text'],
  ['roles', 'text'],
  ['manager', 'text'],
  ['state', 'text'],
  ['away-until', 'date'],
  ['substitute', 'text'],
];

type Absent = (person: DirectoryLine['person']) => ComingAbsence | null;

export const peopleTable = (
  lines: readonly DirectoryLine[],
  { locale, absent }: { readonly locale: Locale; readonly absent: Absent },
): SheetTable =>
  tableOf('people', PEOPLE_COLUMNS, {
    locale,
    rows: lines.map(({ person, managerName }) => {
      const away = absent(person);
      return [
        ...[person.name, person.email],
        person.roles.map((role) => labelOf(locale, 'role', role)).join('; '),
        managerName,
        labelOf(locale, 'people-state', person.active ? 'active' : 'left'),
        ...[away?.to ?? null, away?.substituteName ?? null],
      ];
    }),
  });

const MAIL_COLUMNS: Columns = [
  ['created', 'text'],
  ['recipient', 'text'],
  ['subject', 'text'],
  ['template', 'text'],
  ['engagement', 'text'],
  ['state', 'text'],
  ['attempts', 'number'],
  ['error', 'text'],
  ['sent', 'text'],
];

/** Links in subjects and errors would let whoever has the file decide. */
export const mailTable = (mails: readonly JournalLine[], { locale }: Pick<Around, 'locale'>): SheetTable =>
  tableOf('mails', MAIL_COLUMNS, {
    locale,
    rows: mails.map((mail) => [
      momentOf(mail.at),
      mail.recipient ?? mail.address,
      mail.subject && withoutLinks(mail.subject),
      ...[mail.kind, mail.engagement],
      labelOf(locale, 'mail-state', mail.state),
      mail.attempts,
      mail.error && withoutLinks(mail.error),
      momentOf(mail.sentAt),
    ]),
  });

const TASK_COLUMNS: Columns = [
  ['title', 'text'],
  ['engagement', 'text'],
  ['step', 'text'],
  ['requester', 'text'],
  ['on-behalf-of', 'text'],
  ['amount', 'amount'],
  ['currency', 'text'],
  ['since', 'text'],
  ['due', 'text'],
  ['status', 'text'],
  ['decided-by', 'text'],
];

export const taskTable = (
  entries: readonly InboxEntry[],
  around: Around & { readonly showsDeciders: boolean },
): SheetTable =>
  tableOf('tasks', TASK_COLUMNS, { locale: around.locale, rows: entries.map((entry) => taskRow(entry, around)) });

function taskRow(
  { request, task, data, engagement, deciders }: InboxEntry,
  { locale, nameOf, showsDeciders }: Around & { readonly showsDeciders: boolean },
): readonly SheetCell[] {
  const amount = amountOf(data);
  return [
    requestTitle(locale, {
      title: request.subject.title,
      gate: gateTitleOf({ ...request.subject, data }, engagement),
    }),
    engagement && `${engagement.number} ${engagement.title}`,
    task && labelOf(locale, 'step', task.stepTitle),
    ...[nameOf(request.requesterId), nameOf(task?.onBehalfOfId ?? null)],
    ...[amount?.amount ?? null, amount?.currency ?? null, request.startedAt, task?.dueAt ?? null],
    labelOf(locale, 'task-status', task ? taskWord(task) : request.status),
    showsDeciders && deciders.length > 0 ? formatNames(deciders, locale) : null,
  ];
}

const ITEM_COLUMNS: Columns = [
  ['title', 'text'],
  ['type', 'text'],
  ['about', 'text'],
  ['due', 'text'],
  ['state', 'text'],
];

export type About = Pick<ActionItem, 'engagementId' | 'vendorId'>;

export const itemTable = (
  items: readonly ActionItem[],
  { locale, aboutOf }: { readonly locale: Locale; readonly aboutOf: (item: About) => string | null },
): SheetTable =>
  tableOf('action-items', ITEM_COLUMNS, {
    locale,
    rows: items.map((item) => {
      const kind = labelOf(locale, 'action-item', item.kind);
      return [item.title ?? kind, kind, aboutOf(item), item.dueAt, labelOf(locale, 'action-item-state', item.state)];
    }),
  });
