import Handlebars from 'handlebars';
import { HELPERS } from './helpers';

export type Escaping = 'html' | 'text';

const KNOWN_HELPERS = Object.fromEntries(Object.keys(HELPERS).map((name) => [name, true]));
/** Text that is not escaped, and a partial that data chooses. */
const REFUSED = /\{\{~?[{&]|\{\{~?#?>\s*\(/;

/** The file of a template, and in its name how what it prints is escaped. */
export const TEMPLATE_FILE = /\.(html|text)\.hbs$/;

/** A template as an expression of JavaScript. Its text is code: it comes from a file of this folder and from nowhere else. */
export function compiledTemplate(file: string, text: string): string {
  const [, escaping] = TEMPLATE_FILE.exec(file) ?? [];
  if (REFUSED.test(text)) throw new Error(`${file}: neither {{{ nor {{& nor a partial by a computed name.`);
  const options = {
    strict: true,
    knownHelpers: KNOWN_HELPERS,
    knownHelpersOnly: true,
    noEscape: escaping === 'text',
    preventIndent: true,
  };
  // Its type says an object; without a source map it is text.
  return Handlebars.precompile(text, options) as string;
}
