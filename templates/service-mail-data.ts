import type { IssueNews } from '../domain/issue/agenda';
import type { IssueSeverity, IssueState, Side } from '../domain/issue/words';

/** An issue in a mail about it, with what the mail says. */
export interface IssuePart {
  readonly word: IssueNews;
  readonly issue: {
    readonly number: number;
    readonly title: string;
    readonly severity: IssueSeverity;
    readonly state: IssueState;
    /** Null once there is an answer. */
    readonly answerDueAt: number | null;
    readonly resolveDueAt: number;
    /** What was said last, and by which side. */
    readonly said: string;
    readonly by: Side;
  };
}
