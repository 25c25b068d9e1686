import type { RunRecord } from '../../suites/record/record.ts';
import { benchStage } from './bench-stage.ts';
import { decisionStage, personStage, rollbackStage, signalStage, verdictStage } from './decision-stages.ts';
import { purposeOf } from './purpose.ts';
import { settleStage } from './settle-stage.ts';
import { beforeSoakDecision, soakDecisionStages, soakStage } from './soak-stage.ts';
import type { Stage } from './stage.ts';
import { suiteStage } from './suite-stage.ts';
import { gpuName } from './text.ts';

/** The words at the top of a run: what is on trial, and what for. */
export function headline(record: RunRecord): {
  kind: string;
  name: string;
  change: string;
  facts: string[];
} {
  const { previousTag, tag, gpu } = record;
  const to = tag ?? `fingerprint ${record.fingerprint.slice(0, 12)}`;
  return {
    kind: purposeOf(record).title,
    name: `${record.namespace}/${record.release}`,
    change: previousTag && previousTag !== tag ? `${previousTag} → ${to}` : to,
    facts: [
      `${record.plan.subject.occurrence.source === 'helm' ? 'helm revision' : 'revision'} ${record.revision}`,
      ...(gpu.ready > 0 ? [`${gpu.ready} × ${gpuName(gpu.model)}`] : []),
    ],
  };
}

/** The story of a run at any moment, in order: what the console prints and the page shows. */
export function story(record: RunRecord): Stage[] {
  const suites = [...new Set(record.plan.checks.map((planned) => planned.suite))];
  const trial = beforeSoakDecision(record);
  return [
    ...(record.plan.settle === null ? [] : [settleStage(record)]),
    ...suites.map((suite) => suiteStage(record, suite)),
    ...record.benches.map((bench) => benchStage(record, bench)),
    verdictStage(trial),
    decisionStage(trial),
    soakStage(record),
    ...(trial === record ? [] : soakDecisionStages(record)),
    signalStage(record),
    rollbackStage(record),
    personStage(record),
  ].filter((stage) => stage !== null);
}
