import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Escaping } from './compiler';

/** What `specs.ts` is in the compiled product: templates that were compiled along with it, loaded when first needed. */
export const specOf = (path: string, escaping: Escaping): TemplateSpecification =>
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- a module for each template, and most processes need few of them
  require(join(__dirname, `${path}.${escaping}.js`)) as TemplateSpecification;

export function partialNames(escaping: Escaping): readonly string[] {
  const ending = `.${escaping}.js`;
  return readdirSync(join(__dirname, 'partials'))
    .filter((name) => name.endsWith(ending))
    .map((name) => name.slice(0, -ending.length));
}
