import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { SEARCH_ATTRIBUTES } from '../../bin/parts/search-attributes';

const FOLDER = join(__dirname, '..', 'replay');
const SHOWN = {
  TenureStage: /^(approval:)?[A-Za-z_-]+$/,
  TenureVendor: /^[\w-]+$/,
  TenureOwner: /^[\w-]+$/,
  TenureHealth: /^(green|amber|red)$/,
  TenureDueAt: /^\d{4}-\d{2}-\d{2}T[\d:.]+Z$/,
} as const satisfies Record<keyof typeof SEARCH_ATTRIBUTES, RegExp>;

interface Shown {
  readonly name: string;
  readonly value: unknown;
}

/** What the workflows of all saved histories have shown of themselves. */
const shown = readdirSync(FOLDER)
  .filter((name) => name.endsWith('.json'))
  .flatMap((name) => {
    const all: Shown[] = [];
    JSON.parse(readFileSync(join(FOLDER, name), 'utf8'), (key, value: unknown) => {
      if (key === 'indexedFields') all.push(...fieldsOf(value));
      return value;
    });
    return all;
  });

function fieldsOf(value: unknown): Shown[] {
  const fields = Object.entries(value as Record<string, { readonly data?: string }>);
  return fields.map(([name, { data }]) => ({
    name,
    value: data === undefined ? null : (JSON.parse(Buffer.from(data, 'base64').toString()) as unknown),
  }));
}

test('search attributes, which Temporal keeps readable, hold ids, states and dates only', () => {
  const ours = shown.filter(({ name }) => name.startsWith('Tenure'));
  const strange = ours.filter(({ name, value }) => {
    const fits = Object.entries(SHOWN).find(([known]) => known === name)?.[1];
    return value !== null && !(typeof value === 'string' && fits?.test(value));
  });

  expect(new Set(ours.map(({ name }) => name)).size).toBeGreaterThan(2);
  expect(strange).toEqual([]);
});
