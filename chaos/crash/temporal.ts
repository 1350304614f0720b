import { Connection } from '@temporalio/client';
import { Worker } from '@temporalio/worker';
import { around, during } from './points';

type Run = (...args: unknown[]) => unknown;

/** Around every activity, local or not, and around every call that changes something in Temporal. */
export function hookTemporal(): void {
  const create = Worker.create.bind(Worker);
  Object.assign(Worker, {
    create: (options: Parameters<typeof create>[0]) =>
      create({ ...options, ...(options.activities && { activities: hooked(options.activities) }) }),
  });
  const lazy = Connection.lazy.bind(Connection);
  Object.assign(Connection, {
    lazy: (...args: Parameters<typeof lazy>) => {
      const connection = lazy(...args);
      hookService(connection.workflowService);
      return connection;
    },
  });
}

function hooked(activities: object): Record<string, Run> {
  const runs = Object.entries(activities).filter((entry): entry is [string, Run] => typeof entry[1] === 'function');
  return Object.fromEntries(
    runs.map(([name, run]) => [
      name,
      (...args: unknown[]) => during(name, () => around('it', () => Promise.resolve(run(...args)))),
    ]),
  );
}

const CHANGES = [
  'startWorkflowExecution',
  'executeMultiOperation',
  'updateWorkflowExecution',
  'signalWorkflowExecution',
] as const;

function hookService(service: Connection['workflowService']): void {
  for (const name of CHANGES) {
    // One wrapper for four methods whose arguments it does not look at.
    const call = service[name].bind(service) as (...args: unknown[]) => Promise<unknown>;
    Object.assign(service, { [name]: (...args: unknown[]) => around(name, () => call(...args)) });
  }
}
