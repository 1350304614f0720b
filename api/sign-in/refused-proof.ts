/** A proof that shows nothing, where the trail can say why. */
export class RefusedProof extends Error {
  /** Whether the trail has it: one failure may meet several visitors. */
  noted = false;

  constructor(
    readonly reason: string,
    /** Whether it counts as a wrong try, and whose account it was at, as far as known. */
    readonly about: {
      readonly counts: boolean;
      readonly userId: string | null;
      /** What the trail says besides. */
      readonly facts?: Readonly<Record<string, string>>;
    },
    /** For the log of whoever runs the product: nothing that anybody typed, and no token. */
    readonly why = '',
  ) {
    super(reason);
    this.name = 'RefusedProof';
  }
}
