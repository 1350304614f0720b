import type { CsatFigure, NpsFigure } from '../domain/feedback/schema';
import type { SurveyQuestion } from '../domain/feedback/words';

/** A survey in the mail that asks somebody to answer it. */
export interface SurveyPart {
  readonly survey: { readonly title: string; readonly closesOn: string };
  readonly reminder: boolean;
}

export interface QuestionOnPage {
  readonly question: SurveyQuestion;
  readonly answers: readonly { readonly value: number; readonly chosen: boolean }[];
  /** What is wrong with the answer, in English. */
  readonly fault: string | null;
}

/** A survey as whoever is asked sees it. */
export interface SurveyPage {
  readonly survey: { readonly title: string; readonly closesOn: string };
  readonly questions: readonly QuestionOnPage[];
  readonly comment: string;
  readonly commentFault: string | null;
  /** Name of the first field that is wrong. */
  readonly focus: string | null;
  /** The link of an invitation: the answer can be changed. */
  readonly personal: boolean;
  /** No more than thanks: after an answer by an open link. */
  readonly over: boolean;
  readonly done: boolean;
  /** Code of why the answer was refused. */
  readonly refusal: string | null;
  /** Names this form, so that sent twice it is one answer. */
  readonly form: string;
  readonly action: string;
  readonly hidden: { readonly name: string; readonly value: string };
}

export interface FeedbackPages<Page> {
  readonly survey: Page & SurveyPage;
}

/** What was said about the service, on the page of its engagement. */
export interface FeedbackView {
  readonly periods: readonly {
    readonly period: string;
    readonly answered: number;
    readonly invited: number;
    readonly csat: CsatFigure | null;
    readonly nps: NpsFigure | null;
  }[];
  readonly running: readonly { readonly title: string; readonly answered: number; readonly closesOn: string }[];
  readonly remarks: readonly { readonly on: string; readonly source: string; readonly text: string }[];
}
