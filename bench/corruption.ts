/**
 * `npx tsx bench/corruption.ts [count] [seed]`: spoils the target of a migration so many times, half of it rows and half of it
 * files, and counts what the verification finds and what sending again mends; then as often while a verification reads. `docs/proof.md` keeps the figures.
 */
import { type During, whileVerifying } from '../test/activities/migration/corruption/during';
import { spoilFiles, spoilTables, type Tally } from '../test/activities/migration/corruption/proof';
import { machine, say, withParts } from './timing';

async function report(what: string, spoil: () => Promise<Tally>): Promise<void> {
  const from = performance.now();
  const { injected, found, mended, missed, controls, falseAlarms } = await spoil();
  const seconds = ((performance.now() - from) / 1000).toFixed(0);
  say(`| ${what} | ${injected} | ${found} | ${mended} | ${controls} | ${falseAlarms} | ${seconds} s |`);
  for (const miss of missed) say(`missed: ${miss}`);
}

const [count = 500, seed = 1] = process.argv.slice(2).map(Number);
async function reportDuring(what: string, spoil: () => Promise<During>): Promise<void> {
  const { injected, found, withinSpan, missed } = await spoil();
  say(`| ${what}, while it is verified | ${injected} | ${found} | ${withinSpan} | ${missed.length} |`);
  for (const miss of missed) say(`missed: ${miss}`);
}

void withParts(async () => {
  say(machine());
  say('| spoiled | injected | found | mended | undisturbed | false alarms | took |\n|---|---|---|---|---|---|---|');
  await report('rows', () => spoilTables(Math.ceil(count / 2), seed));
  await report('files', () => spoilFiles(Math.floor(count / 2), seed));
  say('| spoiled | injected | found by it | within its span, found by the next | missed |\n|---|---|---|---|---|');
  await reportDuring('rows', () => spoilTables(Math.ceil(count / 2), seed, whileVerifying(seed)));
  await reportDuring('files', () => spoilFiles(Math.floor(count / 2), seed, whileVerifying(seed)));
  say(machine());
});
