import { defineCheck } from '../../check.ts';
import type { HelmHistory } from '../../probes/helm/history.ts';
import type { ScaledObject } from '../../probes/kubernetes/custom-kinds.ts';
import { ProbeError } from '../../probes/probe-error.ts';
import { fail, inconclusive, pass, skip } from '../../record/finding.ts';
import { declaredObjects } from '../release/declared.ts';
import { differences } from '../release/differences.ts';
import { isOfSubject, named } from './scalers.ts';

/** What the vendor's documentation says of each ScaledObject that scales a worker. */
export interface DeclaredScaling {
  /** Stabilization windows in seconds; left out where the vendor says none. */
  readonly scaleUpSeconds?: number;
  readonly scaleDownSeconds?: number;
  /** Which ScaledObjects; left out: all of the release. */
  readonly of?: (object: ScaledObject) => boolean;
  readonly source: string;
}

/** Thresholds, bounds and stabilization windows are those that the vendor documents and that Helm's newest revision declares. */
export const kedaAsDeclared = ({
  scaleUpSeconds,
  scaleDownSeconds,
  of = () => true,
  source,
}: DeclaredScaling) =>
  defineCheck({
    id: 'keda-as-declared',
    title: 'Autoscaling is as declared',
    question: 'Are the thresholds and the stabilization windows those that were declared?',
    needs: { kubernetes: ['list:scaledobjects'], helm: true },
    timeoutSeconds: 30,
    blames: 'environment',
    source,
    hint: 'Somebody changed the ScaledObject in the cluster: bring the change into the values, or apply the chart again.',
    async run({ subject, kubernetes, helm }) {
      const own = (await kubernetes.list('scaledobjects')).filter(isOfSubject(subject));
      if (own.length === 0) return skip('the release has no ScaledObject');
      const { declared, untold } = await declaredBy(helm);
      const documented = { scaleUp: scaleUpSeconds, scaleDown: scaleDownSeconds };
      const compared = own.map((object) => {
        const asDeclared = declared.find(({ metadata }) => metadata?.name === object.metadata?.name);
        const faults = [
          ...(of(object) ? windowFaults(object, documented) : []),
          ...(asDeclared ? differences((asDeclared as ScaledObject).spec, object.spec, 'spec') : []),
        ];
        return { name: named(object), faults: [...new Set(faults)] };
      });
      const wrong = compared.filter(({ faults }) => faults.length > 0);
      const windows = Object.values(documented).some((seconds) => seconds !== undefined);
      const expected = windows
        ? `windows up ${scaleUpSeconds ?? 'any'} s, down ${scaleDownSeconds ?? 'any'} s; the rest as in Helm's newest revision`
        : "as in Helm's newest revision";
      if (wrong.length > 0)
        return fail(
          `${wrong.length} of ${own.length} ScaledObjects: ${wrong[0]!.name} has ${wrong[0]!.faults[0]}`,
          {
            expected,
            seen: wrong.map(({ name, faults }) => `${name}: ${faults.join(', ')}`).join('; '),
            objects: wrong.map(({ name }) => name),
          },
        );
      // What could not be read is no agreement: windows alone would leave the thresholds unproven.
      if (untold) throw untold;
      const matched = own.filter((object) =>
        declared.some(({ metadata }) => metadata?.name === object.metadata?.name),
      );
      if (matched.length < own.length && !windows)
        return inconclusive(
          `Helm's newest revision declares ${matched.length} of ${own.length} ScaledObjects`,
          { expected },
        );
      return pass(
        `${own.length} of ${own.length} ScaledObjects as declared, ${matched.length} of them compared with Helm's revision`,
        { expected },
      );
    },
  });

/** The ScaledObjects of the newest revision, or the error that kept us from reading them. */
async function declaredBy(helm: HelmHistory) {
  try {
    const [newest] = await helm.revisions();
    const found = newest ? declaredObjects(newest, ['scaledobjects']) : [];
    return { declared: found.map(({ object }) => object), untold: null };
  } catch (error) {
    if (error instanceof ProbeError) return { declared: [], untold: error };
    throw error;
  }
}

function windowFaults(
  { spec }: ScaledObject,
  documented: { readonly scaleUp: number | undefined; readonly scaleDown: number | undefined },
): string[] {
  const behavior = spec?.advanced?.horizontalPodAutoscalerConfig?.behavior;
  return (['scaleUp', 'scaleDown'] as const).flatMap((way) => {
    const wanted = documented[way];
    const seen = behavior?.[way]?.stabilizationWindowSeconds;
    return wanted === undefined || seen === wanted
      ? []
      : [`${way} window ${seen === undefined ? 'missing' : `${seen} s`}, documented ${wanted} s`];
  });
}
