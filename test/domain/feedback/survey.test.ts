import { NewSurvey } from '../../../domain/feedback/schema';
import { closingOf, isRunning, type SurveyRecord, surveySteps } from '../../../domain/feedback/survey';
import type { WorkCalendar } from '../../../domain/calendar/schema';

const week = Object.fromEntries(
  ['mon', 'tue', 'wed', 'thu', 'fri'].map((day) => [day, [['09:00', '18:00']]]),
) as WorkCalendar['weekly'];
const calendar: WorkCalendar = {
  timeZone: 'Asia/Shanghai',
  weekly: week,
  holidays: ['2027-03-10'],
  workdays: [],
};
const survey = (part: Partial<SurveyRecord> = {}): SurveyRecord => ({
  id: 's',
  engagementId: 'e',
  title: 'March',
  period: '2027-03',
  questions: ['csat'],
  closesOn: '2027-03-12',
  kpi: null,
  openLimit: null,
  closesAt: closingOf('2027-03-12', 'Asia/Shanghai'),
  openedAt: Date.parse('2027-03-01T09:00:00Z'),
  invitedAt: null,
  remindedAt: null,
  closedAt: null,
  ...part,
});
const steps = (part: Partial<SurveyRecord>) =>
  surveySteps(survey(part), calendar).map(({ key, at }) => [key, new Date(at).toISOString()]);

test('a survey invites at once, reminds two business days before its last day, and closes with it', () => {
  expect(steps({})).toEqual([
    ['survey:s:invitation', '2027-03-01T09:00:00.000Z'],
    // Friday 12th, Thursday 11th is one; the 10th is a holiday, so that the 9th is the second.
    ['survey:s:reminder', '2027-03-09T01:00:00.000Z'],
    ['survey:s:close', '2027-03-12T16:00:00.000Z'],
  ]);
});

test('what is done is not done again, and a survey that began too late for it reminds nobody', () => {
  const at = Date.parse('2027-03-11T09:00:00Z');
  expect(steps({ invitedAt: at, remindedAt: at }).map(([key]) => key)).toEqual(['survey:s:close']);
  expect(steps({ openedAt: at }).map(([key]) => key)).toEqual(['survey:s:invitation', 'survey:s:close']);
  expect(steps({ closedAt: at })).toEqual([]);
});

test('a survey runs until the end of its last day where the service is', () => {
  const at = (text: string) => isRunning(survey(), Date.parse(text));
  expect(at('2027-03-12T15:59:59.999Z')).toBe(true);
  expect(at('2027-03-12T16:00:00Z')).toBe(false);
  expect(isRunning(survey({ closedAt: 1 }), Date.parse('2027-03-02T00:00:00Z'))).toBe(false);
});

const body = (part: object = {}) => ({
  title: 'March',
  period: '2027-03',
  questions: ['csat'],
  closesOn: '2027-03-12',
  invitees: [{ email: 'a@example.com' }],
  ...part,
});

test.each<[string, object]>([
  ['questions', { questions: ['csat', 'csat'] }],
  ['questions', { questions: [] }],
  ['questions.0', { questions: ['joy'] }],
  ['invitees', { invitees: [] }],
  ['invitees.1.email', { invitees: [{ email: 'a@example.com' }, { email: 'A@example.com' }] }],
  ['invitees.0.email', { invitees: [{ email: 'nobody' }] }],
  ['kpi.figure', { kpi: { key: 'nps', figure: 'nps' } }],
  ['closesOn', { closesOn: '2027-02-30' }],
  ['openLimit', { open: true, openLimit: 4 }],
])('a survey names %s where it is wrong', (path, part) => {
  const issues = NewSurvey.safeParse(body(part)).error?.issues.map((issue) => issue.path.join('.'));
  expect(issues).toEqual([path]);
});

test('a survey may go without invitations where it has an open link', () => {
  expect(NewSurvey.parse(body({ invitees: [], open: true }))).toMatchObject({ open: true, openLimit: 500 });
});
