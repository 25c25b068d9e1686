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

const metadata = z.object({ status: z.literal('success'), data: z.record(z.string(), z.array(z.unknown())) });

const querySeconds = 10;

/** Prometheus over its HTTP API (prometheus.io/docs/prometheus/latest/querying/api, instant queries and metadata). */
export class HttpPrometheus implements PrometheusProbe {
  readonly url: string;
  readonly #http: HttpProbe;

  constructor(http: HttpProbe, url: string) {
    this.url = url.replace(/\/+$/, '');
    this.#http = http;
  }

  async query(expression: string, signal?: AbortSignal): Promise<PrometheusSample[]> {
    const body = new URLSearchParams({ query: expression }).toString();
    const { data } = await this.#ask(answer, 'query', { method: 'POST', body }, expression, signal);
    return data.resultType === 'scalar'
      ? [{ labels: {}, value: numberOf(data.result[1]) }]
      : data.result.map(({ metric, value }) => ({ labels: metric, value: numberOf(value[1]) }));
  }

  async declares(metric: string, signal?: AbortSignal): Promise<boolean> {
    // A family is declared by its name; its series have endings.
    for (const family of new Set([metric, metric.replace(/_(bucket|count|sum|total)$/, '')])) {
      const path = `metadata?${new URLSearchParams({ metric: family, limit_per_metric: '1' })}`;
      const { data } = await this.#ask(metadata, path, { method: 'GET' }, family, signal);
      if (family in data) return true;
    }
    return false;
  }

  async #ask<T>(
    shape: z.ZodType<T>,
    path: string,
    request: { readonly method: 'GET' | 'POST'; readonly body?: string },
    question: string,
    signal?: AbortSignal,
  ): Promise<T> {
    const limit = AbortSignal.timeout(querySeconds * 1000);
    const { status, body } = await this.#http.request(`${this.url}/api/v1/${path}`, {
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      ...request,
      signal: signal ? AbortSignal.any([signal, limit]) : limit,
    });
    const text = body.toString();
    const parsed = shape.safeParse(jsonOf(text));
    if (parsed.success) return parsed.data;
    throw new ProbeError(
      status >= 500 ? 'server-error' : 'bad-answer',
      `Prometheus answered ${status} to ${question}: ${text.slice(0, 200)}`,
    );
  }
}

const numberOf = (text: string): number => Number(text.replace(/^([+-]?)Inf$/, '$1Infinity'));
