/** A mail's content, the same in text and in HTML. */
export interface Mail {
  readonly subject: string;
  readonly text: string;
  readonly html: string;
}

export interface Recipient {
  readonly address: string;
  /** Null when it is not known, or not to be trusted. */
  readonly name: string | null;
}
