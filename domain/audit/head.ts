/** The state of the whole trail at one moment: short enough for a mail, and signed. */
export interface AuditHead {
  /** From 1 without gaps. */
  readonly number: number;
  /** Day in UTC; one head for each. */
  readonly day: string;
  /** Epoch milliseconds. */
  readonly at: number;
  /** Entries of all streams together. */
  readonly entries: number;
  /** Streams that have grown since the head before. */
  readonly streams: number;
  /** SHA-256 of the canonical JSON of their heads (`{stream, seq, hash}`), in the order of their names. */
  readonly root: string;
  /** SHA-256 of the canonical JSON of the head before, 64 zeros for the first one. */
  readonly previous: string;
}

/** The end of one stream. */
export interface StreamHead {
  readonly stream: string;
  readonly seq: number;
  readonly hash: string;
}
