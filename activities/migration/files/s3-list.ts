import type { XmlElement } from 'xmldoc';
import type { S3Client } from './s3-client';

export interface Listed {
  readonly key: string;
  readonly size: number;
}

/** Objects whose key begins with a prefix, in the order of keys. */
export async function* listObjects(client: S3Client, prefix: string, most = 1000): AsyncGenerator<Listed> {
  let token: string | null = null;
  do {
    const page: XmlElement = await client.ask({
      method: 'GET',
      query: {
        'list-type': '2',
        'encoding-type': 'url',
        'max-keys': String(most),
        prefix,
        ...(token !== null && { 'continuation-token': token }),
      },
    });
    const isEncoded = page.valueWithPath('EncodingType') === 'url';
    for (const item of page.childrenNamed('Contents')) yield toListed(item, isEncoded);
    token = page.valueWithPath('IsTruncated') === 'true' ? (page.valueWithPath('NextContinuationToken') ?? null) : null;
  } while (token !== null);
}

function toListed(item: XmlElement, isEncoded: boolean): Listed {
  const written = item.valueWithPath('Key') ?? '';
  const key = isEncoded ? decodeURIComponent(written.replaceAll('+', ' ')) : written;
  return { key, size: Number(item.valueWithPath('Size') ?? 0) };
}
