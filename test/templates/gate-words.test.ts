import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { knownLabel } from '../../templates/catalog';
import { issueName } from '../../templates/field-name';
import { saidIn } from '../../templates/said';

const ROOT = join(__dirname, '..', '..');
const MODULES = [
  'domain/planning/readiness.ts',
  'domain/planning/checklist.ts',
  'domain/contract/completeness.ts',
  'domain/vendor/award.ts',
  'domain/vendor/assessment/requirement.ts',
  'domain/exit/plan.ts',
  'domain/residency/crossings.ts',
  ...['award', 'award-vendor', 'contract', 'contract-vendor', 'renewal', 'needs'].map(
    (name) => `activities/gates/${name}.ts`,
  ),
];

/** What issues say: texts that begin small and have several words, figures filled in. */
const sentencesOf = (file: string): readonly string[] =>
  [
    ...readFileSync(join(ROOT, file), 'utf8')
      .replace(/\/\*[\s\S]*?\*\/|\/\/.*/g, '')
      .matchAll(/'((?:[a-z][^'\n]*) [^'\n]*)'|`([^`\n]* [^`\n]*)`/g),
  ]
    .map(([, plain, template]) => plain ?? (template ?? '').replace(/\$\{[^}]*\}/g, '7'))
    .filter((text) => /^["a-z7]/.test(text) && /[a-z]{2}/.test(text) && !text.startsWith('7 7'));

/** Some are the end of a sentence that names its clause, or that says that a reason is needed; they stand by themselves. */
const isKnown = (text: string): boolean =>
  text === 'is needed: 7' ||
  [text, `AUDIT ${text}`, `is needed: ${text}`].some((whole) => saidIn('zh-CN', whole) !== whole);

test.each(MODULES)('%s says nothing that a Chinese page shows in English', (file) => {
  expect(sentencesOf(file).filter((text) => !isKnown(text))).toEqual([]);
});
test('sentences are found where there are some', () => {
  expect(sentencesOf('domain/vendor/award.ts').length).toBeGreaterThan(8);
  expect(sentencesOf('domain/planning/readiness.ts').length).toBeGreaterThan(12);
});

test.each([
  ['no entry for quadrant S', '缺少“优势”的条目'],
  ['AUDIT is missing', '缺少“审计权”'],
  ['start is not set', '未填写“开始日”'],
  ['the vendor is very-poor where it serves', '该供应商在已服务项目中的评级为“很差”'],
  ['is needed for critical work', '“关键”类业务必须具备'],
  [
    'does not speak of SG, where data comes by subcontractor Delta, location',
    '未涵盖 SG，数据经由分包商 Delta, 处理地点到达该地',
  ],
  [
    'the management cost is under 3 % of the annual fee; raise it, or acknowledge MGMT_COST_UNDERESTIMATED',
    '管理成本低于年费的 3%：请提高，或勾选“已知悉并接受”',
  ],
  ['is needed: the candidate is ranked 2', '必填：该候选供应商排名第 2'],
])('%s is told with its words in Chinese', (english, chinese) => {
  expect(saidIn('zh-CN', english)).toBe(chinese);
});

test.each([
  'GATE_INCOMPLETE',
  'GATE_NOT_OPEN',
  'GATE_PENDING',
  'CLAUSE_MISSING',
  'ACTIVITY_MUST_BE_RETAINED',
  'MGMT_COST_UNDERESTIMATED',
  'PIA_MISSING',
  'COMMUNICATION_PLAN_MISSING',
  'VENDOR_BARRED',
  'BIDS_SEALED',
  'OWN_SHEETS_FIRST',
])('the refusal %s of a gate has words of its own', (code) => {
  expect(knownLabel('zh-CN', 'service-refusal', code)).toMatch(/。$/);
});

test.each([
  ['needs.businessCase.mgmtHoursPerWeek', 'Business case › Management hours per week'],
  ['needs.activities.0.rationale', 'Activities › 1 › Reason'],
  ['clauses.AUDIT', 'Clauses'],
  ['candidates.018f4c1e-0000-7000-8000-0000000000e1', 'Candidate'],
  ['waivers.price', 'Waivers › Price'],
  ['somethingElse', ''],
])('%s is named as %s', (path, name) => {
  expect(issueName('en', path)).toBe(name);
});
