import { defineCheck } from '../../../check.ts';
import { samplesIn } from '../../../probes/prometheus/exposition.ts';
import { fail, inconclusive, pass } from '../../../record/finding.ts';
import { hostOf, type PartPod, podsOf } from '../parts.ts';

const metric = 'inferno_worker_capacity';
/** Pods asked at once, and at all: beyond that the first ones stand for all, and the answer says so. */
const atOnce = 8;
const mostPods = 200;

/** `inferno_worker_capacity` of every worker, at the pod itself: a Service would show one of them. */
export const workerCapacity = defineCheck({
  id: 'cartesia.worker-capacity',
  title: 'Every worker reports capacity',
  question: 'Has every worker loaded its model and room for streams?',
  needs: { kubernetes: ['list:pods'], http: true },
  timeoutSeconds: 60,
  blames: 'release',
  source: 'Managed Kubernetes, Verify: a worker is not Ready until inferno_worker_capacity > 0',
  hint: "Look at the worker's logs for the loading of its model, and at its GPU",
  async run({ subject, kubernetes, http, signal }) {
    const workers = podsOf('worker', await kubernetes.list('pods'), subject.release);
    if (workers.length === 0)
      return inconclusive('no running pod has the image of a worker (cartesia-sonic-…)', {
        expected: 'at least one worker',
      });
    const asked = workers.slice(0, mostPods);
    const seen: { pod: PartPod; capacity: number | null; text: string }[] = [];
    const left = [...asked];
    const ask = async () => {
      for (let pod = left.shift(); pod; pod = left.shift()) {
        const url = `http://${hostOf(pod)}:${pod.port(['metrics'], 8080)}/metrics`;
        const { status, body } = await http.request(url, { signal });
        const values = status === 200 ? samplesIn(body.toString(), metric).map(({ value }) => value) : [];
        const known = values.length > 0 && values.every(Number.isFinite);
        const capacity = known ? values.reduce((sum, value) => sum + value, 0) : null;
        seen.push({
          pod,
          capacity,
          text: status === 200 ? `${metric} ${values.join(', ') || 'missing'}` : `${status}`,
        });
      }
    };
    await Promise.all(Array.from({ length: atOnce }, ask));
    const expected = `${metric} > 0 at each of ${asked.length} workers`;
    const without = seen.filter(({ capacity }) => capacity !== null && capacity <= 0);
    const unknown = seen.filter(({ capacity }) => capacity === null);
    const tell = (some: typeof seen) => ({
      expected,
      seen: some.map(({ pod, text }) => `${pod.name}: ${text}`).join('; '),
      objects: some.map(({ pod }) => `Pod/${pod.name}`),
    });
    if (without.length > 0)
      return fail(`${without.length} of ${asked.length} workers have no capacity`, tell(without));
    if (unknown.length > 0)
      return inconclusive(
        `${unknown.length} of ${asked.length} workers do not say what capacity they have`,
        tell(unknown),
      );
    const total = seen.reduce((sum, { capacity }) => sum + (capacity ?? 0), 0);
    const more = workers.length > asked.length ? ` (of ${workers.length}; the others were not asked)` : '';
    return pass(`${asked.length} workers${more}, capacity ${total} in all`, {
      expected,
      seen: String(total),
    });
  },
});
