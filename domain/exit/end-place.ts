import type { DirectoryEnd, End, S3End, SftpEnd } from './end-schema';
import {
  type DirectoryPlace,
  hostOf,
  type Place,
  parsePostgresUrl,
  type S3Place,
  type SftpPlace,
  withoutSlash,
} from './place';

/** The place that an end names without its secrets; null when they alone say where it is. */
export function placeOf(end: End): Place | null {
  switch (end.kind) {
    case 'postgres':
      return end.url === undefined ? null : parsePostgresUrl(end.url);
    case 'directory':
      return directoryOf(end);
    case 's3':
      return bucketOf(end);
    case 'sftp':
      return remoteOf(end);
    case 'https': {
      const files = end.files.flatMap(({ name, url }) => (url === undefined ? [] : [{ name, url }]));
      return files.length === 0 ? null : { kind: 'https', files };
    }
  }
}

export const directoryOf = ({ path }: DirectoryEnd): DirectoryPlace => ({
  kind: 'directory',
  path: withoutSlash(path),
});

export const bucketOf = ({ endpoint, bucket, prefix = '' }: S3End): S3Place => ({
  kind: 's3',
  ...hostOf(new URL(endpoint), 443),
  bucket,
  prefix,
});

export const remoteOf = ({ host, port = 22, path }: SftpEnd): SftpPlace => ({
  kind: 'sftp',
  host: host.toLowerCase(),
  port,
  path: withoutSlash(path),
});

/** What of a source is named in papers: tables, or where the files lay. */
export function scopeOf(end: End): readonly string[] {
  switch (end.kind) {
    case 'postgres':
      return end.tables ?? [];
    case 'directory':
      return [end.path];
    case 's3':
      return [`s3://${new URL(end.endpoint).host}/${[end.bucket, ...(end.prefix ? [end.prefix] : [])].join('/')}`];
    case 'sftp':
      return [`sftp://${end.host}:${end.port ?? 22}${end.path}`];
    case 'https':
      return end.files.map(({ name }) => name);
  }
}
