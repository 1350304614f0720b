import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { Readable } from 'node:stream';
import type { MigrationDeps } from '../../../activities/migration/deps';
import { flow } from '../../../activities/migration/meter';
import { openPlace } from '../../../activities/migration/open-files';
import type { End } from '../../../domain/exit/end-schema';
import { testDatabase } from '../../database';
import { aDataset, aMigration, anEngagement } from './parts';
import { certificateFor } from './servers/certificate';
import { fileServer } from './servers/file-server';
import { s3Server } from './servers/s3-server';
import { sftpServer } from './servers/sftp-server';

export type Kind = 'directory' | 's3' | 'sftp' | 'https';

/** All kinds of places for files, each with a real server. */
export async function openConnectors() {
  const own = await testDatabase();
  const root = await mkdtemp(join(tmpdir(), 'tenure-connectors-'));
  const certificate = certificateFor('localhost');
  const s3 = await s3Server(join(root, 's3'), certificate);
  const sftp = await sftpServer(join(root, 'sftp'));
  const https = await fileServer(join(root, 'https'), certificate);
  const deps: MigrationDeps = {
    db: own.db,
    exitAllow: [join(root, 'directory'), s3.allow, sftp.allow, https.allow],
    secrets: ['k'.repeat(32)],
    environment: { S3: s3.secret, SFTP: sftp.secret, HTTPS: https.secret },
    road: { reach: { allow: ['localhost', '127.0.0.1', '::1'], tlsOnly: true } },
    authority: certificate.cert,
  };
  await mkdir(join(root, 'directory'));

  const endOf = (kind: Kind, name: string, files: readonly string[] = []): End => {
    if (kind === 'directory') return { kind, path: join(root, 'directory', name) };
    if (kind === 's3') return { kind, endpoint: s3.endpoint, bucket: 'exits', prefix: name, secretRef: 'env:S3' };
    if (kind === 'sftp') return { ...sftp.end, path: `/${name}`, secretRef: 'env:SFTP' };
    const offered = files.map((file) => ({ name: file, url: https.url(`${name}/${file}`) }));
    return { kind, files: offered, secretRef: 'env:HTTPS' };
  };
  /** Where a file of a place really lies. */
  const fileOf = (kind: Kind, name: string, path: string): string =>
    kind === 's3' ? s3.fileOf(`${name}/${path}`) : join(root, kind, name, path);

  return {
    own,
    root,
    deps,
    s3,
    sftp,
    https,
    endOf,
    fileOf,
    /** Puts files into a place by its own means, not ours. */
    fill: async (kind: Kind, name: string, files: Readonly<Record<string, string | Buffer>>): Promise<End> => {
      if (kind === 's3') await fillBucket(deps, endOf, { name, files });
      else
        for (const [path, content] of Object.entries(files)) {
          await mkdir(dirname(fileOf(kind, name, path)), { recursive: true });
          await writeFile(fileOf(kind, name, path), content);
        }
      return endOf(kind, name, Object.keys(files));
    },
    contents: (kind: Kind, name: string) =>
      contentsOf(kind === 's3' ? join(root, 's3', 'exits', name) : join(root, kind, name)),
    migrationOf: async (source: End, target: End, more: { drillBp?: number; deps?: MigrationDeps } = {}) => {
      const who = await anEngagement(own.db);
      await aDataset(own.db, who.engagementId, { key: 'files', title: 'Files', personalData: false, source, target });
      const order = { ...who, key: 'files', ...(more.drillBp !== undefined && { drillBp: more.drillBp }) };
      const migration = aMigration(more.deps ?? deps, order);
      await migration.open();
      return { ...migration, ...who };
    },
    close: async () => {
      await Promise.all([s3.close(), sftp.close(), https.close()]);
      await own.drop();
      await rm(root, { recursive: true, force: true });
    },
  };
}
export type Connectors = Awaited<ReturnType<typeof openConnectors>>;

/** Our own S3 target is proven by what the server holds, so it may fill a source too. */
async function fillBucket(
  deps: MigrationDeps,
  endOf: (kind: Kind, name: string) => End,
  { name, files }: { readonly name: string; readonly files: Readonly<Record<string, string | Buffer>> },
): Promise<void> {
  const end = endOf('s3', name);
  if (end.kind !== 's3') throw new Error('no bucket');
  const place = await openPlace(end, deps);
  for (const [path, content] of Object.entries(files)) {
    const bytes = Buffer.from(content);
    const { signal } = new AbortController();
    await place.write(
      { unit: path, lower: null, upper: null },
      { again: false, fill: (sink) => flow(Readable.from([bytes]), { signal, sink }) },
    );
  }
  await place.close();
}

/** Paths and contents of what lies below a directory, by whatever marks a server puts on them. */
async function contentsOf(directory: string): Promise<ReadonlyMap<string, Buffer>> {
  const found = new Map<string, Buffer>();
  const names = await readdir(directory, { recursive: true }).catch(() => [] as string[]);
  for (const name of names.sort()) {
    if ((await stat(join(directory, name))).isDirectory() || /_S3rver_(metadata|.*md5)/.test(name)) continue;
    found.set(name.replace('._S3rver_object', ''), await readFile(join(directory, name)));
  }
  return found;
}
