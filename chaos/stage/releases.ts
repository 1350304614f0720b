import { connectTemporal } from '../../bin/parts/temporal-connection';
import { freePort } from '../../bin/parts/ports';
import { until } from '../../bin/parts/processes';
import { makeCurrent, runningOn } from '../../bin/release/deployment';
import { Keeper } from './keeper';
import { type ApiName, apiPart, type Build, type Site, workerPart } from './site';

/** The release that a run begins with, and the one that takes over from it. */
export type ReleaseName = 'older' | 'newer';
const OTHER: Readonly<Record<ReleaseName, ReleaseName>> = { older: 'newer', newer: 'older' };

export interface Release extends Build {
  /** Makes the schema what this release needs, and has it stay what the other one can live with. */
  readonly prepare: (databaseUrl: string, adminToken: string) => Promise<void>;
  /** Whether it can do so on a schema that is further on. Releases up to 0773 could not, and are brought back without it. */
  readonly preparesAgain: boolean;
}
export type ReleasePair = Readonly<Record<ReleaseName, Release>>;

type Workers = readonly [Keeper, Keeper];

export interface ReleasesOptions {
  readonly site: Site;
  readonly pair: ReleasePair;
  readonly apis: Readonly<Record<ApiName, Keeper>>;
  /** Of the older release, running. */
  readonly workers: Workers;
  readonly say: (line: string) => void;
}

export const DEPLOYMENT = 'chaos';
const PLACE = { namespace: 'default', deploymentName: DEPLOYMENT };
/** Temporal takes no release before all its queues have been polled. */
const KNOWN_MS = 120_000;

/** Two releases of the product side by side, as the runbook of upgrading tells of them. */
export class Releases {
  private readonly workers: Readonly<Record<ReleaseName, Workers>>;

  constructor(private readonly options: ReleasesOptions) {
    const { site, pair, workers } = options;
    const newer = (name: string): Keeper => new Keeper(workerPart(site, pair.newer, name));
    this.workers = { older: workers, newer: [newer('worker-3'), newer('worker-4')] };
  }

  /** Workers beside those that every run has. */
  get added(): Workers {
    return this.workers.newer;
  }

  /** New work goes to a release: its workers are asked for it from the moment on in which Temporal knows them. */
  async current(name: ReleaseName): Promise<void> {
    const connection = await connectTemporal(this.options.site.temporalAddress, 30_000);
    const isTaken = (): Promise<boolean> =>
      makeCurrent(connection, PLACE, name).then(
        () => true,
        () => false,
      );
    try {
      await until(isTaken, { limitMs: KNOWN_MS, sentence: `${name} never became current.`, everyMs: 500 });
    } finally {
      await connection.close();
    }
  }

  /** One release takes over from the other while people work; a worker of the other one stays for what is pinned to it. */
  async takeOver(name: ReleaseName): Promise<void> {
    const { pair, site } = this.options;
    const { databaseUrl, secrets } = site;
    if (name === 'newer' || pair[name].preparesAgain)
      await this.told('schema made ready', () => pair[name].prepare(databaseUrl, secrets.adminToken));
    await this.told(`workers of ${name} started`, () => this.startWorkers(name));
    await this.told(`${name} current`, () => this.current(name));
    for (const api of ['api-1', 'api-2'] as const)
      await this.told(`${api} is of ${name}`, () => this.replace(api, pair[name]));
    await this.told(`a worker of ${OTHER[name]} ended`, () => this.workers[OTHER[name]][1].retire());
    await this.tellWhatStays(OTHER[name]);
  }

  private async startWorkers(name: ReleaseName): Promise<void> {
    for (const keeper of this.workers[name]) {
      keeper.release();
      await (keeper.hasBegun ? keeper.ready() : keeper.start());
    }
  }

  private async replace(name: ApiName, build: Build): Promise<void> {
    const { site, apis } = this.options;
    const port = await freePort();
    await apis[name].handOver(apiPart(site, build, { name, port }), () => site.lines[name].aim(port));
  }

  private async tellWhatStays(name: ReleaseName): Promise<void> {
    const connection = await connectTemporal(this.options.site.temporalAddress, 30_000);
    try {
      this.options.say(`    ${await runningOn(connection, PLACE, name)} processes still run on ${name}`);
    } finally {
      await connection.close();
    }
  }

  private async told(what: string, work: () => Promise<void>): Promise<void> {
    const from = performance.now();
    await work();
    this.options.say(`    ${what} in ${((performance.now() - from) / 1_000).toFixed(1)} s`);
  }
}
