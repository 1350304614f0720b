import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LocalThreads } from '../../../activities/migration/local/threads';

test('threads that have ended refuse what they are asked, and keep nobody waiting', async () => {
  const threads = new LocalThreads();
  const order = { root: join(tmpdir()), path: '', sizes: false };
  await threads.ask('list', order);
  await threads.close();

  await expect(threads.ask('list', order)).rejects.toThrow('The thread that works on files has ended.');
});
