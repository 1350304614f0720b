import type { AgendaItem, AgendaKind } from '../engagement/agenda';
import { isSealed, type Question, type Tender } from './tender';

const HOUR_MS = 3_600_000;
/** Hours before the deadline at which vendors who have not answered are reminded. */
const REMIND_BEFORE = [72, 24] as const;

/** What a tender sets going: reminders, the opening at the deadline, and questions that stay without an answer. */
export function tenderItems(tender: Tender | null, questions: readonly Question[]): readonly AgendaItem[] {
  return [...(tender && isSealed(tender) ? deadlineItems(tender) : []), ...questions.flatMap(overdueItem)];
}

function deadlineItems({ closeAt, publishedAt }: Tender): readonly AgendaItem[] {
  const reminders = REMIND_BEFORE.map((hours) => ({ hours, at: closeAt - hours * HOUR_MS }));
  return [
    ...reminders
      .filter(({ at }) => at > (publishedAt ?? 0))
      .map(({ hours, at }) => item('tender-reminder', { subject: `${closeAt}:${hours}`, at })),
    item('tender-close', { subject: String(closeAt), at: closeAt }),
  ];
}

const overdueItem = ({ id, asker, dueAt, answeredAt }: Question): readonly AgendaItem[] =>
  asker === 'buyer' && dueAt !== null && answeredAt === null
    ? [item('question-due', { subject: id, at: dueAt, facts: { question: id } })]
    : [];

const item = (
  kind: AgendaKind,
  { subject, at, facts = {} }: { readonly subject: string; readonly at: number; readonly facts?: AgendaItem['facts'] },
): AgendaItem => ({ key: `${kind}:${subject}`, kind, at, facts });
