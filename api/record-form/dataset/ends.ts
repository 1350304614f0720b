import type { End } from '../../../domain/exit/end-schema';
import { ROW_FORMATS } from '../../../domain/exit/end-schema';
import { maskEnd } from '../../../domain/exit/views';
import { translate } from '../../../templates/catalog';
import type { FormContext } from '../form';
import { openChoice, optionsOf } from '../needs-field';
import { type FieldPlan, figure, given, linesIn, one, type Typed } from '../plan';

/** Where data lies, and where it goes. */
export const SIDES = ['source', 'target'] as const;
export type Side = (typeof SIDES)[number];
export type EndKind = End['kind'];

const KINDS: Readonly<Record<Side, readonly EndKind[]>> = {
  source: ['postgres', 'directory', 's3', 'sftp', 'https'],
  target: ['postgres', 'directory', 's3', 'sftp'],
};

interface Part {
  readonly name: string;
  readonly kind: FieldPlan['kind'];
  /** The kinds of place that it is asked of. */
  readonly of: readonly EndKind[];
  readonly most: number;
  readonly on?: Side;
  readonly hinted?: true;
}

const FILES: readonly EndKind[] = ['directory', 's3', 'sftp'];

const PARTS: readonly Part[] = [
  { name: 'url', kind: 'line', of: ['postgres'], most: 2000, hinted: true },
  { name: 'endpoint', kind: 'line', of: ['s3'], most: 300, hinted: true },
  { name: 'region', kind: 'line', of: ['s3'], most: 40 },
  { name: 'bucket', kind: 'line', of: ['s3'], most: 63 },
  { name: 'prefix', kind: 'line', of: ['s3'], most: 500 },
  { name: 'host', kind: 'line', of: ['sftp'], most: 253 },
  { name: 'port', kind: 'figure', of: ['sftp'], most: 5 },
  { name: 'user', kind: 'line', of: ['sftp'], most: 200 },
  { name: 'hostKey', kind: 'line', of: ['sftp'], most: 50, hinted: true },
  { name: 'path', kind: 'line', of: ['directory', 'sftp'], most: 1000, hinted: true },
  { name: 'files', kind: 'text', of: ['https'], most: 100_000, on: 'source', hinted: true },
  { name: 'secretRef', kind: 'line', of: ['postgres', 's3', 'sftp', 'https'], most: 1006, hinted: true },
  { name: 'tables', kind: 'text', of: ['postgres'], most: 64_500, hinted: true },
  { name: 'recipient', kind: 'line', of: FILES, most: 2504, on: 'target', hinted: true },
];

/** The fields of one end: what is asked depends on its kind. */
export function endFields(side: Side, known: End | null, context: FormContext): readonly FieldPlan[] {
  const say = (key: string): string => translate(context.locale, `form.dataset.${key}`);
  const values = known ? partsOf(known) : {};
  const asked = PARTS.filter(({ on, of }) => (on ?? side) === side && of.some((kind) => KINDS[side].includes(kind)));
  return [
    {
      ...{ name: `${side}.kind`, kind: 'choice', label: say('kind'), heading: say(side), required: true },
      options: optionsOf(KINDS[side], 'end-kind', context),
      value: known?.kind ?? 'postgres',
    },
    ...asked.map(({ name, kind, of, most, hinted }): FieldPlan => ({
      ...{ name: `${side}.${name}`, kind, label: say(name), most, value: values[name] ?? '' },
      ...(hinted && { hint: say(`${name}-hint`) }),
      shownFor: shownFor(side, of),
    })),
    ...(side === 'target' ? choices(known, context) : []),
  ];
}

const shownFor = (side: Side, of: readonly EndKind[]): string => of.map((kind) => `${side}.${kind}`).join(' ');

/** How a bucket is addressed and rows are written: as the worker chooses where nothing is said. */
function choices(known: End | null, context: FormContext): readonly FieldPlan[] {
  const label = translate(context.locale, 'form.dataset.format');
  const value = known && 'format' in known ? known.format : undefined;
  const field = openChoice('target.format', label, { options: optionsOf(ROW_FORMATS, 'row-format', context), value });
  return [{ ...field, shownFor: shownFor('target', FILES) }];
}

/** An end as its fields hold it; a password is masked. */
function partsOf(known: End): Readonly<Record<string, string>> {
  const { kind, ...end } = maskEnd(known);
  const texts = Object.entries(end).map(([name, value]) => [name, textOf(value)] as const);
  return Object.fromEntries(
    texts.filter(([name]) => PARTS.some((part) => part.name === name && part.of.includes(kind))),
  );
}

function textOf(value: unknown): string {
  if (!Array.isArray(value)) return String(value);
  return value.map((one_: unknown) => (typeof one_ === 'string' ? one_ : fileLine(one_ as FileLine))).join('\n');
}

interface FileLine {
  readonly name: string;
  readonly url?: string;
  readonly secretRef?: string;
}

const fileLine = ({ name, url, secretRef }: FileLine): string => `${name} ${url ?? secretRef ?? ''}`;

/** An end as it was typed: what belongs to another kind of place counts for nothing. */
export function endIn(typed: Typed, side: Side, before: End | null): Readonly<Record<string, unknown>> {
  const kind = one(typed, `${side}.kind`);
  const asked = PARTS.filter(({ of, on }) => (on ?? side) === side && of.some((one_) => one_ === kind));
  const said = asked.map(({ name }) => valueIn(typed, side, name));
  const format = side === 'target' && FILES.some((one_) => one_ === kind) ? one(typed, 'target.format') : '';
  return Object.assign({ kind, ...given('format', format), ...keptOf(kind, before) }, ...said) as Record<
    string,
    unknown
  >;
}

/** What has no field stays as it was. */
const keptOf = (kind: string, before: End | null): Readonly<Record<string, unknown>> =>
  before?.kind === 's3' && kind === 's3' && before.addressing !== undefined ? { addressing: before.addressing } : {};

function valueIn(typed: Typed, side: Side, name: string): Readonly<Record<string, unknown>> {
  const field = `${side}.${name}`;
  if (name === 'tables') return someOf('tables', linesIn(typed, field));
  if (name === 'files') return { files: linesIn(typed, field).map(fileIn) };
  if (name === 'port') return numberIn(one(typed, field));
  return given(name, one(typed, field));
}

const someOf = (name: string, list: readonly string[]): Readonly<Record<string, unknown>> =>
  list.length === 0 ? {} : { [name]: list };

function numberIn(text: string): Readonly<Record<string, unknown>> {
  const port = figure(text);
  return port === null ? {} : { port };
}

/** `orders.csv https://files.example.com/orders.csv`, or a reference in place of the address. */
function fileIn(line: string): FileLine {
  const [, name = '', place = line] = /^(.*\S)\s+(\S+)$/.exec(line) ?? [];
  return /^(env|file):/.test(place) ? { name, secretRef: place } : { name, url: place };
}
