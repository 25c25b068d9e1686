import { type AnyCheck, defineCheck } from '../check.ts';
import type { KubernetesRule } from '../probes/kubernetes/reader.ts';
import { fail, pass } from '../record/finding.ts';
import { holds, valuesIn } from './cel.ts';
import { commonOf } from './common.ts';
import type { Declared } from './definition.ts';

/** Objects of the cluster, and a CEL expression that must be true of each. None at all is a fail. */
export function objectCheck(definition: Declared<'object'>): AnyCheck {
  const { kind, name, labels, cel } = definition.object;
  const rule: KubernetesRule = name === undefined ? `list:${kind}` : `get:${kind}`;
  return defineCheck({
    ...commonOf(definition, `Are the ${kind} as declared?`),
    needs: { kubernetes: [rule] },
    async run({ kubernetes }) {
      const found =
        name === undefined
          ? await kubernetes.list(kind, labels === undefined ? {} : { labels })
          : [await kubernetes.get(kind, name)].filter((object) => object !== null);
      const asked = `${kind} ${name ?? labels ?? ''}`.trim();
      if (found.length === 0) return fail(`there are no ${asked}`, { expected: cel, seen: 'none' });
      for (const object of found) {
        const plain: unknown = JSON.parse(JSON.stringify(object));
        const answer = holds(cel, { object: plain });
        if (answer.state === 'true') continue;
        const objects = [`${kind}/${object.metadata?.name}`];
        // What Secrets hold is nobody's evidence.
        const values = kind === 'secrets' ? '' : valuesIn(cel, { object: plain });
        return answer.finding({ expected: cel, seen: values || 'not so', objects });
      }
      return pass(`${found.length} ${asked}: ${cel}`, { expected: cel });
    },
  });
}
