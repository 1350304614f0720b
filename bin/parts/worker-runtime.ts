import { Runtime, type TelemetryOptions } from '@temporalio/worker';
import type { Telemetry } from '../../telemetry-config';
import { StartFailure, sentenceOf } from './failure';
import { createLogger, temporalLogger } from './logger';

/** What the SDK's core says goes through our logger as well, and its figures to Prometheus, where it is to ask for them. */
export function installRuntime({ logLevel, workerMetrics }: Telemetry): void {
  try {
    Runtime.install({
      logger: temporalLogger(createLogger({ part: 'worker', level: logLevel })),
      telemetryOptions: {
        logging: { filter: { core: 'WARN', other: 'WARN' }, forward: {} },
        ...metricsAt(workerMetrics),
      },
      shutdownSignals: ['SIGINT', 'SIGTERM'],
    });
  } catch (error) {
    if (workerMetrics === undefined) throw error;
    throw new StartFailure(`TENURE_WORKER_METRICS=${workerMetrics}: ${sentenceOf(error)}`);
  }
}

/** With the units and endings that Prometheus asks names to have. */
const metricsAt = (bindAddress: string | undefined): Pick<TelemetryOptions, 'metrics'> =>
  bindAddress === undefined
    ? {}
    : {
        metrics: {
          prometheus: { bindAddress, countersTotalSuffix: true, unitSuffix: true, useSecondsForDurations: true },
        },
      };
