import { loadConfig } from '../../config';

const read = (settings: Readonly<Record<string, string>>) => loadConfig(settings, '/no/such/file');

test('nothing is traced and no worker answers a port unless a setting says so', () => {
  expect(read({})).toMatchObject({ tracing: undefined, workerMetrics: undefined });
});

test.each(['127.0.0.1:9464', '0.0.0.0:1', '[::1]:65535'])('a worker may answer Prometheus at %s', (address) => {
  expect(read({ TENURE_WORKER_METRICS: address }).workerMetrics).toBe(address);
});

test.each([
  '9464',
  ':9464',
  'localhost:9464',
  '127.0.0.1',
  '127.0.0.1:0',
  '127.0.0.1:65536',
  '::1:9464',
  '[1.2.3.4]:1',
])('a worker cannot answer Prometheus at %s, which ends the start', (address) => {
  expect(() => read({ TENURE_WORKER_METRICS: address })).toThrow('TENURE_WORKER_METRICS');
});

test.each([
  [{ OTEL_EXPORTER_OTLP_ENDPOINT: 'http://c:4318/' }, 'http://c:4318/v1/traces'],
  [{ OTEL_EXPORTER_OTLP_ENDPOINT: 'http://c:4318', OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: 'http://t/x' }, 'http://t/x'],
  [{ OTEL_EXPORTER_OTLP_ENDPOINT: 'http://c:4318', OTEL_SDK_DISABLED: 'TRUE' }, undefined],
])('with %j spans go to %s', (settings, url) => {
  expect(read(settings).tracing?.url).toBe(url);
});
