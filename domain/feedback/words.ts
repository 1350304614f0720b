/** What a survey asks: satisfaction from 1 to 5, recommendation from 0 to 10. A free comment goes with every answer. */
export const SURVEY_QUESTIONS = ['csat', 'nps'] as const;
export type SurveyQuestion = (typeof SURVEY_QUESTIONS)[number];

/** Lowest and highest answer to a question. */
export const SCALES: Readonly<Record<SurveyQuestion, { readonly least: number; readonly most: number }>> = {
  csat: { least: 1, most: 5 },
  nps: { least: 0, most: 10 },
};

/** Figures of a survey that a KPI can take as its value. */
export const SURVEY_FIGURES = ['csat-share', 'csat-mean', 'nps'] as const;
export type SurveyFigure = (typeof SURVEY_FIGURES)[number];

/** The question that a figure comes from. */
export const QUESTION_OF: Readonly<Record<SurveyFigure, SurveyQuestion>> = {
  'csat-share': 'csat',
  'csat-mean': 'csat',
  nps: 'nps',
};
