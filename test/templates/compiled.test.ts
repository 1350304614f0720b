import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { compileProduct } from '../../bin/parts/compiled';
import { LOCALES } from '../../domain/people/people';
import { compiledTemplate } from '../../templates/compiler';
import type { MailName } from '../../templates/mail-data';
import type { PageName } from '../../templates/page-data';
import { renderMail, renderPage } from '../../templates/render';
import { mailSamples } from '../../templates/samples/mails';
import { pageSamples } from '../../templates/samples/pages';
import { partialNames } from '../../templates/specs';

const ROOT = join(__dirname, '../..');
const ASSETS = { styleHref: 's.css', iconHref: 'i.svg', passkeysHref: 'p.js', keysHref: 'k.js' };
const COMPILER = /handlebars\/(lib|dist\/cjs\/handlebars\/compiler|dist\/cjs\/handlebars\.js)|templates\/compiler/;

interface Rendered {
  readonly rendered: readonly (readonly [string, string])[];
  readonly loaded: readonly string[];
}

let product: string;
beforeAll(async () => {
  product = await compileProduct(ROOT);
}, 120_000);

/** What the compiled product makes of all samples, in a process of its own. */
const byCompiled = (polluted: readonly string[] = []): Rendered =>
  JSON.parse(
    execFileSync(
      process.execPath,
      [join(__dirname, 'render-compiled.js'), product, JSON.stringify(ASSETS), ...polluted],
      {
        encoding: 'utf8',
        maxBuffer: 1 << 24,
      },
    ),
  ) as Rendered;

const keysOf = <T extends string>(samples: Readonly<Record<T, unknown>>): readonly T[] => Object.keys(samples) as T[];
const textOf = (file: string): string => readFileSync(join(product, file), 'utf8');
const hashOf = (text: string): string => createHash('sha256').update(text).digest('hex');

test('the compiled product renders every sample as its sources do, and loads no compiler of templates', () => {
  const { rendered, loaded } = byCompiled();
  const bySources = LOCALES.flatMap((locale) => {
    const [mails, pages] = [mailSamples(locale), pageSamples(locale, ASSETS)];
    return [
      ...keysOf<MailName>(mails).map((name) => [
        `${locale} ${name}`,
        hashOf(Object.values(renderMail(name, locale, mails[name])).join()),
      ]),
      ...keysOf<PageName>(pages).map((name) => [
        `${locale} ${name} page`,
        hashOf(renderPage(name, locale, pages[name])),
      ]),
    ];
  });

  expect(rendered).toEqual(bySources);
  expect(loaded.filter((file) => file.endsWith('handlebars.runtime.js'))).toHaveLength(1);
  expect(loaded.filter((file) => COMPILER.test(file))).toEqual([]);
}, 120_000);

test('what is written onto Object.prototype changes nothing that the compiled product renders', () => {
  const names = [
    'exact',
    'partial',
    'polluted',
    'hash',
    'key',
    'helperMissing',
    'blockHelperMissing',
    '@partial-block',
  ];
  const partials = [...partialNames('html'), ...partialNames('text')];
  expect(byCompiled([...names, 'allowProtoPropertiesByDefault', ...partials]).rendered).toEqual(byCompiled().rendered);
}, 120_000);

test('in the compiled product only what compiles asks for the compiler of templates, and their texts are not in it', () => {
  const files = readdirSync(product, { recursive: true, encoding: 'utf8' });
  const programs = files.filter((file) => file.endsWith('.js')).map((file) => ({ file, text: textOf(file) }));
  const asking = (what: RegExp): readonly string[] =>
    programs.filter(({ text }) => what.test(text)).map(({ file }) => file);

  expect(asking(/(require|import)\("handlebars"\)/)).toEqual(['templates/compiler.js']);
  expect(asking(/(require|import)\("[^"]*\/compiler(\.js)?"\)/)).toEqual(['bin/parts/compiled.js']);
  expect(files.filter((file) => file.endsWith('.hbs') || file.endsWith('specs-compiled.js'))).toEqual([]);
});

test.each([
  ['text that is not escaped', '{{{name}}}'],
  ['text that is not escaped, by its other spelling', '<p>{{~& name}}</p>'],
  ['a partial that data chooses', '{{> (lookup . "name")}}'],
  ['a partial around a block that data chooses', '{{#> (lookup . "name")}}x{{/undefined}}'],
])('a template with %s cannot be compiled', (_what, text) => {
  expect(() => compiledTemplate('pages/own.html.hbs', text)).toThrow('pages/own.html.hbs');
});

test('a helper that is not ours cannot be compiled', () => {
  expect(() => compiledTemplate('pages/own.html.hbs', '{{evil name}}')).toThrow('evil');
});
