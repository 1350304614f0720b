import { isPasskeyTry, type PasskeyReason } from '../../../domain/people/passkey-refusal';
import { RefusedProof } from '../refused-proof';

interface About {
  /** Whose passkey it is, or who was asked for one, as far as known. */
  readonly userId?: string | null;
  readonly passkeyId?: string;
}

/** A passkey that opens nothing, or is not taken on. */
export class PasskeyRefusal extends RefusedProof {
  constructor(
    override readonly reason: PasskeyReason,
    { userId = null, passkeyId }: About = {},
  ) {
    super(reason, { counts: isPasskeyTry(reason), userId, ...(passkeyId !== undefined && { facts: { passkeyId } }) });
  }
}
