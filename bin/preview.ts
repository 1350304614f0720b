import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ICON, KEYS, PASSKEYS, STYLE } from '../api/pages/assets';
import { LOCALES } from '../domain/people/people';
import { loadConfig } from '../config';
import { MAIL_NAMES, PAGE_NAMES, sampleMail, samplePage } from './parts/samples';

/** Writes every mail and page with sample data, in every language, for looking at without running anything. */
const folder = join(loadConfig().dataDir, 'preview');
const ASSETS = { styleHref: 'style.css', iconHref: 'icon.svg', passkeysHref: 'passkeys.js', keysHref: 'keys.js' };

mkdirSync(folder, { recursive: true });
writeFileSync(join(folder, ASSETS.styleHref), STYLE.content);
writeFileSync(join(folder, ASSETS.passkeysHref), PASSKEYS.content);
writeFileSync(join(folder, ASSETS.keysHref), KEYS.content);
writeFileSync(join(folder, ASSETS.iconHref), ICON.content);
let written = 0;
const write = (name: string, content: string): void => {
  writeFileSync(join(folder, name), content);
  written += 1;
};

for (const locale of LOCALES) {
  for (const name of MAIL_NAMES) {
    const { subject, text, html } = sampleMail(name, locale);
    write(`mail-${name}.${locale}.html`, html);
    write(`mail-${name}.${locale}.txt`, `${subject}\n\n${text}`);
  }
  for (const name of PAGE_NAMES) write(`page-${name}.${locale}.html`, samplePage(name, locale, ASSETS));
}
console.log(`${written} previews are in ${folder}`);
