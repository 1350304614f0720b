import { fieldGroups } from '../../templates/form-groups';
import type { FieldOnPage } from '../../templates/record-form-data';

const field = (name: string, part: Partial<FieldOnPage> = {}): FieldOnPage => ({
  ...{ name, kind: 'line', label: name, hint: null, heading: null, required: false, most: 200 },
  ...{ value: '', options: [], fault: null },
  ...part,
});
const line = (place: number, part: Partial<FieldOnPage> = {}): readonly FieldOnPage[] => [
  field(`kpis.${place}.name`, { heading: `KPI ${place + 1}`, line: `kpis.${place}`, ...part }),
  field(`kpis.${place}.unit`, { line: `kpis.${place}`, value: '%' }),
];
const shapeOf = (fields: readonly FieldOnPage[]) =>
  fieldGroups(fields).map(({ summary, about, open, fields: own }) => [summary, about, open, own.length]);

test('fields of no line stand as they are, with their headings', () => {
  const fields = [field('a', { heading: 'First' }), field('b')];
  expect(fieldGroups(fields)).toEqual([{ summary: null, about: '', open: true, fields }]);
});

test('the fields of a long line are folded under its heading, with what it is about', () => {
  expect(shapeOf([field('version'), ...line(0, { value: 'Answered' }), ...line(1), field('comment')])).toEqual([
    [null, '', true, 1],
    ['KPI 1', 'Answered', false, 2],
    ['KPI 2', '', false, 2],
    [null, '', true, 1],
  ]);
});

test('an empty list begins with an open line', () => {
  expect(shapeOf([...line(0), ...line(1)]).map(([summary, , open]) => [summary, open])).toEqual([
    ['KPI 1', true],
    ['KPI 2', false],
  ]);
});

test('a line with something wrong is open, and says its heading once', () => {
  const groups = fieldGroups([...line(0, { value: 'Answered' }), ...line(1, { fault: 'is needed', focused: true })]);
  expect(groups.map(({ open }) => open)).toEqual([false, true]);
  expect(groups.flatMap(({ fields }) => fields.map(({ heading }) => heading))).toEqual([null, null, null, null]);
});
