import { z } from 'zod';
import type { HttpProbe } from '../http/probe.ts';
import { jsonOf } from '../json-of.ts';
import { ProbeError } from '../probe-error.ts';
import type { PrometheusProbe, PrometheusSample } from './probe.ts';

const stamped = z.tuple([z.number(), z.string()]);
const answer = z.object({
  status: z.literal('success'),
  data: z.discriminatedUnion('resultType', [
    z.object({
      resultType: z.literal('vector'),
      result: z.array(z.object({ metric: z.record(z.string(), z.string()), value: stamped })),
    }),
    z.object({ resultType: z.literal('scalar'), result: stamped }),
  ]),
});

const querySeconds = 10;

/** Prometheus over its HTTP API (prometheus.io/docs/prometheus/latest/querying/api, instant queries). */
export class HttpPrometheus implements PrometheusProbe {
  readonly url: string;
  readonly #http: HttpProbe;

  constructor(http: HttpProbe, url: string) {
    this.url = url.replace(/\/+$/, '');
    this.#http = http;
  }

  async query(expression: string, signal?: AbortSignal): Promise<PrometheusSample[]> {
    const limit = AbortSignal.timeout(querySeconds * 1000);
    const { status, body } = await this.#http.request(`${this.url}/api/v1/query`, {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams({ query: expression }).toString(),
      signal: signal ? AbortSignal.any([signal, limit]) : limit,
    });
    const text = body.toString();
    const parsed = answer.safeParse(jsonOf(text));
    if (!parsed.success)
      throw new ProbeError(
        status >= 500 ? 'server-error' : 'bad-answer',
        `Prometheus answered ${status} to ${expression}: ${text.slice(0, 200)}`,
      );
    const { data } = parsed.data;
    return data.resultType === 'scalar'
      ? [{ labels: {}, value: numberOf(data.result[1]) }]
      : data.result.map(({ metric, value }) => ({ labels: metric, value: numberOf(value[1]) }));
  }
}

const numberOf = (text: string): number => Number(text.replace(/^([+-]?)Inf$/, '$1Infinity'));
