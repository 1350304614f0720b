import { createHash, generateKeyPairSync, randomBytes, sign } from 'node:crypto';
import { cbor } from './cbor';

/** What a device or a browser that lies says otherwise. */
export interface Lie {
  readonly origin?: string;
  readonly rpId?: string;
  readonly challenge?: string;
  readonly type?: string;
  readonly crossOrigin?: boolean;
  readonly present?: boolean;
  readonly verified?: boolean;
  readonly counter?: number;
  readonly backedUp?: boolean;
  readonly credentialId?: string;
  readonly userHandle?: string | null;
  readonly format?: string;
  readonly signature?: (signature: Buffer) => Buffer;
  readonly data?: (data: Buffer) => Buffer;
}

interface Options {
  readonly challenge: string;
}

const FLAGS = { present: 1, verified: 4, backupEligible: 8, backedUp: 16, attested: 64 } as const;
const sha256 = (given: string | Buffer): Buffer => createHash('sha256').update(given).digest();

/** A passkey in software: a key of P-256 that counts its uses, as a device with a fingerprint reader does. */
export class Device {
  private readonly keys = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  readonly id = randomBytes(16).toString('base64url');
  userHandle = '';
  counter = 0;

  constructor(
    private readonly place: { readonly origin: string; readonly rpId: string },
    /** Whether it is one that a cloud copies to other devices, which count nothing. */
    private readonly synced = false,
  ) {}

  /** What a browser hands on when a passkey was made. */
  make(options: Options & { readonly user: { readonly id: string } }, lie: Lie = {}): string {
    this.userHandle = options.user.id;
    const credentialId = Buffer.from(lie.credentialId ?? this.id, 'base64url');
    const attested = Buffer.concat([
      Buffer.alloc(16),
      Buffer.from([0, credentialId.length]),
      credentialId,
      this.coseKey(),
    ]);
    const authData = this.data(lie, { attested, counter: this.counter });
    const attestation = cbor(
      new Map<string, string | Buffer | ReadonlyMap<string, string>>([
        ['fmt', lie.format ?? 'none'],
        ['attStmt', new Map()],
        ['authData', authData],
      ]),
    );
    return this.answer(lie, {
      clientDataJSON: this.client({ type: 'webauthn.create', ...options }, lie),
      attestationObject: attestation.toString('base64url'),
      transports: ['internal'],
    });
  }

  /** What a browser hands on when it was used. */
  show(options: Options, lie: Lie = {}): string {
    if (!this.synced) this.counter += 1;
    const clientDataJSON = this.client({ type: 'webauthn.get', ...options }, lie);
    const data = this.data(lie, { attested: Buffer.alloc(0), counter: lie.counter ?? this.counter });
    const signed = Buffer.concat([data, sha256(Buffer.from(clientDataJSON, 'base64url'))]);
    const signature = sign('sha256', signed, this.keys.privateKey);
    const { userHandle = this.userHandle } = lie;
    return this.answer(lie, {
      clientDataJSON,
      authenticatorData: data.toString('base64url'),
      signature: (lie.signature?.(signature) ?? signature).toString('base64url'),
      ...(userHandle !== null && { userHandle }),
    });
  }

  private answer({ credentialId = this.id }: Lie, response: object): string {
    return JSON.stringify({ id: credentialId, rawId: credentialId, type: 'public-key', response });
  }

  private client({ type, challenge }: { readonly type: string; readonly challenge: string }, lie: Lie): string {
    const { origin = this.place.origin, crossOrigin = false } = lie;
    const said = { type: lie.type ?? type, challenge: lie.challenge ?? challenge, origin, crossOrigin };
    return Buffer.from(JSON.stringify(said)).toString('base64url');
  }

  private data(lie: Lie, { attested, counter }: { readonly attested: Buffer; readonly counter: number }): Buffer {
    const { present = true, verified = true, backedUp = this.synced } = lie;
    const flags =
      (present ? FLAGS.present : 0) |
      (verified ? FLAGS.verified : 0) |
      (this.synced ? FLAGS.backupEligible : 0) |
      (backedUp ? FLAGS.backedUp : 0) |
      (attested.length > 0 ? FLAGS.attested : 0);
    const count = Buffer.alloc(4);
    count.writeUInt32BE(counter);
    const data = Buffer.concat([sha256(lie.rpId ?? this.place.rpId), Buffer.from([flags]), count, attested]);
    return lie.data?.(data) ?? data;
  }

  private coseKey(): Buffer {
    const { x = '', y = '' } = this.keys.publicKey.export({ format: 'jwk' });
    const point = (text: string) => Buffer.from(text, 'base64url');
    return cbor(new Map<number, number | Buffer>([[1, 2], [3, -7], [-1, 1], [-2, point(x)], [-3, point(y)]])); // prettier-ignore
  }
}
