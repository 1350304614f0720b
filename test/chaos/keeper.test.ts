import { spawn } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Part } from '../../bin/parts/part';
import { Keeper } from '../../chaos/stage/keeper';

/** A part that runs this much of a program. */
const partOf = (program: string, ready: Part['ready'] = () => Promise.resolve()): Part => ({
  name: 'part',
  mark: 'part',
  spawn: () => spawn(process.execPath, ['-e', program], { stdio: ['ignore', 'ignore', 'ignore', 'ipc'] }),
  ready,
  stopSignal: 'SIGTERM',
  stopLimitMs: 2_000,
});
const LIVES = 'setInterval(() => undefined, 1_000)';

let keeper: Keeper | undefined;
afterEach(() => keeper?.stop());

test('a part that is killed is started again, and its end is none that it brought about itself', async () => {
  keeper = new Keeper(partOf(LIVES));
  await keeper.start();
  const first = keeper.pid;
  keeper.kill();
  await keeper.ready();
  expect(keeper.pid).not.toBe(first);
  expect(keeper.strayEnds).toEqual([]);
});

/** Runs where it begins a second time after a kill; in between it ends by itself. */
const stumbling = (): Part => {
  let begun = 0;
  const spawned = (program: string) => partOf(program).spawn();
  return {
    ...partOf(LIVES),
    spawn: () => spawned((begun += 1) === 2 ? 'process.exit(1)' : LIVES),
    ready: (child) =>
      new Promise((resolve, reject) => {
        const up = setTimeout(resolve, 700);
        child.once('exit', () => reject(new Error('ended')));
        child.once('exit', () => clearTimeout(up));
      }),
  };
};

test('an end before a killed part has come up counts against it, but not where it waits for what is left of the former one', async () => {
  for (const [waitsForFormer, ends] of [
    [false, ['part: code 1']],
    [true, []],
  ] as const) {
    const kept = new Keeper(stumbling(), { waitsForFormer });
    keeper = kept;
    await kept.start();
    kept.kill();
    await kept.ready();
    expect(kept.strayEnds).toEqual(ends);
    await kept.stop();
  }
});

test('a part that does not come up is waited for so long, and then named with its reason', async () => {
  keeper = new Keeper(partOf(LIVES, () => Promise.reject(new Error('part did not start'))));
  await expect(keeper.start(300)).rejects.toThrow('part did not start');
});

test('a part that is held down is not waited for without end', async () => {
  keeper = new Keeper(partOf(LIVES));
  await keeper.start();
  keeper.hold();
  await expect(keeper.ready(300)).rejects.toThrow('part is not running');
});

test('whoever waits for a part that is stopped meanwhile hears of it', async () => {
  keeper = new Keeper(partOf(LIVES));
  await keeper.start();
  keeper.hold();
  const waiting = keeper.ready();
  await Promise.all([expect(waiting).rejects.toThrow('part is not running'), keeper.stop()]);
});

const OBEYS = "setInterval(() => undefined, 1_000); process.on('SIGTERM', () => process.exit(0))";
const FAILS = "setInterval(() => undefined, 1_000); process.on('SIGTERM', () => process.exit(1))";
/** Node has begun to listen for signals when it tells so. */
const obeying = (program: string): Part =>
  partOf(`${program}; process.send('up')`, (child) => new Promise((done) => child.once('message', () => done())));

test('a part hands over to another one, which serves before the first is asked to end', async () => {
  keeper = new Keeper(obeying(OBEYS));
  await keeper.start();
  const first = keeper.pid;
  let during = false;
  await keeper.handOver(obeying(OBEYS), () => (during = isRunning(first)));
  expect([during, isRunning(first), isRunning(keeper.pid), keeper.pid === first]).toEqual([true, false, true, false]);
  expect(keeper.strayEnds).toEqual([]);
});

test('a part that is asked to end in order and says that something went wrong ended by itself', async () => {
  keeper = new Keeper(obeying(FAILS));
  await keeper.start();
  await keeper.retire();
  expect(keeper.strayEnds).toEqual(['part, asked to end: code 1']);
});

test('a part that is restarted in order comes up again', async () => {
  keeper = new Keeper(obeying(OBEYS));
  await keeper.start();
  const first = keeper.pid;
  await keeper.restart();
  for (const deadline = Date.now() + 10_000; keeper.pid === first && Date.now() < deadline;) await sleep(20);
  expect(keeper.pid).not.toBe(first);
  expect(keeper.strayEnds).toEqual([]);
});

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
