import type { RunRecord } from '../../../suites/record/record.ts';
import { count, duration, gpuName } from '../../view/text.ts';
import { html, type Markup } from '../markup.ts';

/** What the rollout itself cost: the least that was available of each workload, and the requests that a probe lost. */
export function rollout(record: RunRecord): Markup {
  const { rollout: seen, plan } = record;
  const { subject } = plan;
  const bars = Object.entries(seen?.leastAvailable ?? {}).map(([name, { available, desired }]) => {
    const share = desired > 0 ? Math.max(0, Math.min(1, available / desired)) : 1;
    return html`<dt>${name}</dt><dd class="${available < desired ? 'warn' : 'good'}"><span class="bar"><i style="width:${Math.round(share * 100)}%"></i></span>${available} of ${count(desired, 'pod')} at the least</dd>`;
  });
  const probe = seen?.probe;
  const lost = probe
    ? [
        `${probe.failed} of ${count(probe.requests, 'request')} lost`,
        ...(probe.cut > 0 ? [`${probe.cut} cut off in the middle`] : []),
        ...(probe.expected > 0 ? [`${probe.expected} put off, as a drain does`] : []),
      ].join(', ')
    : 'not probed during the rollout';
  return html`<section><h2>The rollout</h2><dl class="facts">
<dt>Release</dt><dd>${subject.namespace}/${subject.release}, ${subject.occurrence.source === 'helm' ? 'Helm revision' : 'revision'} ${subject.occurrence.revision}, ${record.tag ?? 'no common tag'}</dd>
<dt>Fingerprint</dt><dd><code>${record.fingerprint}</code></dd>
<dt>GPUs</dt><dd>${gpusOf(record.gpu)}</dd>
${seen && html`<dt>Over after</dt><dd>${duration(seen.seconds)}, ${count(seen.pods, 'pod')} of ${count(seen.workloads, 'workload')}</dd><dt>Users' requests</dt><dd>${lost}</dd><dt>Moved at once</dt><dd>${seen.movedAtOnce.join(', ') || 'nothing was seen moving'}</dd>${bars}`}
</dl></section>`;
}

/** Several models are named as they are mixed: no model's expected range holds then. */
function gpusOf({ model, mix, ready }: RunRecord['gpu']): Markup {
  if (mix !== undefined) return html`${ready}: ${mix}; no expected range holds for a mix`;
  const name = gpuName(model);
  return html`${ready} × ${name}${model && model !== name && html` <span class="muted">(${model})</span>`}`;
}
