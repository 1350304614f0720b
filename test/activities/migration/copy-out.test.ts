import { PassThrough } from 'node:stream';
import type pg from 'pg';
import { CopyOut, TOGETHER } from '../../../activities/migration/copy-out';

function message(kind: string, content: string | Buffer): Buffer {
  const head = Buffer.alloc(5);
  head.write(kind, 'latin1');
  head.writeUInt32BE(Buffer.byteLength(content) + 4, 1);
  return Buffer.concat([head, Buffer.from(content)]);
}

const row = (text: string): Buffer => message('d', `${text}\n`);

/** A connection whose driver keeps what it hears. */
function connected() {
  const stream = new PassThrough();
  const heard: Buffer[] = [];
  stream.on('data', (bytes: Buffer) => heard.push(bytes));
  const copy = new CopyOut('copy t to stdout');
  copy.submit({ stream, query: () => undefined } as unknown as pg.Connection);
  return { copy, stream, driver: () => Buffer.concat(heard).toString('latin1') };
}

async function all(copy: CopyOut): Promise<string> {
  const parts: string[] = [];
  for (let block = await copy.next(); block; block = await copy.next()) parts.push(block.toString());
  return parts.join('');
}

const REPLY = Buffer.concat([
  message('H', Buffer.from([0, 0, 1, 0, 0])),
  row('eins'),
  message('N', 'a notice'),
  row(''),
  row('客户'),
  message('d', 'half a '),
  message('d', 'row\n'),
  message('c', ''),
  message('C', 'COPY 4\0'),
]);

test.each(Array.from({ length: REPLY.length }, (_, at) => at))(
  'rows are the same when what comes is cut at %i',
  async (at) => {
    const { copy, stream, driver } = connected();
    for (const part of [REPLY.subarray(0, at), REPLY.subarray(at)]) {
      stream.write(Buffer.from(part));
      await new Promise(setImmediate);
    }
    copy.handleCommandComplete({ text: 'COPY 4' });

    expect(await all(copy)).toBe('eins\n\n客户\nhalf a row\n');
    expect(copy.rows).toBe(4);
    expect(driver()).toBe(`c\0\0\0\u0004${message('C', 'COPY 4\0').toString('latin1')}`);
  },
);

test('a reader that is slow makes the connection wait, and gets all of it in whole blocks', async () => {
  const { copy, stream } = connected();
  const rows = Array.from({ length: 40_000 }, (_, index) => `${index}`.padStart(30, 'x'));
  const bytes = Buffer.concat(rows.map(row));
  let sent = 0;
  const sending = (async () => {
    for (; sent < bytes.length; sent += 60_000)
      if (!stream.write(Buffer.from(bytes.subarray(sent, sent + 60_000))))
        await new Promise((go) => stream.once('drain', go));
    stream.write(message('c', ''));
    await new Promise(setImmediate);
    copy.handleCommandComplete({ text: `COPY ${rows.length}` });
  })();
  for (let turn = 0; turn < 100; turn += 1) await new Promise(setImmediate);
  expect(sent).toBeLessThan(bytes.length / 2);
  const sizes: number[] = [];
  const parts: string[] = [];
  for (let block = await copy.next(); block; block = await copy.next()) {
    sizes.push(block.length);
    parts.push(block.toString());
  }
  await sending;

  expect(parts.join('') === rows.map((text) => `${text}\n`).join('')).toBe(true);
  expect(sizes.slice(0, -1).every((size) => size >= TOGETHER)).toBe(true);
});

test('an error in the middle of the rows goes to the driver, and fails whoever reads', async () => {
  const { copy, stream, driver } = connected();
  stream.write(Buffer.concat([row('one'), message('E', 'SERROR\0\0')]));
  await new Promise(setImmediate);
  const reading = copy.next();
  copy.handleError(new Error('gone'));

  await expect(reading).rejects.toThrow('gone');
  expect(driver()).toContain('SERROR');
});
