/**
 * `node --import tsx bench/migration-kills.ts [--rows 1000000] [--points 20] [--seed 1] [--victims worker,temporal,…]`: kills a part of a
 * migration at so many points of its progress, for each part in a migration of its own, and compares the outcome with an
 * undisturbed one. `docs/proof.md` keeps the figures. Not by `npx tsx`, which ends it the hard way when it is interrupted.
 */
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { openScene, points, type Survived, VICTIMS } from './migration/kills';
import { machine, say } from './timing';

function tell(what: string, outcome: Survived, sha256: string): boolean {
  const { kills, state, rounds, transfers, sentAgain, auditIntact, seconds } = outcome;
  const right = state === 'verified' && outcome.sha256 === sha256 && rounds === 1 && auditIntact && sentAgain <= kills;
  say(
    `| ${what} | ${kills} | ${state} | ${rounds} | ${transfers} | ${sentAgain} | ${outcome.sha256 === sha256} | ${auditIntact} | ${seconds} s |`,
  );
  return right;
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      rows: { type: 'string', default: '1000000' },
      points: { type: 'string', default: '20' },
      seed: { type: 'string', default: '1' },
      victims: { type: 'string', default: VICTIMS.join(',') },
    },
  });
  const victims = z.array(z.enum(VICTIMS)).parse(values.victims.split(','));
  say(machine());
  const scene = await openScene(Number(values.rows));
  try {
    say(
      '| killed | kills | state | rounds | attempts to send | chunks sent again | same root hash | audit intact | took |',
    );
    say('|---|---|---|---|---|---|---|---|---|');
    const undisturbed = await scene.run('undisturbed', []);
    const rights = [tell('nothing', undisturbed, undisturbed.sha256)];
    for (const [index, victim] of victims.entries()) {
      const shares = points(Number(values.points), Number(values.seed) + index);
      const outcome = await scene.run(
        `kills-${victim}`,
        shares.map((at) => ({ victim, at })),
      );
      rights.push(tell(victim, outcome, undisturbed.sha256));
    }
    say(machine());
    process.exitCode = rights.every(Boolean) ? 0 : 1;
  } finally {
    await scene.stop();
  }
}

void main();
