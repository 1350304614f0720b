import { type InLine, inLine } from '../../../activities/migration/in-flight';

interface Job {
  readonly name: string;
  readonly finish: () => void;
  readonly fail: (error: Error) => void;
}

/** Works on letters; those in capitals wait for all before them. */
function working(letters: string) {
  const begun: Job[] = [];
  async function* items(): AsyncGenerator<InLine<string>> {
    for (const item of letters) yield await Promise.resolve({ item, waits: item === item.toUpperCase() });
  }
  const work = (name: string) =>
    new Promise<string>((resolve, reject) => begun.push({ name, finish: () => resolve(name), fail: reject }));
  const line = inLine(2, items(), work);
  const names = () => begun.map(({ name }) => name).join('');
  const finish = (name: string) => begun.find((job) => job.name === name)?.finish();
  return { line, begun, names, finish };
}

const turns = async (): Promise<void> => {
  for (let turn = 0; turn < 20; turn += 1) await new Promise(setImmediate);
};

test('two are on their way, their results come in order, and the next begins once the first has been looked at', async () => {
  const { line, names, finish } = working('abcd');
  const first = line.next();
  await turns();
  expect(names()).toBe('ab');
  finish('b');
  await turns();
  expect(names()).toBe('ab');
  finish('a');
  expect((await first).value.result).toBe('a');
  await turns();
  expect(names()).toBe('ab');

  expect((await line.next()).value.result).toBe('b');
  expect(names()).toBe('abc');
});

test('what waits begins alone, and each result names what is under way or comes next', async () => {
  const { line, names, finish } = working('abCd');
  const results: string[] = [];
  const all = (async () => {
    for await (const { result, latest } of line) results.push(`${result} ${await latest()}`);
  })();
  await turns();
  for (const name of 'abcd') {
    finish(name);
    finish(name.toUpperCase());
    await turns();
    if (name === 'a') expect(names()).toBe('ab');
  }
  await all;

  expect(results).toEqual(['a C', 'b C', 'C d', 'd null']);
});

test('a failure ends the line only when nothing of it runs any more', async () => {
  const { line, begun, names, finish } = working('abc');
  let failure: unknown = null;
  const first = line.next().catch((error: unknown) => (failure = error));
  await turns();
  begun[0]?.fail(new Error('broken'));
  await turns();
  expect(failure).toBeNull();
  finish('b');
  await first;

  expect(failure).toEqual(new Error('broken'));
  expect(names()).toBe('ab');
});
