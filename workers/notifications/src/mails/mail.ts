/** What a person reads: the same in text and in HTML. */
export interface Mail {
  readonly subject: string;
  readonly text: string;
  readonly html: string;
}

/** Somebody who gets mail. */
export interface Recipient {
  readonly address: string;
  /** Null when it is not known, or not to be believed. */
  readonly name: string | null;
}
