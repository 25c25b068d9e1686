/** One series' value at one moment. Prometheus writes NaN and infinities as text: they come as such numbers. */
export interface PrometheusSample {
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

/** Queries of the Prometheus that scrapes the platform. */
export interface PrometheusProbe {
  readonly url: string;
  /** An instant query; an empty answer is an empty list. A scalar is one sample without labels. Throws `ProbeError`. */
  query(expression: string, signal?: AbortSignal): Promise<PrometheusSample[]>;
  /**
   * Whether a program that is scraped declares this metric (`# TYPE`), although it may have no series yet: a histogram
   * with labels has none before its first sample. Throws `ProbeError`.
   */
  declares(metric: string, signal?: AbortSignal): Promise<boolean>;
}
