import { Connection } from '@temporalio/client';
import { loadClientConnectConfig } from '@temporalio/envconfig';

/** A connection with the SDK's own settings (TLS, API key, profile) from the environment. */
export const connectTemporal = (address: string, connectTimeout: number): Promise<Connection> =>
  Connection.connect({ ...loadClientConnectConfig().connectionOptions, address, connectTimeout });

export const hasNamespace = ({ workflowService }: Connection, namespace: string): Promise<boolean> =>
  workflowService.describeNamespace({ namespace }).then(
    () => true,
    () => false,
  );
