import { createLogger, temporalLogger } from '../../bin/parts/logger';

function written(work: (log: ReturnType<typeof createLogger>) => void): readonly Record<string, unknown>[] {
  const lines: string[] = [];
  const destination = { write: (line: string) => void lines.push(line) };
  work(createLogger({ part: 'api', level: 'trace', destination }));
  expect(lines.every((line) => line.endsWith('\n') && line.indexOf('\n') === line.length - 1)).toBe(true);
  return lines.map((line) => JSON.parse(line) as Record<string, unknown>);
}

test('a line is JSON, and a line end in what it says cannot forge another one', () => {
  const [line] = written((log) => log.info({ requestId: 'r1' }, 'one\n{"level":60,"msg":"forged"}'));

  expect(line).toMatchObject({ level: 30, part: 'api', requestId: 'r1', msg: 'one\n{"level":60,"msg":"forged"}' });
});

test('what is taken out behind a line end leaves a line that can still be read', () => {
  const [line] = written((log) => log.info(`answer:\nwang@acme.test\nZk3x9QmW7fLr2bTv8Nc1pYh6Gd5sJa4EuXo0BiRqMkk`));

  expect(line).toMatchObject({ msg: 'answer:\n[address]\n…' });
});

test('of an error message, code and stack are kept, and no field that a library has hung on it', () => {
  const error = Object.assign(new Error('duplicate key', { cause: new Error('of wang@acme.test') }), {
    code: '23505',
    detail: 'Key (name)=(Wang Wei) already exists.',
    parameters: ['Wang Wei'],
  });
  const [line] = written((log) => log.error({ err: error }, 'request failed'));

  expect(line?.['err']).toMatchObject({ type: 'Error', code: '23505', message: 'duplicate key' });
  expect(line?.['err']).toMatchObject({ cause: { message: 'of [address]' } });
  expect(JSON.stringify(line)).not.toContain('Wang');
});

test('fields that hold secrets are blank wherever they stand', () => {
  const [line] = written((log) =>
    log.info({
      token: 'marked1',
      who: { email: 'marked2' },
      req: { headers: { cookie: 'marked3', authorization: 'm4' } },
    }),
  );

  expect(line).toMatchObject({
    token: '…',
    who: { email: '…' },
    req: { headers: { cookie: '…', authorization: '…' } },
  });
});

test('what Temporal and activities say comes through the same logger', () => {
  const lines = written((log) => {
    const temporal = temporalLogger(log);
    temporal.info('of no interest');
    temporal.warn('Activity failed', { workflowId: 'request-1', error: new Error('550 <wang@acme.test> unknown') });
  });

  expect(lines).toMatchObject([
    {
      level: 40,
      part: 'api',
      workflowId: 'request-1',
      msg: 'Activity failed',
      error: { message: '550 <[address]> unknown' },
    },
  ]);
});
