import S3rver from '@20minutes/s3rver';
import { DUMMY_ACCOUNT } from '@20minutes/s3rver/lib/models/account';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Certificate } from './certificate';

const KEY = { accessKeyId: 'EXITS', secretAccessKey: 's3-canary-secret' };

/** A server of the S3 protocol that checks signatures (Version 4) and speaks TLS; its objects are files below `directory`. */
export async function s3Server(directory: string, { key, cert }: Certificate) {
  await mkdir(directory, { recursive: true });
  DUMMY_ACCOUNT.createKeyPair(KEY.accessKeyId, KEY.secretAccessKey);
  const options = { address: '127.0.0.1', port: 0, silent: true, directory, key, cert };
  const server = new S3rver({ ...options, configureBuckets: [{ name: 'exits' }] });
  const { port } = await server.run();
  return {
    endpoint: `https://localhost:${port}`,
    allow: `s3://localhost:${port}/exits`,
    secret: JSON.stringify(KEY),
    fileOf: (key_: string) => join(directory, 'exits', `${key_}._S3rver_object`),
    close: () => server.close(),
  };
}
