import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';

const LIVES = 'setInterval(() => undefined, 1_000)';
/** A process of tests that starts a program, which starts another one, and tells both of them. */
const STARTS = `
  require(${JSON.stringify(resolve('test/jest/end-children.js'))});
  const { spawn } = require('node:child_process');
  const inner = ${JSON.stringify(`console.log(process.pid); ${LIVES}`)};
  const outer = 'console.log(process.pid); require("node:child_process").spawn(process.execPath, ["-e", ' + JSON.stringify(inner) + '], { stdio: "inherit", detached: true }); ${LIVES}';
  spawn(process.execPath, ['-e', outer], { stdio: 'inherit', detached: true });
  ${LIVES};
`;

const lives = (pid: number): boolean => existsSync(`/proc/${pid}`);

/** Zombies of nobody are gone as soon as they are looked at. */
async function gone(pid: number): Promise<boolean> {
  for (const deadline = Date.now() + 10_000; lives(pid) && Date.now() < deadline;) await new Promise(setImmediate);
  return !lives(pid);
}

test('a process of tests that is replaced in the middle of a file leaves nothing that it has started', async () => {
  const child = spawn(process.execPath, ['-e', STARTS], { stdio: ['ignore', 'pipe', 'inherit'] });
  let said = '';
  child.stdout.on('data', (part: Buffer) => (said += part.toString()));
  while (said.trim().split('\n').filter(Boolean).length < 2) await once(child.stdout, 'data');
  const started = said.trim().split('\n').map(Number);
  expect(started.map(lives)).toEqual([true, true]);

  child.kill('SIGTERM');
  await once(child, 'exit');
  expect(await Promise.all(started.map(gone))).toEqual([true, true]);
});
