/**
 * Renders every sample by the compiled product in the folder of the first argument and prints what came out and what was loaded;
 * the names after it are written onto Object.prototype while it renders.
 */
const { createHash } = require('node:crypto');
const { join } = require('node:path');

const [, , folder, assets, ...polluted] = process.argv;
const { LOCALES } = require(join(folder, 'domain/people/people.js'));
const { renderMail, renderPage } = require(join(folder, 'templates/render.js'));
const { mailSamples } = require(join(folder, 'templates/samples/mails.js'));
const { pageSamples } = require(join(folder, 'templates/samples/pages.js'));

const given = LOCALES.map((locale) => [locale, mailSamples(locale), pageSamples(locale, JSON.parse(assets))]);
const rendered = [];
const keep = (name, text) => rendered.push([name, createHash('sha256').update(text).digest('hex')]);

for (const name of polluted) Object.prototype[name] = '<script>polluted</script>';
for (const [locale, mails, pages] of given) {
  for (const name of Object.keys(mails))
    keep(`${locale} ${name}`, Object.values(renderMail(name, locale, mails[name])).join());
  for (const name of Object.keys(pages)) keep(`${locale} ${name} page`, renderPage(name, locale, pages[name]));
}
for (const name of polluted) delete Object.prototype[name];

console.log(JSON.stringify({ rendered, loaded: Object.keys(require.cache) }));
