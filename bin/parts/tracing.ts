import type { WorkflowClientInterceptor } from '@temporalio/client';
import type { WorkerOptions } from '@temporalio/worker';
import type { TracingSettings } from '../../telemetry-config';

/** What a process that is traced hands to Temporal, and how it sends its last spans. */
export interface Tracing {
  readonly clientInterceptors: WorkflowClientInterceptor[];
  readonly workerOptions: Pick<WorkerOptions, 'interceptors'>;
  stop(): Promise<void>;
}

const NONE: Tracing = { clientInterceptors: [], workerOptions: {}, stop: () => Promise.resolve() };

/** Sends spans to the collector; where there is none nothing of it is loaded, and spans that are begun cost nothing. */
export async function startTracing(settings: TracingSettings | undefined, part: string): Promise<Tracing> {
  if (!settings) return NONE;
  const { traceTo } = await import('./trace-exporter.js');
  return traceTo(settings, part);
}
