import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { MigrationDeps } from '../../../activities/migration/deps';
import { BAG_COMMANDS, type BagOrder } from '../../../bin/bag/commands';
import { existingRun, type Run } from '../../../db/stores/dataset-runs';
import type { End } from '../../../domain/exit/end-schema';
import { testDatabase, type TestDatabase } from '../../database';
import { aDataset, aMigration, anEngagement } from './parts';

interface Order {
  readonly source: TestDatabase;
  readonly tables: readonly string[];
  readonly format?: 'csv' | 'ndjson';
  readonly recipient?: string;
}

/** A directory for bags and the database that follows how they are made. */
export class BagWorld {
  private constructor(
    readonly own: TestDatabase,
    readonly root: string,
  ) {}

  static async start(): Promise<BagWorld> {
    return new BagWorld(await testDatabase(), await mkdtemp(join(tmpdir(), 'tenure-bags-')));
  }

  async stop(): Promise<void> {
    await this.own.drop();
    await rm(this.root, { recursive: true, force: true });
  }

  get deps(): MigrationDeps {
    return { db: this.own.db, secrets: ['k'.repeat(32)], exitAllow: [this.root], environment: {} };
  }

  /** Makes a bag of tables, or of a directory, from the inventory to the record. */
  async migration(name: string, source: End, target: Partial<Order> = {}, environment: Record<string, string> = {}) {
    const to = join(this.root, name);
    const who = await anEngagement(this.own.db);
    const { format, recipient } = target;
    const end = { kind: 'directory' as const, path: to, ...(format && { format }), ...(recipient && { recipient }) };
    await aDataset(this.own.db, who.engagementId, { key: name, title: name, personalData: false, source, target: end });
    const places = Object.values(environment).map((url) => url.replace(/\/\/.*@/, '//'));
    const deps = { ...this.deps, environment, exitAllow: [this.root, ...places] };
    const migration = aMigration(deps, { ...who, key: name });
    await migration.open();
    await migration.inventory();
    return { to, migration, ...who };
  }

  async bag(name: string, { source, tables, ...target }: Order): Promise<{ to: string; run: Run }> {
    const end = { kind: 'postgres' as const, secretRef: 'env:SOURCE', tables: [...tables] };
    const { to, migration } = await this.migration(name, end, target, { SOURCE: source.url });
    await migration.transfer();
    await migration.record(await migration.verify());
    return { to, run: await existingRun(this.own.db, migration.runId) };
  }
}

/** What a receiver's command answers and says. */
export async function ask(command: keyof typeof BAG_COMMANDS, order: BagOrder) {
  const lines: string[] = [];
  const passed = await BAG_COMMANDS[command](order, (line) => lines.push(line));
  return { passed, lines };
}
