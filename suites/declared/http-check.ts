import { type AnyCheck, defineCheck } from '../check.ts';
import { jsonOf } from '../probes/json-of.ts';
import { fail, inconclusive, pass } from '../record/finding.ts';
import { holds } from './cel.ts';
import { commonOf } from './common.ts';
import type { Declared } from './definition.ts';

/** An HTTP request, and what its answer must be. */
export function httpCheck(definition: Declared<'http'>): AnyCheck {
  const { method, path, headers, body, expect } = definition.http;
  return defineCheck({
    ...commonOf(definition, `Is ${method} ${path} answered as declared?`),
    needs: { http: true },
    async run({ endpoint, http, signal }) {
      const whole = !path.startsWith('/');
      const answer = await http.request(whole ? path : `${endpoint.url}${path}`, {
        method,
        // The platform's key is nobody else's business.
        headers: whole ? headers : { ...endpoint.headers, ...headers },
        ...(body !== undefined && { body }),
        maxBytes: 1024 * 1024,
        signal,
      });
      const text = answer.body.toString();
      const seen = {
        expected: `status ${expect.status.join(' or ')}`,
        seen: `${answer.status}: ${text.slice(0, 300)}`,
      };
      if (!expect.status.includes(answer.status))
        return fail(`${method} ${path} answered ${answer.status}`, seen);
      if (answer.cut && (expect.contains !== undefined || expect.body !== undefined))
        return inconclusive('the body is longer than 1 MiB, so it was not read to its end', seen);
      if (expect.contains !== undefined && !text.includes(expect.contains))
        return fail(`the body lacks ${expect.contains.slice(0, 100)}`, {
          ...seen,
          expected: `a body with ${expect.contains}`,
        });
      if (expect.body !== undefined) {
        const variables = { text, body: jsonOf(text), status: answer.status, headers: answer.headers };
        const found = holds(expect.body, variables);
        if (found.state !== 'true') return found.finding({ ...seen, expected: expect.body });
      }
      return pass(`${method} ${path} answered ${answer.status}`, seen);
    },
  });
}
