import { z, type ZodType } from 'zod';
import { DomainError } from '../../domain/errors';
import { LocalDate, MoneyShape, Uuid } from '../../domain/shapes';
import { catalogOf, translate } from '../../templates/catalog';
import { saidIn } from '../../templates/said';
import { parseWith } from '../../api/parse';

function wordsFor(schema: ZodType, value: unknown): string {
  try {
    parseWith(schema, value, 'INVALID_FIELDS');
  } catch (error) {
    if (error instanceof DomainError) return error.message;
    throw error;
  }
  throw new Error('The value is fine.');
}
const field = (schema: ZodType) => z.strictObject({ a: schema });
const either = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('x') }),
  z.strictObject({ kind: z.literal('y') }),
]);

test.each<[string, ZodType, unknown, string, string]>([
  ['a field that is not there', field(z.string()), {}, 'a: is needed', '必填'],
  ['a choice that is not there', field(z.enum(['x', 'y'])), {}, 'a: is needed', '必填'],
  ['a number for a text', z.string(), 1, 'must be text', '必须是文本'],
  ['a text for a number', z.number(), 'x', 'must be a number', '必须是数字'],
  ['a fraction for a count', z.int(), 1.5, 'must be a whole number', '必须是整数'],
  ['no number at all', z.coerce.number(), 'x', 'must be a number', '必须是数字'],
  ['a text for a flag', z.boolean(), 'x', 'must be true or false', '必须是“是”或“否”（true/false）'],
  ['a text for a list', z.array(z.string()), 'x', 'must be a list', '必须是列表'],
  ['a list for an object', field(z.string()), [], 'must be a group of fields', '必须是一组字段'],
  ['a value for nothing', z.null(), 1, 'must be left empty (null)', '必须留空（null）'],
  ['a date of another kind', z.date(), 1, 'is of another kind than expected', '类型不符合要求'],
  ['another choice', z.enum(['x', 'y']), 'z', 'must be one of: x, y', '必须是以下之一：x, y'],
  ['another word', z.literal('x'), 'z', 'must be x', '只能是：x'],
  ['another kind', either, { kind: 'z' }, 'kind: must be one of: x, y', '必须是以下之一：x, y'],
  ['an empty text', z.string().min(1), '', 'must not be empty', '不能为空'],
  ['a short text', z.string().min(2), 'x', 'must have at least 2 characters', '至少 2 个字符'],
  ['a long text', z.string().max(1), 'xx', 'must have at most 1 character', '最多 1 个字符'],
  ['a text of another length', z.string().length(2), 'x', 'must have exactly 2 characters', '必须正好 2 个字符'],
  ['an empty list', z.array(z.int()).min(1), [], 'must have at least 1 entry', '至少 1 项'],
  ['a long list', z.array(z.int()).max(2), [1, 2, 3], 'must have at most 2 entries', '最多 2 项'],
  ['a list of another length', z.array(z.int()).length(2), [1], 'must have exactly 2 entries', '必须正好 2 项'],
  ['a small number', z.number().min(3), 1, 'must be 3 or more', '不能小于 3'],
  ['a number at an open least', z.number().positive(), 0, 'must be more than 0', '必须大于 0'],
  ['a large number', z.number().max(3), 4, 'must be 3 or less', '不能大于 3'],
  ['a number at an open most', z.number().lt(3), 3, 'must be less than 3', '必须小于 3'],
  [
    'an early day',
    z.date().min(new Date('2026-01-02')),
    new Date(0),
    'must not be before 2026-01-02',
    '不能早于 2026-01-02',
  ],
  ['a late day', z.date().max(new Date(0)), new Date(), 'must not be after 1970-01-01', '不能晚于 1970-01-01'],
  ['a field too many', field(z.int()), { a: 1, b: 2 }, 'has a field that is not known here: b', '含有未知字段：b'],
  [
    'two fields too many',
    field(z.int()),
    { a: 1, b: 2, c: 3 },
    'has fields that are not known here: b, c',
    '含有未知字段：b, c',
  ],
  ['no id', Uuid, 'x', 'must be an id (a UUID)', '必须是编号（UUID）'],
  ['no address', z.email(), 'x', 'must be an email address', '必须是邮箱地址'],
  ['no date', LocalDate, '2026-02-30', 'must be a date such as 2026-10-31', '必须是日期，例如 2026-10-31'],
  ['no time of day', z.iso.time(), 'x', 'must be a time such as 09:30', '必须是时间，例如 09:30'],
  ['no web address', z.url(), 'x', 'must be a web address', '必须是网址'],
  ['another pattern', z.string().regex(/x/), 'y', 'is not written as expected', '书写格式不符合要求'],
  ['no multiple', z.number().multipleOf(0.5), 0.3, 'must be a multiple of 0.5', '必须是 0.5 的倍数'],
  ['a rule without words', z.string().refine(() => false), 'x', 'is not valid', '无效'],
  ['a name that does not fit', z.record(Uuid, z.int()), { x: 1 }, 'x: must be an id (a UUID)', '必须是编号（UUID）'],
  ['no alternative', z.union([z.string(), z.int()]), true, 'must be text', '必须是文本'],
])('%s is told in plain words of both languages', (_what, schema, value, english, chinese) => {
  const message = wordsFor(schema, value);
  expect(message).toBe(english);
  expect(saidIn('zh-CN', message.replace(/^\w+: /, ''))).toBe(chinese);
});

test('a schema’s own words stand as they are', () => {
  expect(wordsFor(MoneyShape, { amount: '1.005', currency: 'CNY' })).toBe(
    'amount: has more digits than the currency knows',
  );
});

const values = {
  names: 'a',
  options: 'a, b',
  limit: '3',
  count: '2',
  divisor: '2',
  months: '12',
  days: '730',
  certificate: 'ISO 9001',
};
const more = {
  ...{ least: '1', most: '5' },
  date: '2026-01-01',
  name: 'Sun',
  id: '7',
  row: '4',
  title: 'Colour',
  code: 'A',
  item: 'b',
  percent: '3',
  number: 'ENG-7',
  label: 'B',
  state: 'open',
};
const gate = {
  clause: 'A',
  criticality: 'b',
  decision: 'c',
  field: 'd',
  quadrant: 'e',
  standing: 'f',
  status: 'g',
  statuses: 'h, i',
};
const kpi = { frequency: 'j' };
const states = {
  ...{ alarmState: 'o', assessmentExpected: 'p', assessmentState: 'q', correctionState: 'r', disputeState: 's' },
  ...{ hitStatus: 't', itemState: 'u', knowledgeState: 'v', milestoneState: 'w', planState: 'x', returnState: 'y' },
  ...{ taskState: 'z', signedParty: 'a', datasetStates: 'b', engagementStates: 'd' },
  ...{ datasetAct: 'e f', engagementAct: 'g', from: '2026-02-02' },
  amendmentStatus: 'k',
  datasetState: 'l',
  engagementState: 'm',
  reviewState: 'n',
  tenderStage: 'o',
  key: 'crm',
  month: '2026-03',
};
const award = { currency: 'CNY', other: 'EUR', country: 'SG', carriers: 'X', rank: '2', score: '55' };
const SENTENCES = Object.keys(catalogOf('en')).filter((key) => key.startsWith('fault.'));

test.each(SENTENCES)('%s is known again by its English', (key) => {
  const english = translate('en', key, { ...values, ...more, ...gate, ...kpi, ...award, ...states });
  expect(saidIn('en', english)).toBe(english);
  expect(saidIn('zh-CN', english)).toBe(
    translate('zh-CN', key, { ...values, ...more, ...gate, ...kpi, ...award, ...states }),
  );
});

test('what somebody else has written is shown as it was written', () => {
  expect(saidIn('zh-CN', 'Please ask Zhou.')).toBe('Please ask Zhou.');
});
