/** What `--versus` asks for: a new service, compared with the old one at `--url`. */
export interface VersusRequest {
  /** Where the new service answers. */
  readonly url: string;
  /** Pairs at most. */
  readonly pairs: number;
  /** The smallest relative change for the worse that must not pass, such as 0.05. */
  readonly minEffect: number;
  /** Sent to the new service, over those that both get. */
  readonly headers: Readonly<Record<string, string>>;
  /** The variable with the new service's API key; undefined: the old one's. */
  readonly apiKeyEnv: string | undefined;
}
