/** One right, as a Role would grant it. */
export interface Right {
  readonly verb: string;
  readonly group: string;
  readonly resource: string;
  readonly subresource?: string;
  /** One object by its name. */
  readonly name?: string;
  /** Null: in the whole cluster. */
  readonly namespace: string | null;
}

/** Asks the API server what the caller may do (SelfSubjectAccessReview). */
export interface AccessReviewer {
  allowed(right: Right): Promise<boolean>;
}
