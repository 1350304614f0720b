import { SpanStatusCode } from '@opentelemetry/api';
import { InMemorySpanExporter } from '@opentelemetry/sdk-trace-node';
import { MockActivityEnvironment } from '@temporalio/testing';
import { DefaultLogger } from '@temporalio/worker';
import { traceTo } from '../../bin/parts/trace-exporter';

/** Has its spans also when nothing more comes. */
class Kept extends InMemorySpanExporter {
  override shutdown(): Promise<void> {
    return Promise.resolve();
  }
}

test('of a failure a span tells the kind, and none of the words in which a database or a relay names people', async () => {
  const exporter = new Kept();
  const tracing = traceTo({ url: 'http://127.0.0.1:9', serviceName: undefined }, 'worker', exporter);
  const environment = new MockActivityEnvironment(
    { activityType: 'sendMail' },
    { interceptors: [...(tracing.workerOptions.interceptors?.activity ?? [])], logger: new DefaultLogger('ERROR') },
  );
  const send = (): Promise<void> => Promise.reject(new TypeError('550 no mailbox for Wang Wei'));
  await expect(environment.run(send)).rejects.toThrow('Wang Wei');
  await tracing.stop();

  const sent = exporter.getFinishedSpans();
  expect(sent).toMatchObject([{ name: 'RunActivity:sendMail', ended: true }]);
  expect(sent[0]?.resource.attributes['service.name']).toBe('tenure-worker');
  expect(sent[0]?.status).toEqual({ code: SpanStatusCode.ERROR });
  expect(sent[0]?.events.map(({ name, attributes }) => [name, attributes])).toEqual([
    ['exception', { 'exception.type': 'TypeError' }],
  ]);
});
