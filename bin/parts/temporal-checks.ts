import type { Connection } from '@temporalio/client';
import type { Config } from '../../config';
import { type Finding, ill, note, temporalAddress, well } from './checks';
import { sentenceOf } from './failure';
import { missingSearchAttributes } from './search-attributes';
import { connectTemporal, hasNamespace } from './temporal-connection';
import { serverVersion, versionObjection } from './temporal-version';

const TASK_QUEUE = 'tenure';

/** Reachable, safe version, namespace, search attributes, a polling worker: one line each. */
export async function checkTemporal(config: Config): Promise<readonly Finding[]> {
  const address = temporalAddress(config);
  if (!address) return [note('Embedded Temporal has not run yet', 'npm start starts it')];
  try {
    const connection = await connectTemporal(address, 5_000);
    return await inspect(connection, config).finally(() => connection.close());
  } catch (error) {
    return [
      config.temporal.address
        ? ill(`Temporal at ${address} does not answer: ${sentenceOf(error)}`, 'check TEMPORAL_ADDRESS, TLS and network')
        : note('Embedded Temporal is not running', 'npm start starts it'),
    ];
  }
}

async function inspect(connection: Connection, { temporal: { namespace } }: Config): Promise<readonly Finding[]> {
  const version = await checkVersion(connection);
  if (!(await hasNamespace(connection, namespace)))
    return [
      version,
      ill(`Namespace ${namespace} is missing`, `temporal operator namespace create --namespace ${namespace}`),
    ];
  return [version, await checkAttributes(connection, namespace), await checkWorker(connection, namespace)];
}

async function checkVersion(connection: Connection): Promise<Finding> {
  const info = await connection.workflowService.getSystemInfo({});
  const version = serverVersion(info.serverVersion);
  const objection = version && versionObjection(version);
  return objection
    ? ill(`Temporal ${objection}`, 'use a newer server')
    : well(`Temporal server ${info.serverVersion || '(unnamed version)'}`);
}

async function checkAttributes(connection: Connection, namespace: string): Promise<Finding> {
  const missing = await missingSearchAttributes(connection, namespace);
  return missing.length > 0
    ? ill(`Namespace ${namespace} lacks the search attributes ${missing.join(', ')}`, 'npm start registers them')
    : well(`Namespace ${namespace} has the search attributes`);
}

async function checkWorker(connection: Connection, namespace: string): Promise<Finding> {
  const { pollers } = await connection.workflowService.describeTaskQueue({
    namespace,
    taskQueue: { name: TASK_QUEUE },
  });
  return pollers.length > 0
    ? well(`A worker polls the task queue ${TASK_QUEUE}`)
    : note(`No worker polls the task queue ${TASK_QUEUE}`, 'npm start or npm run worker starts one');
}
