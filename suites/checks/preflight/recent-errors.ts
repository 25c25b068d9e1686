import type { V1Pod } from '@kubernetes/client-node';
import { defineCheck } from '../../check.ts';
import { fail, inconclusive, pass, skip } from '../../record/finding.ts';
import { errorLine, shown } from './log-lines.ts';

/** Reads of logs cost the kubelet: so many pods and lines at most. */
const mostPods = 20;
const mostLines = 200;

/** Error lines in the logs of the last minutes, counted by component. It advises: what is an error differs by program. */
export const recentErrors = (minutes = 10) =>
  defineCheck({
    id: 'preflight.recent-errors',
    title: 'The logs of the last minutes hold no errors',
    question: 'Does the release log errors before it is changed?',
    needs: { kubernetes: ['list:pods'], logs: true },
    timeoutSeconds: 90,
    blames: 'environment',
    source: 'Upgrade Runbook 1.3: check for recent errors in gateway, config and worker logs',
    hint: 'kubectl logs the component that is named, and know why before the upgrade',
    async run({ kubernetes, logs, progress }) {
      const pods = (await kubernetes.list('pods')).filter(
        ({ metadata, status }) => metadata?.deletionTimestamp === undefined && status?.phase === 'Running',
      );
      if (pods.length === 0) return skip('no pod is running');
      const counts = new Map<string, number>();
      let [lines, read, sample] = [0, 0, ''];
      for (const pod of spread(pods)) {
        progress(`logs of ${pod.metadata?.name}`);
        const text = await logs.read(pod.metadata!.name!, {
          sinceSeconds: minutes * 60,
          tailLines: mostLines,
          ...(pod.spec?.containers[0] && { container: pod.spec.containers[0].name }),
        });
        if (text === null) continue;
        read++;
        const all = text.split('\n').filter((line) => line !== '');
        const errors = all.filter(errorLine);
        lines += all.length;
        if (errors.length === 0) continue;
        const component = componentOf(pod);
        counts.set(component, (counts.get(component) ?? 0) + errors.length);
        sample ||= `${component}: ${shown(errors.at(-1)!)}`;
      }
      if (read === 0) return inconclusive('no pod has a log to read');
      const looked = `${lines} lines of ${read} of ${pods.length} pods, ${minutes} min`;
      const total = [...counts.values()].reduce((sum, count) => sum + count, 0);
      return total === 0
        ? pass(`no error in ${looked}`)
        : fail(
            `${total} error lines in ${looked}: ${[...counts].map(([name, count]) => `${name} ${count}`).join(', ')}`,
            { expected: 'none', seen: sample },
          );
    },
  });

const componentOf = ({ metadata }: V1Pod): string =>
  metadata?.labels?.['app.kubernetes.io/component'] ??
  metadata?.labels?.app ??
  metadata?.ownerReferences?.[0]?.name ??
  metadata?.name ??
  '?';

/** Pods of every component in turn, so that a large pool does not hide a small one. */
function spread(pods: readonly V1Pod[]): V1Pod[] {
  const groups = [...Map.groupBy(pods, componentOf).values()];
  const longest = Math.max(...groups.map((group) => group.length));
  return Array.from({ length: longest }, (_, row) => groups.flatMap((group) => group[row] ?? []))
    .flat()
    .slice(0, mostPods);
}
