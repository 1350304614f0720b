import type { FieldOnPage } from '../record-form-data';

export const aField = (name: string, label: string, part: Partial<FieldOnPage> = {}): FieldOnPage => ({
  ...{ name, label, kind: 'line', hint: null, heading: null, required: true, most: 200, value: '', options: [] },
  fault: null,
  ...part,
});
