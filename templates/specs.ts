import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { compiledTemplate, type Escaping } from './compiler';

/**
 * The compiled templates, where the product runs from its sources: each is compiled when it is first needed. The compiled
 * product has `specs-compiled.ts` in the place of this file, and no compiler.
 */
export function specOf(path: string, escaping: Escaping): TemplateSpecification {
  const file = join(__dirname, `${path}.${escaping}.hbs`);
  // eslint-disable-next-line @typescript-eslint/no-implied-eval, @typescript-eslint/no-unsafe-call -- what the compiler wrote of a file beside this one
  return new Function(`return ${compiledTemplate(file, readFileSync(file, 'utf8'))}`)() as TemplateSpecification;
}

export function partialNames(escaping: Escaping): readonly string[] {
  const ending = `.${escaping}.hbs`;
  return readdirSync(join(__dirname, 'partials'))
    .filter((name) => name.endsWith(ending))
    .map((name) => name.slice(0, -ending.length));
}
