import type { CustomFetch } from 'openid-client';
import { endpointObjection, type OidcSettings } from '../../../domain/people/oidc-settings';
import { refusal } from './refusal';

/** From the name to the last byte. */
export const PATIENCE_MS = 5_000;
/** Much more than the keys of any provider take. */
export const ANSWER_LIMIT = 262_144;

/** Calls to the provider and to nobody else: no redirects, no other hosts, an end to waiting and to reading. */
export const wireOf =
  (settings: OidcSettings): CustomFetch =>
  async (url, { method, headers, body, signal }) => {
    const objection = endpointObjection(url, settings);
    if (objection) throw refusal('metadata', `${new URL(url).host} ${objection}`);
    const limit = AbortSignal.timeout(PATIENCE_MS);
    const answer = await fetch(url, {
      method,
      headers,
      body: body ?? null,
      redirect: 'manual',
      signal: signal ? AbortSignal.any([signal, limit]) : limit,
    });
    if (answer.status >= 300 && answer.status < 400) {
      await answer.body?.cancel();
      throw refusal('metadata', 'the provider sends its callers elsewhere');
    }
    return whole(answer);
  };

async function whole({ body, status, headers }: Response): Promise<Response> {
  const pieces: Uint8Array[] = [];
  let bytes = 0;
  const read: AsyncIterable<Uint8Array> | readonly Uint8Array[] = body ?? [];
  for await (const piece of read) {
    bytes += piece.byteLength;
    // Leaving the loop cancels what has not come yet.
    if (bytes > ANSWER_LIMIT) throw refusal('away', `the provider answers with more than ${ANSWER_LIMIT} bytes`);
    pieces.push(piece);
  }
  return new Response(bytes === 0 ? null : Buffer.concat(pieces), { status, headers });
}
