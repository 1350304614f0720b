import Handlebars from 'handlebars/runtime';
import type { Locale } from '../domain/people/people';
import { translate } from './catalog';
import type { Chart } from './chart/chart';
import type { Drawing } from './diagram/drawing';
import type { Escaping } from './compiler';
import { DIAGRAM_STYLE } from './diagram/style';
import { HELPERS } from './helpers';
import type { MailData, MailName } from './mail-data';
import { mailSubject } from './mail-subject';
import { inWordsOf } from './request-title';
import type { PageData, PageName } from './page-data';
import { oneLine, toPlain } from './plain';
import { partialNames, specOf } from './specs';

export interface RenderedMail {
  readonly subject: string;
  readonly text: string;
  readonly html: string;
}

type Render = Handlebars.TemplateDelegate;

/** Templates are files of this folder and nothing else; text from people only ever enters as data. */
const engines: Readonly<Record<Escaping, typeof Handlebars>> = { html: engine('html'), text: engine('text') };
const compiled = new Map<string, Render>();

function engine(escaping: Escaping): typeof Handlebars {
  const own = Handlebars.create();
  own.registerHelper(HELPERS);
  for (const name of partialNames(escaping)) {
    let partial: Render | undefined;
    own.registerPartial(name, (context: unknown, options) =>
      (partial ??= own.template(specOf(`partials/${name}`, escaping)))(context, options),
    );
  }
  return own;
}

function template(path: string, escaping: Escaping): Render {
  const name = `${path}.${escaping}`;
  const known = compiled.get(name);
  if (known) return known;
  const fresh = engines[escaping].template(specOf(path, escaping));
  compiled.set(name, fresh);
  return fresh;
}

interface Frame {
  readonly locale: Locale;
  readonly timeZone: string;
  readonly now: number;
  readonly here: string | null;
}

/** Options without a prototype: what somebody wrote onto `Object.prototype` must not switch on what they leave out. */
const run = (render: Render, data: unknown, frame: Frame): string =>
  render(toPlain(data), Object.assign(Object.create(null) as object, { data: { frame } }));

/** One mail to one reader: subject and text are plain, only the HTML part is escaped for HTML. */
export function renderMail<N extends MailName>(name: N, locale: Locale, given: MailData[N]): RenderedMail {
  const data = inWordsOf(locale, given);
  const frame: Frame = { locale, timeZone: data.to.timeZone, now: 0, here: null };
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
  const { timeZone, now, here } = data.shell;
  const title = oneLine(data.shell.title ?? translate(locale, `page.${name}.title`));
  return run(
    template(`pages/${name}`, 'html'),
    { ...inWordsOf(locale, data), lang: locale, pageTitle: title },
    { locale, timeZone, now, here },
  );
}

/** A diagram as a document of its own, with everything it needs in it. */
export function renderDiagram(drawing: Drawing): string {
  const frame: Frame = { locale: drawing.lang, timeZone: 'UTC', now: 0, here: null };
  return run(template('diagram/document', 'html'), { ...drawing, css: DIAGRAM_STYLE }, frame);
}

/** A chart's picture as a file of its own, painted for white paper. */
export function renderChart(chart: Chart, locale: Locale): string {
  return run(
    template('chart/document', 'html'),
    { ...chart, lang: locale },
    { locale, timeZone: 'UTC', now: 0, here: null },
  );
}
