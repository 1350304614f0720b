/**
 * `node --import tsx bench/turns.ts [engagements] [hands]`: so many engagements have a reminder of their values due, and so many
 * hands of one date keeper take their turns in this process, beside nothing else. Prints how many turns a second that makes, and
 * how many statements a turn sends.
 */
import { MockActivityEnvironment } from '@temporalio/testing';
import { takeDueTurn } from '../activities/due-turn';
import { testDatabase } from '../test/database';
import { fallDue } from './reminders/fall-due';
import { fill } from './scale/fill';
import { machine, say, withParts } from './timing';

const [engagements = 400, hands = 4] = process.argv.slice(2).map(Number);
const MINUTE = 60_000;

void withParts(async () => {
  say(machine());
  const { db, url, drop } = await testDatabase();
  try {
    await fill(url, { engagements, months: 0, people: 100, vendors: Math.ceil(engagements / 20) });
    const now = Date.now();
    const due = await fallDue(db, { from: now - MINUTE, spreadSeconds: 0 });
    let statements = 0;
    db.on('query', () => (statements += 1));
    let turns = 0;
    const hand = async (): Promise<void> => {
      while (await new MockActivityEnvironment().run(() => takeDueTurn(db, now))) turns += 1;
    };
    const from = performance.now();
    await Promise.all(Array.from({ length: hands }, hand));
    const seconds = (performance.now() - from) / 1_000;
    say(`${turns} turns of ${due} due engagements with ${hands} hands in ${seconds.toFixed(1)} s`);
    say(`${(turns / seconds).toFixed(1)} turns a second, ${(statements / turns).toFixed(1)} statements a turn`);
  } finally {
    await drop();
  }
  say(machine());
});
