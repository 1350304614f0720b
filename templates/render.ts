import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import Handlebars from 'handlebars';
import type { Locale } from '../domain/people/people';
import { translate } from './catalog';
import type { Chart } from './chart/chart';
import type { Drawing } from './diagram/drawing';
import { DIAGRAM_STYLE } from './diagram/style';
import { HELPERS } from './helpers';
import type { MailData, MailName } from './mail-data';
import { mailSubject } from './mail-subject';
import { inWordsOf } from './request-title';
import type { PageData, PageName } from './page-data';
import { oneLine, toPlain } from './plain';

export interface RenderedMail {
  readonly subject: string;
  readonly text: string;
  readonly html: string;
}

type Render = Handlebars.TemplateDelegate;
type Escaping = 'html' | 'text';

const KNOWN_HELPERS = Object.fromEntries(Object.keys(HELPERS).map((name) => [name, true]));

/** Templates are files of this folder and nothing else; text from people only ever enters as data. */
const engines: Readonly<Record<Escaping, typeof Handlebars>> = { html: engine('html'), text: engine('text') };
const compiled = new Map<string, Render>();

function engine(escaping: Escaping): typeof Handlebars {
  const own = Handlebars.create();
  own.registerHelper(HELPERS);
  const folder = join(__dirname, 'partials');
  const ending = `.${escaping}.hbs`;
  for (const file of readdirSync(folder).filter((name) => name.endsWith(ending))) {
    own.registerPartial(file.slice(0, -ending.length), compile(own, join(folder, file), escaping));
  }
  return own;
}

function compile(own: typeof Handlebars, file: string, escaping: Escaping): Render {
  return own.compile(readFileSync(file, 'utf8'), {
    strict: true,
    knownHelpers: KNOWN_HELPERS,
    knownHelpersOnly: true,
    noEscape: escaping === 'text',
    preventIndent: true,
  });
}

function template(path: string, escaping: Escaping): Render {
  const file = join(__dirname, `${path}.${escaping}.hbs`);
  const known = compiled.get(file);
  if (known) return known;
  const fresh = compile(engines[escaping], file, escaping);
  compiled.set(file, fresh);
  return fresh;
}

interface Frame {
  readonly locale: Locale;
  readonly timeZone: string;
  readonly now: number;
}

const run = (render: Render, data: unknown, frame: Frame): string => render(toPlain(data), { data: { frame } });

/** One mail to one reader: subject and text are plain, only the HTML part is escaped for HTML. */
export function renderMail<N extends MailName>(name: N, locale: Locale, given: MailData[N]): RenderedMail {
  const data = inWordsOf(locale, given);
  const frame: Frame = { locale, timeZone: data.to.timeZone, now: 0 };
  const context = {
    ...data,
    lang: locale,
    mail: name,
    linkActs: linkActs(given),
    linkIsKey: KEY.test(given.url),
    linkAsks: ASKING.test(given.url),
  };
  return {
    subject: oneLine(mailSubject(name, locale, data)),
    text: `${run(template(`mail/${name}`, 'text'), context, frame).trim()}\n`,
    html: run(template(`mail/${name}`, 'html'), context, frame),
  };
}

/** Whether an address in the mail acts for its reader; all others but a vendor's lead to pages behind a sign-in. */
const linkActs = (data: MailData[MailName]): boolean =>
  [data.url, ...('tasks' in data ? data.tasks.map(({ url }) => url) : [])].some((url) => ACTING.test(url));
const ACTING = /^https?:\/\/[^/]+(\/[^?]*)?\/a\/[^/]/;
/** The page of a vendor, whose address is all that it needs. */
const KEY = /^https?:\/\/[^/]+(\/[^?]*)?\/[vikmqsw]\/[^/]/;
/** A survey, likewise. */
const ASKING = /^https?:\/\/[^/]+(\/[^?]*)?\/f\/[^/]/;

/** One page for one reader, inside the common layout. */
export function renderPage<N extends PageName>(name: N, locale: Locale, data: PageData[N]): string {
  const { timeZone, now } = data.shell;
  const title = oneLine(data.shell.title ?? translate(locale, `page.${name}.title`));
  return run(
    template(`pages/${name}`, 'html'),
    { ...inWordsOf(locale, data), lang: locale, pageTitle: title },
    { locale, timeZone, now },
  );
}

/** A diagram as a document of its own, with everything it needs in it. */
export function renderDiagram(drawing: Drawing): string {
  const frame: Frame = { locale: drawing.lang, timeZone: 'UTC', now: 0 };
  return run(template('diagram/document', 'html'), { ...drawing, css: DIAGRAM_STYLE }, frame);
}

/** A chart's picture as a file of its own, painted for white paper. */
export function renderChart(chart: Chart, locale: Locale): string {
  return run(template('chart/document', 'html'), { ...chart, lang: locale }, { locale, timeZone: 'UTC', now: 0 });
}
