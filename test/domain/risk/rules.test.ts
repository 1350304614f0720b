import { scoreEvents } from '../../../domain/risk/event-risk';
import { bandOf } from '../../../domain/risk/exposure';
import { SHIPPED_RISK_RULES } from '../../../domain/risk/rules';
import { RiskRules } from '../../../domain/risk/rules-schema';
import { watchSeries } from '../../../domain/risk/series-rules';

const { events: EVENTS, series: SERIES } = SHIPPED_RISK_RULES;
const EVENT = { category: 'quality', severity: 2, observedOn: '2026-10-01', rectified: false } as const;
const score = (part: Partial<RiskRules['events']>, event: Partial<typeof EVENT> = {}) =>
  scoreEvents({ asOf: '2026-10-31', events: [{ ...EVENT, ...event }] }, { ...EVENTS, ...part });

describe('thresholds are data', () => {
  test('what ships is a valid setting', () => expect(RiskRules.parse(SHIPPED_RISK_RULES)).toEqual(SHIPPED_RISK_RULES));

  test.each([
    ['a category', { categories: { ...EVENTS.categories, quality: 2 } }, { score: 1.2 }],
    ['a severity', { severities: [1, 3, 5, 7, 9] }, { score: 1.8 }],
    ['the decay', { decay: [{ days: 30, share: 0.5 }] }, { score: 0.5 }],
    ['what is old', { decay: [], oldShare: 0.1 }, { score: 0.1 }],
    ['the tier yellow', { yellowFrom: 0.6 }, { tier: 'yellow' }],
    ['the tier red', { yellowFrom: 0.1, redFrom: 0.6 }, { tier: 'red' }],
    ['the red line', { redLineSeverity: 2 }, { redLine: true }],
    ['how long it lasts', { redLineSeverity: 2, redLineDays: 29 }, { redLine: false }],
  ] as [string, Partial<RiskRules['events']>, object][])('%s of the event score', (_, part, answer) =>
    expect(score(part)).toMatchObject(answer),
  );

  test.each([
    ['three steps as they ship', {}, ['R3@3', 'R5@3']],
    ['two worsening steps', { worseningSteps: 2 }, ['R3@2', 'R3@3', 'R5@3']],
    ['one period ahead', { forecastAhead: 1 }, ['R3@3']],
    ['a narrower range', { sigmas: 0.5 }, ['R3@3', 'R4@2', 'R4@3', 'R5@3']],
  ] as [string, Partial<RiskRules['series']>, string[]][])('of a series: %s', (_, part, expected) => {
    const { alarms } = watchSeries(
      { values: [99, 98.4, 97.8, 97.2], direction: 'maximise', target: 96.5, mean: 99, sigma: 2 },
      { ...SERIES, ...part },
    );
    expect(alarms.map(({ rule, index }) => `${rule}@${index}`)).toEqual(expected);
  });

  test.each([
    [7, 'green'],
    [8, 'amber'],
    [14, 'amber'],
    [15, 'red'],
    [25, 'red'],
  ])('an exposure of %i is %s', (exposure, band) => expect(bandOf(exposure)).toBe(band));

  test('the matrix has the bands of the setting', () =>
    expect([5, 9, 10].map((one) => bandOf(one, { amberFrom: 6, redFrom: 10 }))).toEqual(['green', 'amber', 'red']));

  test.each([
    ['exposure.redFrom', { exposure: { amberFrom: 10, redFrom: 9 } }],
    ['events.redFrom', { events: { ...EVENTS, redFrom: 0.7 } }],
    ['events.decay', { events: { ...EVENTS, decay: [EVENTS.decay[1], EVENTS.decay[0]] } }],
    ['events.severities', { events: { ...EVENTS, severities: [1, 2] } }],
    ['series.lambda', { series: { ...SERIES, lambda: 0 } }],
  ])('names %s when it is wrong', (path, part) =>
    expect(RiskRules.safeParse({ ...SHIPPED_RISK_RULES, ...part }).error?.issues[0]?.path.join('.')).toBe(path),
  );
});
