import type { AgendaItem } from '../engagement/agenda';
import { concerns, isOpenIssue, type IssueRecord, isUnanswered } from './issue';
import { otherSide, type Side } from './words';

export const ISSUE_NEWS = ['news', 'answer-recall', 'answer-late', 'resolve-recall', 'resolve-late'] as const;
export type IssueNews = (typeof ISSUE_NEWS)[number];

interface Saying {
  readonly word: IssueNews;
  readonly at: number;
}

/** What is still to be said about an issue. The record knows what has been said, so that nothing is said twice. */
function sayings(issue: IssueRecord): readonly Saying[] {
  const { remarks, told, said, state, clocks } = issue;
  const [first] = remarks.slice(told);
  const news: readonly Saying[] = first ? [{ word: 'news', at: first.at }] : [];
  const answer: readonly Saying[] = isUnanswered(state)
    ? [
        { word: 'answer-recall', at: clocks.answerRecallAt },
        { word: 'answer-late', at: clocks.answerDueAt },
      ]
    : [];
  const resolve: readonly Saying[] = isOpenIssue(state)
    ? [
        { word: 'resolve-recall', at: clocks.resolveRecallAt },
        { word: 'resolve-late', at: clocks.resolveDueAt },
      ]
    : [];
  return [...news, ...[...answer, ...resolve].filter(({ word }) => !said.includes(word))];
}

export const issueSteps = (issue: IssueRecord): readonly AgendaItem[] =>
  sayings(issue).map(({ word, at }) => ({
    key: `issue:${issue.id}:${issue.reopened}:${word}${word === 'news' ? `:${issue.remarks.length}` : ''}`,
    kind: 'issue',
    at,
    facts: { issue: issue.id, word, title: issue.title },
  }));

export interface DueOfIssue {
  /** Sides that have not heard of what the other one said. */
  readonly tell: readonly Side[];
  /** The gravest of the reminders whose time has come; the side that owes it hears of it. */
  readonly recall: Exclude<IssueNews, 'news'> | null;
  /** Something is late for the first time. */
  readonly late: boolean;
  readonly said: readonly string[];
}

/** What of it is due now; of several reminders that passed while nothing ran only the last is spoken of. */
export function dueOfIssue(issue: IssueRecord, now: number): DueOfIssue | null {
  const due = sayings(issue).filter(({ at }) => at <= now);
  if (due.length === 0) return null;
  const words = due.flatMap(({ word }) => (word === 'news' ? [] : [word]));
  const tell = due.some(({ word }) => word === 'news') ? listeners(issue) : [];
  const recall = words.at(-1) ?? null;
  return { tell, recall, late: words.some((word) => word.endsWith('-late')), said: [...issue.said, ...words] };
}

const listeners = (issue: IssueRecord): readonly Side[] => {
  const sides = issue.remarks.slice(issue.told).map(({ side }) => otherSide(side));
  return [...new Set(sides)].filter((side) => concerns(side, issue));
};
