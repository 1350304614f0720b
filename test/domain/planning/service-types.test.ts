import { checkVariables, parseFormula } from '../../../domain/kpi/formula';
import { KpiSet } from '../../../domain/kpi/record-schema';
import { LOCALES } from '../../../domain/people/people';
import { OBJECTIVES, SERVICE_TYPES } from '../../../domain/planning/catalogue';
import { catalogueKpis } from '../../../domain/planning/service-type';
import { CHECKED_GATES, ServiceTypeBody } from '../../../domain/planning/service-type-schema';
import { SHIPPED_SERVICE_TYPES } from '../../../domain/planning/service-types';

const CHINESE = /[\u4e00-\u9fff]/;

describe.each(SERVICE_TYPES)('the shipped service type %s', (key) => {
  const body = SHIPPED_SERVICE_TYPES[key];

  test('holds to its own schema', () => {
    expect(ServiceTypeBody.safeParse(body).error?.issues).toBeUndefined();
  });

  test.each(LOCALES)('gives an engagement KPIs that it takes, in %s', (locale) => {
    const kpis = catalogueKpis(body, locale);
    expect(KpiSet.safeParse(kpis).error?.issues).toBeUndefined();
    expect(kpis.length).toBeGreaterThanOrEqual(4);
    expect(kpis.map(({ name }) => CHINESE.test(name))).toEqual(kpis.map(() => locale === 'zh-CN'));
  });

  test('computes from inputs that it names', () => {
    for (const { formula, inputs = [] } of body.kpis)
      if (formula) expect(() => checkVariables(parseFormula(formula), inputs)).not.toThrow();
  });

  test('warns between the floor and the target: red at or before amber', () => {
    const ordered = body.kpis.map(({ direction, target, floor = target, red, amber }) => {
      const steps = [floor, red ?? floor, amber ?? target, target];
      return direction === 'maximise' ? steps : steps.map((step) => -step);
    });
    for (const steps of ordered) expect(steps).toEqual(steps.toSorted((a, b) => a - b));
  });

  test('has checks for each gate and a typical measure for each objective', () => {
    expect(CHECKED_GATES.filter((gate) => !body.checklist.some((one) => one.gate === gate))).toEqual([]);
    expect(OBJECTIVES.filter((objective) => !body.measures.some((one) => one.objective === objective))).toEqual([]);
    expect(body.checklist.filter(({ required }) => required)).toEqual([]);
    expect(body.clauses.length).toBeGreaterThan(0);
  });

  test('speaks Chinese wherever it speaks English', () => {
    const texts = [body.names, body.summary, ...body.clauses.flatMap(({ names, text }) => [names, text])];
    const more = [...body.checklist.map(({ text }) => text), ...body.measures.map(({ name }) => name)];
    for (const text of [...texts, ...more]) {
      expect(text['zh-CN']).toMatch(CHINESE);
      expect(text.en).not.toMatch(CHINESE);
    }
  });
});

describe('a service type of an organisation', () => {
  const other = SHIPPED_SERVICE_TYPES.other;

  test.each([
    ['kpis', { kpis: other.kpis.slice(1) }],
    ['kpis.0.floor', { kpis: other.kpis.map((kpi) => ({ ...kpi, floor: kpi.target })) }],
    ['checklist.1.key', { checklist: [other.checklist[0], other.checklist[0]] }],
    ['clauses.0.code', { clauses: [{ ...other.clauses[0], code: 'lower case' }] }],
    ['names.zh-CN', { names: { en: 'Other' } }],
  ])('names %s when it is wrong', (path, part) => {
    const issues = ServiceTypeBody.safeParse({ ...other, ...part }).error?.issues ?? [];
    expect(issues.map((issue) => issue.path.join('.'))).toContain(path);
  });
});
