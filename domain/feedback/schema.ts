import { z } from 'zod';
import { LOCALES } from '../people/people';
import { Instant, Key, LocalDate, LongText, Period, ShortText, Uuid } from '../shapes';
import { QUESTION_OF, SCALES, SURVEY_FIGURES, SURVEY_QUESTIONS } from './words';

const MOST_INVITED = 500;
const MOST_OPEN = 5000;

const Invitee = z.strictObject({
  name: ShortText.optional(),
  email: z.email().max(254),
  locale: z.enum(LOCALES).default('en'),
});
export type Invitee = z.infer<typeof Invitee>;

/** The KPI that takes a figure of the survey as its value for the period. */
const FedKpi = z.strictObject({ key: Key, figure: z.enum(SURVEY_FIGURES) });

export const NewSurvey = z
  .strictObject({
    title: ShortText,
    period: Period,
    questions: z.array(z.enum(SURVEY_QUESTIONS)).min(1).max(SURVEY_QUESTIONS.length),
    /** The last day on which answers count. */
    closesOn: LocalDate,
    /** Who gets a mailed link of their own; an answer can be changed until the survey closes. */
    invitees: z.array(Invitee).max(MOST_INVITED).default([]),
    /** One link for everybody who is given it; so many answers at most come in by it. */
    open: z.boolean().default(false),
    openLimit: z.int().min(5).max(MOST_OPEN).default(500),
    kpi: FedKpi.optional(),
  })
  .superRefine((survey, ctx) => {
    for (const { path, message } of surveyFaults(survey)) ctx.addIssue({ code: 'custom', path: [...path], message });
  });
export type NewSurvey = z.infer<typeof NewSurvey>;

type Faulty = Pick<NewSurvey, 'questions' | 'invitees' | 'open' | 'kpi'>;
interface Fault {
  readonly path: readonly (string | number)[];
  readonly message: string;
}

function surveyFaults({ questions, invitees, open, kpi }: Faulty): readonly Fault[] {
  const addresses = invitees.map(({ email }) => email.toLowerCase());
  const twice = addresses.flatMap((one, index) => (addresses.indexOf(one) < index ? [index] : []));
  return [
    ...(new Set(questions).size < questions.length ? [{ path: ['questions'], message: 'comes twice' }] : []),
    ...twice.map((index) => ({ path: ['invitees', index, 'email'], message: 'comes twice' })),
    ...(invitees.length === 0 && !open
      ? [{ path: ['invitees'], message: 'must not be empty without an open link' }]
      : []),
    ...(kpi && !questions.includes(QUESTION_OF[kpi.figure])
      ? [{ path: ['kpi', 'figure'], message: 'comes from a question that is not asked' }]
      : []),
  ];
}

const scale = ({ least, most }: { readonly least: number; readonly most: number }) => z.int().min(least).max(most);

/** What somebody answers; which of the questions were asked is checked against the survey. */
export const SurveyAnswer = z.strictObject({
  csat: scale(SCALES.csat).nullable(),
  nps: scale(SCALES.nps).nullable(),
  comment: LongText.max(2000).nullable(),
});
export type SurveyAnswer = z.infer<typeof SurveyAnswer>;

/** `enough: false`: fewer than five answers, and no figure. */
export const CsatFigure = z.strictObject({
  n: z.int(),
  enough: z.boolean(),
  /** Share of 4 and 5 in basis points. */
  shareBp: z.int().nullable(),
  mean: z.number().nullable(),
});
export type CsatFigure = z.infer<typeof CsatFigure>;

export const NpsFigure = z.strictObject({
  n: z.int(),
  enough: z.boolean(),
  /** -100 to 100. */
  score: z.number().nullable(),
  /** Half of the interval of 95 %, which lies around the adjusted score. */
  margin: z.number().nullable(),
  low: z.number().nullable(),
  high: z.number().nullable(),
  promoters: z.int().nullable(),
  passives: z.int().nullable(),
  detractors: z.int().nullable(),
});
export type NpsFigure = z.infer<typeof NpsFigure>;

export const SurveyView = z.strictObject({
  id: Uuid,
  title: z.string(),
  period: Period,
  questions: z.array(z.enum(SURVEY_QUESTIONS)),
  closesOn: LocalDate,
  closesAt: Instant,
  state: z.enum(['running', 'closed']),
  invited: z.int(),
  answered: z.int(),
  open: z.boolean(),
  openLimit: z.int().nullable(),
  /** The open link, as long as it can be answered. */
  openUrl: z.string().nullable(),
  kpi: FedKpi.nullable(),
  /** Null while it runs, and of what is not asked. */
  csat: CsatFigure.nullable(),
  nps: NpsFigure.nullable(),
  /** What was written, without names and in no order of time; empty while it runs and with fewer than five answers. */
  comments: z.array(z.string()),
});
export type SurveyView = z.infer<typeof SurveyView>;

/** A single remark that reached us by another way. */
export const NewRemark = z.strictObject({
  on: LocalDate,
  /** Where it comes from: a customer, a department, a meeting. */
  source: ShortText,
  text: LongText.min(2),
  rating: scale(SCALES.csat).optional(),
});
export type NewRemark = z.infer<typeof NewRemark>;

export const RemarkView = z.strictObject({
  id: Uuid,
  on: LocalDate,
  source: z.string(),
  text: z.string(),
  rating: z.int().nullable(),
  recordedBy: Uuid,
  recordedAt: Instant,
});
export type RemarkView = z.infer<typeof RemarkView>;

/** Feedback of one period: surveys that have closed and have enough answers count as one. */
export const PeriodFeedback = z.strictObject({
  period: Period,
  surveys: z.int(),
  invited: z.int(),
  answered: z.int(),
  csat: CsatFigure.nullable(),
  nps: NpsFigure.nullable(),
});
export type PeriodFeedback = z.infer<typeof PeriodFeedback>;
