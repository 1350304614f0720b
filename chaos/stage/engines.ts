import { join } from 'node:path';
import type { Part } from '../../bin/parts/part';
import { freePort } from '../../bin/parts/ports';
import type { Secrets } from '../../bin/parts/secrets';
import { embeddedTemporal } from '../../bin/parts/temporal';
import { findTemporalCli } from '../../bin/parts/temporal-cli';
import { fullTemporal } from './full-temporal';
import type { Keeper } from './keeper';
import { temporalServer } from './temporal-server';

/** Temporal's development server with its one file, or the server that operators run with its records in a PostgreSQL of its own. */
export type Engine = 'dev' | 'full';

interface EngineOptions {
  readonly dataDir: string;
  readonly secrets: Secrets;
  readonly port: number;
  readonly say: (line: string) => void;
  /** Has a part run that the engine needs before it can be started. */
  readonly started: (part: Part) => Promise<Keeper>;
}

interface Prepared {
  readonly part: Part;
  readonly address: string;
  /** Who keeps its records; null where it does so itself. */
  readonly records: Keeper | null;
  /** Where they stand, or the log of whoever keeps them. */
  readonly folder: string;
}

export const ENGINES: Readonly<Record<Engine, (options: EngineOptions) => Promise<Prepared>>> = {
  dev: async ({ dataDir, port, say }) => {
    const cli = await findTemporalCli({ env: process.env, report: say });
    const uiPort = await freePort();
    const folder = join(dataDir, 'temporal');
    const { part, address } = await embeddedTemporal({ dataDir, folder, cli, namespace: 'default', port, uiPort });
    return { part, address, records: null, folder };
  },
  full: async ({ dataDir, secrets, port, say, started }) => {
    const programs = await temporalServer(say);
    const { postgres, logFolder, temporal, address, makeSchemas } = await fullTemporal({
      dataDir,
      secrets,
      programs,
      port,
    });
    const records = await started(postgres);
    await makeSchemas();
    return { part: temporal, address, records, folder: logFolder };
  },
};
