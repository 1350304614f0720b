import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ICON, STYLE } from '../api/pages/assets';
import { LOCALES } from '../domain/people/people';
import { loadConfig } from '../config';
import type { MailData, MailName } from '../templates/mail-data';
import type { PageData, PageName } from '../templates/page-data';
import { renderMail, renderPage } from '../templates/render';
import { mailSamples } from '../templates/samples/mails';
import { pageSamples } from '../templates/samples/pages';

/** Writes every mail and page with sample data, in every language, for looking at without running anything. */
const folder = join(loadConfig().dataDir, 'preview');
const ASSETS = { styleHref: 'style.css', iconHref: 'icon.svg' };

const keysOf = <T extends object>(samples: T): readonly (keyof T)[] => Object.keys(samples) as (keyof T)[];

mkdirSync(folder, { recursive: true });
writeFileSync(join(folder, ASSETS.styleHref), STYLE.content);
writeFileSync(join(folder, ASSETS.iconHref), ICON.content);
let written = 0;
const write = (name: string, content: string): void => {
  writeFileSync(join(folder, name), content);
  written += 1;
};

for (const locale of LOCALES) {
  const mails: MailData = mailSamples(locale);
  for (const name of keysOf(mails)) writeMail(name, mails);
  const pages: PageData = pageSamples(locale, ASSETS);
  for (const name of keysOf(pages)) writePage(name, pages);

  function writeMail(name: MailName, samples: MailData): void {
    const { subject, text, html } = renderMail(name, locale, samples[name]);
    write(`mail-${name}.${locale}.html`, html);
    write(`mail-${name}.${locale}.txt`, `${subject}\n\n${text}`);
  }
  function writePage(name: PageName, samples: PageData): void {
    write(`page-${name}.${locale}.html`, renderPage(name, locale, samples[name]));
  }
}
console.log(`${written} previews are in ${folder}`);
