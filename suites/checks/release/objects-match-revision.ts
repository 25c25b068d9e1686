import type { KubernetesObject } from '@kubernetes/client-node';
import { defineCheck } from '../../check.ts';
import type { Kind, KubernetesRule } from '../../probes/kubernetes/reader.ts';
import { fail, inconclusive, pass, skip } from '../../record/finding.ts';
import { declaredObjects } from './declared.ts';
import { differences } from './differences.ts';

/** Labels that name the version which wrote an object. */
const versionLabels = ['helm.sh/chart', 'app.kubernetes.io/version'] as const;
const instanceLabel = 'app.kubernetes.io/instance';

/**
 * The live objects of these kinds are those of Helm's newest revision: none missing, none changed, none left over.
 * After `helm rollback` that revision is a copy of the target, and its hooks may not have applied what they carry.
 */
export const objectsMatchRevision = (wanted: readonly [Kind, ...Kind[]]) =>
  defineCheck({
    id: 'objects-match-revision',
    title: 'Operator resources are those of the revision',
    question: 'Did the rollback bring back the autoscalers and operator resources of its target?',
    needs: { kubernetes: wanted.map((kind): KubernetesRule => `list:${kind}`), helm: true },
    timeoutSeconds: 30,
    blames: 'environment',
    source:
      'Upgrade Runbook 4.5: KEDA ScaledObjects; Wordcab, Rollback: restores the operator-reconciled CRDs',
    hint: 'Apply the named objects as the target revision has them (`helm get manifest`, `helm get hooks`).',
    async run({ subject, kubernetes, helm }) {
      const [revision] = await helm.revisions();
      if (!revision) return skip('Helm keeps no history of the release in Secrets');
      const declared = declaredObjects(revision, wanted);
      const live = (
        await Promise.all(wanted.map(async (kind) => labelled(kind, await kubernetes.list(kind))))
      ).flat();
      const left = live.filter(
        ({ kind, object }) =>
          object.metadata?.labels?.[instanceLabel] === subject.release &&
          !declared.some((one) => one.kind === kind && one.object.metadata?.name === object.metadata?.name),
      );
      if (declared.length + left.length === 0)
        return skip(`revision ${revision.revision} has no ${wanted.join(' or ')}`);
      if (revision.status.startsWith('pending-'))
        return inconclusive(`revision ${revision.revision} is ${revision.status}: Helm is still at work`);
      const judged = declared.map(({ kind, object }) => {
        const found = live.find(
          (one) => one.kind === kind && one.object.metadata?.name === object.metadata?.name,
        );
        const name = `${object.kind}/${object.metadata?.name}`;
        return { name, faults: found ? compared(object, found.object) : ['is not there'] };
      });
      const wrong = [
        ...judged.filter(({ faults }) => faults.length > 0),
        ...left.map(({ kind, object }) => ({
          name: `${object.kind ?? kind}/${object.metadata?.name}`,
          faults: [`is not in revision ${revision.revision}`],
        })),
      ];
      const expected = `${declared.length} objects as revision ${revision.revision} has them`;
      if (wrong.length === 0)
        return pass(
          `${declared.length} of ${declared.length} objects are those of revision ${revision.revision}`,
          { expected },
        );
      return fail(
        `${wrong.length} objects are not those of revision ${revision.revision}: ${wrong[0]!.name} ${wrong[0]!.faults[0]}`,
        {
          expected,
          seen: wrong.map(({ name, faults }) => `${name} ${faults.join(', ')}`).join('; '),
          objects: wrong.map(({ name }) => name),
        },
      );
    },
  });

const labelled = (kind: Kind, objects: readonly object[]) =>
  objects.map((object) => ({ kind, object: object as KubernetesObject }));

/** Labels of the version, and the whole spec or data that is declared. */
function compared(declared: KubernetesObject, live: KubernetesObject): string[] {
  const labels = Object.fromEntries(
    versionLabels.flatMap((name) => {
      const value = declared.metadata?.labels?.[name];
      return value === undefined ? [] : [[name, value]];
    }),
  );
  const { spec, data } = declared as { spec?: unknown; data?: unknown };
  const own = live as { spec?: unknown; data?: unknown };
  return [
    ...differences(labels, live.metadata?.labels ?? {}, 'labels'),
    ...differences(spec, own.spec, 'spec'),
    ...differences(data, own.data, 'data'),
  ];
}
