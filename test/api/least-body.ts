import { z, type ZodType } from 'zod';

interface Shape {
  readonly type?: string | readonly string[];
  readonly properties?: Readonly<Record<string, Shape>>;
  readonly required?: readonly string[];
  readonly items?: Shape;
  readonly minItems?: number;
  readonly minLength?: number;
  readonly minimum?: number;
  readonly exclusiveMinimum?: number;
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly anyOf?: readonly Shape[];
  readonly oneOf?: readonly Shape[];
  readonly allOf?: readonly Shape[];
  readonly format?: string;
  readonly pattern?: string;
}

/** Texts that most patterns of ours take, in the order in which they are tried. */
const TEXTS = ['text', '2026-10-01', '2026-10', '1', '1.00', 'CN', 'CNY', 'KEY', '018f4c1e-0000-7000-8000-00000000ffff', '0'.repeat(64), 'a@example.org', 'https://example.org/', '2026-10-01T00:00:00Z']; // prettier-ignore

/** The least that a schema takes: what it needs; where that is nothing and too little, one field more. */
export function leastOf(schema: ZodType): unknown {
  // The JSON Schema of zod has these fields among others.
  const shape = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) as Shape;
  const needed = least(shape);
  const more = Object.entries(shape.properties ?? {}).map(([name, one]) => ({ ...Object(needed), [name]: least(one) }));
  return [needed, ...more].find((body) => schema.safeParse(body).success) ?? needed;
}

function least(shape: Shape): unknown {
  if ('const' in shape) return shape.const;
  if (shape.enum) return shape.enum[0];
  const [choice] = shape.anyOf ?? shape.oneOf ?? shape.allOf ?? [];
  if (choice) return least(choice);
  const [type] = [shape.type].flat();
  if (type === 'object') {
    const { properties = {}, required = [] } = shape;
    return Object.fromEntries(required.map((name) => [name, least(properties[name] ?? {})]));
  }
  if (type === 'array') return Array.from({ length: shape.minItems ?? 0 }, () => least(shape.items ?? {}));
  if (type === 'integer' || type === 'number') return Math.max(shape.minimum ?? 1, (shape.exclusiveMinimum ?? 0) + 1);
  if (type === 'boolean') return true;
  return type === 'string' ? textFor(shape) : null;
}

function textFor({ pattern, format, minLength = 0 }: Shape): string {
  if (format === 'date') return '2026-10-01';
  const fits = TEXTS.find(
    (text) => text.length >= minLength && (pattern === undefined || new RegExp(pattern).test(text)),
  );
  return fits ?? 'text'.padEnd(minLength, 'x');
}
