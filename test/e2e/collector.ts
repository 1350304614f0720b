import { EventEmitter, once } from 'node:events';
import { createServer } from 'node:http';
import { text } from 'node:stream/consumers';
import { freePort } from '../../bin/parts/ports';

/** A span as OTLP carries it in JSON, as far as tests look. */
export interface Span {
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId?: string;
  readonly name: string;
  readonly attributes: readonly { readonly key: string; readonly value: { readonly stringValue?: string } }[];
  readonly status: { readonly code: number; readonly message?: string };
  readonly events: readonly { readonly attributes: Span['attributes'] }[];
  /** `service.name` of the process. */
  readonly service: string;
}

interface Resource {
  readonly resource: { readonly attributes: Span['attributes'] };
  readonly scopeSpans: readonly { readonly spans: readonly Omit<Span, 'service'>[] }[];
}

/** Takes spans over HTTP as a collector of OpenTelemetry does, and keeps them. */
export class Collector {
  readonly spans: Span[] = [];
  private readonly arrivals = new EventEmitter();
  private readonly server = createServer((req, res) => {
    void text(req).then((body) => {
      this.keep(JSON.parse(body) as { resourceSpans: readonly Resource[] });
      res.setHeader('content-type', 'application/json').end('{}');
    });
  });

  async listen(): Promise<string> {
    const port = await freePort();
    await new Promise<void>((done) => this.server.listen(port, '127.0.0.1', done));
    return `http://127.0.0.1:${port}`;
  }

  close(): Promise<unknown> {
    this.server.closeAllConnections();
    return new Promise((done) => this.server.close(done));
  }

  /** All spans of a trace once they are what is waited for. */
  async trace(traceId: string, isWhole: (spans: readonly Span[]) => boolean): Promise<readonly Span[]> {
    for (;;) {
      const spans = this.spans.filter((span) => span.traceId === traceId);
      if (isWhole(spans)) return spans;
      await once(this.arrivals, 'spans');
    }
  }

  private keep({ resourceSpans }: { readonly resourceSpans: readonly Resource[] }): void {
    for (const { resource, scopeSpans } of resourceSpans) {
      const service = resource.attributes.find(({ key }) => key === 'service.name')?.value.stringValue ?? '';
      this.spans.push(...scopeSpans.flatMap(({ spans }) => spans.map((span) => ({ ...span, service }))));
    }
    this.arrivals.emit('spans');
  }
}
