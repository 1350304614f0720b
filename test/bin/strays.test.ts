import { spawn } from 'node:child_process';
import { straysOf } from '../../bin/parts/strays';
import { stop } from '../../bin/parts/processes';

test('a child is found by a mark in its environment until it has ended', async () => {
  const MARK = `TENURE_STRAYS_TEST=${process.pid}`;
  const env = { ...process.env, TENURE_STRAYS_TEST: String(process.pid) };
  const child = spawn(process.execPath, ['-e', 'process.stdin.resume()'], { env, stdio: 'pipe' });
  try {
    expect(straysOf(MARK)).toEqual([child.pid]);
  } finally {
    await stop(child, 'SIGKILL');
  }
  expect(straysOf(MARK)).toEqual([]);
});
