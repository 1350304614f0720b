import { spawn } from 'node:child_process';
import { childrenRunning, straysOf } from '../../bin/parts/strays';
import { stop } from '../../bin/parts/processes';

const WORD = 'a-word-of-its-own';

test('a child is found by its command line and by a mark in its environment until it has ended', async () => {
  const MARK = `TENURE_STRAYS_TEST=${process.pid}`;
  const env = { ...process.env, TENURE_STRAYS_TEST: String(process.pid) };
  const child = spawn(process.execPath, ['-e', 'process.stdin.resume()', WORD], { env, stdio: 'pipe' });
  try {
    expect(childrenRunning(WORD)).toEqual([child.pid]);
    expect(straysOf(MARK)).toEqual([child.pid]);
    expect(childrenRunning('another-word')).toEqual([]);
  } finally {
    await stop(child, 'SIGKILL');
  }
  expect(childrenRunning(WORD)).toEqual([]);
  expect(straysOf(MARK)).toEqual([]);
});
