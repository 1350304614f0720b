import type { End } from './end-schema';

/** What the deletion of a source does not reach; a certificate that left it out would claim too much. */
export const NOT_REACHED = ['backups', 'media', 'elsewhere', 'versions', 'encoded'] as const;
export type NotReached = (typeof NOT_REACHED)[number];

export const END_KINDS = ['postgres', 'directory', 's3', 'sftp', 'https'] as const satisfies readonly End['kind'][];

const SENTENCES: Readonly<Record<NotReached, string>> = {
  backups:
    'Backups, replicas, write-ahead logs and snapshots of the source are not touched: their expiry is up to who operates them.',
  media: 'Storage media are not sanitised: space that held the data may be readable until it is overwritten.',
  elsewhere: 'Copies at sub-contractors and in other systems are outside the scope of this certificate.',
  versions: 'Earlier versions that a versioned bucket keeps, and replicas of it, are not touched.',
  encoded: 'The search for planted values reads texts: it does not look into what is compressed or encrypted.',
};

/** What a certificate has to say it does not cover. */
export const notReachedBy = (kind: End['kind'], { searched }: { readonly searched: boolean }): NotReached[] => [
  'backups',
  'media',
  'elsewhere',
  ...(kind === 's3' ? (['versions'] as const) : []),
  ...(searched ? (['encoded'] as const) : []),
];

export const sentenceFor = (code: NotReached): string => SENTENCES[code];

export const DELETION_METHODS = {
  postgres:
    'logical deletion: rows deleted with SQL in the source tables, each range compared with the verified hash just before',
  directory:
    'logical deletion: files unlinked in the source directory, each compared with the verified hash just before',
  sftp: 'logical deletion: files removed on the server over SFTP, each compared with the verified hash just before',
  s3: 'logical deletion: objects deleted from the bucket, each compared with the verified hash just before',
  https:
    'deletion by who offered the files for download: each address was asked, and answered that nothing is there any more',
} as const satisfies Record<End['kind'], string>;
