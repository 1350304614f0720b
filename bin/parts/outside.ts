import { createTransport } from 'nodemailer';
import pg from 'pg';
import { sentenceOf, StartFailure } from './failure';
import { registerSearchAttributes } from './search-attributes';
import { serverVersion, versionObjection } from './temporal-version';

const PATIENCE_MS = 8_000;

/** Checks of parts that run outside. Each fails with one sentence that names the setting; secrets of a URL are not shown. */
export async function checkDatabase(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: PATIENCE_MS });
  client.on('error', () => undefined);
  try {
    await client.connect();
    await client.query('select 1');
  } catch (error) {
    throw new StartFailure(`PostgreSQL at ${placeOf(url)} (DATABASE_URL) cannot be used: ${sentenceOf(error)}.`);
  } finally {
    await client.end().catch(() => undefined);
  }
}

export async function checkMail(url: string): Promise<void> {
  const limits = `connectionTimeout=${PATIENCE_MS}&greetingTimeout=${PATIENCE_MS}&socketTimeout=${PATIENCE_MS}`;
  const transport = createTransport(`${url}${url.includes('?') ? '&' : '?'}${limits}`);
  try {
    await transport.verify();
  } catch (error) {
    throw new StartFailure(`The mail relay at ${placeOf(url)} (SMTP_URL) cannot be used: ${sentenceOf(error)}.`);
  } finally {
    transport.close();
  }
}

export interface OutsideTemporal {
  readonly address: string;
  readonly namespace: string;
}

/** Reachable, safe, with our namespace; the search attributes are registered when they are not. */
export async function prepareTemporal({ address, namespace }: OutsideTemporal): Promise<void> {
  const where = `Temporal at ${address} (TEMPORAL_ADDRESS)`;
  // Loaded only when needed: it takes half a second.
  const { connectTemporal, hasNamespace } = await import('./temporal-connection.js');
  const connection = await connectTemporal(address, PATIENCE_MS).catch((error: unknown) => {
    throw new StartFailure(`${where} cannot be reached: ${sentenceOf(error)}.`);
  });
  try {
    const info = await connection.workflowService.getSystemInfo({});
    const objection = versionObjection(serverVersion(info.serverVersion));
    // Temporal Cloud names no version we could judge.
    if (objection && serverVersion(info.serverVersion))
      throw new StartFailure(`${where} must not be used: ${objection}.`);
    if (!(await hasNamespace(connection, namespace)))
      throw new StartFailure(
        `${where} has no namespace ${namespace} (TEMPORAL_NAMESPACE): temporal operator namespace create --namespace ${namespace}.`,
      );
    await registerSearchAttributes(connection, namespace);
  } catch (error) {
    if (error instanceof StartFailure) throw error;
    throw new StartFailure(`${where}, namespace ${namespace}, cannot be prepared: ${sentenceOf(error)}.`);
  } finally {
    await connection.close();
  }
}

function placeOf(url: string): string {
  const { hostname, port, pathname } = new URL(url);
  return `${hostname}${port && `:${port}`}${pathname === '/' ? '' : pathname}`;
}
