import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { MigrationDeps } from '../../../activities/migration/deps';
import { testDatabase, type TestDatabase } from '../../database';
import { aDataset, aMigration, anEngagement } from './parts';

/** Directories to copy and the database that follows the copies. */
export class FilesWorld {
  private constructor(
    readonly own: TestDatabase,
    readonly root: string,
    readonly deps: MigrationDeps,
  ) {}

  static async start(): Promise<FilesWorld> {
    const own = await testDatabase();
    const root = await mkdtemp(join(tmpdir(), 'tenure-files-'));
    return new FilesWorld(own, root, { db: own.db, exitAllow: [root], secrets: ['k'.repeat(32)], environment: {} });
  }

  async stop(): Promise<void> {
    await this.own.drop();
    await rm(this.root, { recursive: true, force: true });
  }

  /** A directory of these files, and a run opened that copies it into another. */
  async tree(name: string, files: Readonly<Record<string, string | Buffer>>, maxBytesPerSecond?: number) {
    const [from, to] = [join(this.root, name, 'from'), join(this.root, name, 'to')];
    for (const [path, content] of Object.entries(files)) {
      await mkdir(join(from, path, '..'), { recursive: true });
      await writeFile(join(from, path), content);
    }
    const who = await anEngagement(this.own.db);
    await aDataset(this.own.db, who.engagementId, {
      key: name,
      title: name,
      personalData: false,
      source: { kind: 'directory', path: from },
      target: { kind: 'directory', path: to },
    });
    const pace = maxBytesPerSecond !== undefined && { maxBytesPerSecond };
    const migration = aMigration(this.deps, { ...who, key: name, ...pace });
    await migration.open();
    const runAgain = () => aMigration(this.deps, { ...who, key: name });
    return { from, to, migration, runAgain, engagementId: who.engagementId, key: name };
  }
}
