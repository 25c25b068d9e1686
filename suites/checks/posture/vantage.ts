/** From where our own probes go out: only a pod says anything about what pods can reach. */
export type Vantage = 'pod' | 'outside';

/** The kubelet gives every container of a cluster this variable. */
export const ownVantage = (): Vantage =>
  process.env.KUBERNETES_SERVICE_HOST === undefined ? 'outside' : 'pod';
