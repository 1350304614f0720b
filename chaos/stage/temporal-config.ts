import { StartFailure } from '../../bin/parts/failure';
import { isFree } from '../../bin/parts/ports';

export interface ServerPlace {
  readonly port: number;
  /** Of whom the databases are. */
  readonly owner: URL;
}

const SHARDS = 16;
const CONNECTIONS = 10;
/** It keeps the ports of its members in 16 bits with a sign: none of those that a machine hands out by itself. */
const LOWEST = 17_300;
const PORTS_EACH = 200;
const SERVICES = ['frontend', 'history', 'matching', 'worker'] as const;

/** One process with all services on the loopback interface. JSON is YAML. */
export async function serverConfig({ port, owner }: ServerPlace): Promise<string> {
  const services: Record<string, unknown> = {};
  for (const [index, name] of SERVICES.entries()) {
    const [own = 0, membershipPort] = await smallPorts(LOWEST + index * PORTS_EACH);
    const grpcPort = name === 'frontend' ? port : own;
    services[name] = { rpc: { grpcPort, membershipPort, bindOnLocalHost: true } };
  }
  return JSON.stringify({
    log: { stdout: true, level: 'warn' },
    persistence: {
      defaultStore: 'default',
      visibilityStore: 'visibility',
      numHistoryShards: SHARDS,
      datastores: { default: store(owner, 'temporal'), visibility: store(owner, 'temporal_visibility') },
    },
    global: { membership: { maxJoinDuration: '30s', broadcastAddress: '127.0.0.1' } },
    services,
    clusterMetadata: {
      enableGlobalNamespace: false,
      failoverVersionIncrement: 10,
      masterClusterName: 'active',
      currentClusterName: 'active',
      clusterInformation: {
        active: {
          enabled: true,
          initialFailoverVersion: 1,
          rpcName: 'frontend',
          rpcAddress: `127.0.0.1:${port}`,
        },
      },
    },
    dcRedirectionPolicy: { policy: 'noop' },
  });
}

const store = ({ hostname, port, username, password }: URL, databaseName: string) => ({
  sql: {
    pluginName: 'postgres12',
    databaseName,
    connectAddr: `${hostname}:${port}`,
    connectProtocol: 'tcp',
    user: username,
    password,
    maxConns: CONNECTIONS,
    maxIdleConns: CONNECTIONS,
  },
});

/** Two of them, from there on, that nobody listens at. */
async function smallPorts(from: number): Promise<readonly number[]> {
  const found: number[] = [];
  for (let port = from; port < from + PORTS_EACH; port += 1) {
    if (await isFree(port)) found.push(port);
    if (found.length === 2) return found;
  }
  throw new StartFailure(`No two ports between ${from} and ${from + PORTS_EACH} are free.`);
}
