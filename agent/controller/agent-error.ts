export type AgentErrorCode =
  /** Another writer went on with the run: this one must stop. */
  | 'run-taken-over'
  /** The run was deleted while it went on. */
  | 'run-gone'
  /** The agent's own set-up is wrong. */
  | 'bad-config';

/** Trouble of the agent itself, never of the release. */
export class AgentError extends Error {
  override readonly name = 'AgentError';
  readonly code: AgentErrorCode;

  constructor(code: AgentErrorCode, message: string, cause?: unknown) {
    super(message, { cause });
    this.code = code;
  }
}
