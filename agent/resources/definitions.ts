import type { z } from 'zod';
import { baselineSpec } from './baseline.ts';
import { group, version } from './group.ts';
import { type StructuralSchema, structuralSchema } from './structural-schema.ts';
import { longestTrialName, trialSpec, trialStatus } from './trial.ts';
import { trialRunSpec, trialRunStatus } from './trial-run.ts';

/** One of our kinds, as it is installed. */
export interface Definition {
  readonly kind: string;
  readonly plural: string;
  readonly singular: string;
  readonly shortNames: readonly string[];
  readonly description: string;
  readonly spec: z.ZodType;
  readonly status?: z.ZodType;
  /** Fields kept as they are; checked by us when they are read. */
  readonly opaque?: readonly string[];
  /** CEL rules over the whole object. */
  readonly rules?: readonly { readonly rule: string; readonly message: string }[];
  readonly columns: readonly Column[];
}

interface Column {
  readonly name: string;
  readonly type: 'string' | 'integer' | 'date' | 'boolean';
  readonly jsonPath: string;
  /** 1: only with `-o wide`. */
  readonly priority?: 1;
  readonly description?: string;
}

const age: Column = { name: 'Age', type: 'date', jsonPath: '.metadata.creationTimestamp' };

/** Every kind of ours, by the order in which a person meets them. */
export const definitions: readonly Definition[] = [
  {
    kind: 'Trial',
    plural: 'trials',
    singular: 'trial',
    shortNames: [],
    description: 'A release that is tried on every rollout, and what may be done about a bad one.',
    spec: trialSpec,
    status: trialStatus,
    rules: [
      {
        rule: `size(self.metadata.name) <= ${longestTrialName}`,
        message: `a Trial's name has at most ${longestTrialName} characters, because the names of its runs and Jobs are made from it`,
      },
    ],
    columns: [
      { name: 'Platform', type: 'string', jsonPath: '.spec.platform' },
      { name: 'Release', type: 'string', jsonPath: '.spec.release' },
      { name: 'Revision', type: 'integer', jsonPath: '.status.observed.revision' },
      { name: 'Tag', type: 'string', jsonPath: '.status.observed.tag' },
      { name: 'Verified', type: 'integer', jsonPath: '.status.lastVerified.revision' },
      { name: 'Ready', type: 'string', jsonPath: '.status.conditions[?(@.type=="Ready")].status' },
      { name: 'Rollback', type: 'string', jsonPath: '.spec.policy.rollback', priority: 1 },
      age,
    ],
  },
  {
    kind: 'TrialRun',
    plural: 'trialruns',
    singular: 'trialrun',
    shortNames: ['trun'],
    description: 'One run of one deployment: its frozen plan, its journal, its verdict.',
    spec: trialRunSpec,
    status: trialRunStatus,
    opaque: ['plan', 'journal'],
    rules: [
      {
        rule: 'self.spec.trial == oldSelf.spec.trial && self.spec.trigger == oldSelf.spec.trigger && self.spec.occurrence == oldSelf.spec.occurrence',
        message: "a run's spec is frozen when it is created",
      },
    ],
    columns: [
      { name: 'Trial', type: 'string', jsonPath: '.spec.trial' },
      { name: 'Revision', type: 'integer', jsonPath: '.spec.occurrence.revision' },
      { name: 'Tag', type: 'string', jsonPath: '.spec.tag' },
      { name: 'Phase', type: 'string', jsonPath: '.status.phase' },
      { name: 'Verdict', type: 'string', jsonPath: '.status.verdict' },
      { name: 'Decision', type: 'string', jsonPath: '.status.decision' },
      { name: 'Blame', type: 'string', jsonPath: '.status.blame', priority: 1 },
      { name: 'Activity', type: 'string', jsonPath: '.status.activity', priority: 1 },
      age,
    ],
  },
  {
    kind: 'Baseline',
    plural: 'baselines',
    singular: 'baseline',
    shortNames: [],
    description: 'The accepted benchmark numbers that later releases are compared with.',
    spec: baselineSpec,
    columns: [
      { name: 'Pinned', type: 'date', jsonPath: '.spec.pinned.since' },
      { name: 'Calibrated', type: 'date', jsonPath: '.spec.calibration.at' },
      { name: 'Imported', type: 'string', jsonPath: '.spec.imported.from', priority: 1 },
      { name: 'Newest', type: 'string', jsonPath: '.spec.runs[-1:].at' },
      age,
    ],
  },
];

/** The CustomResourceDefinition to install. */
export function customResourceDefinition(of: Definition): StructuralSchema {
  const { kind, plural, singular, shortNames, description, rules } = of;
  return {
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: { name: `${plural}.${group}` },
    spec: {
      group,
      scope: 'Namespaced',
      names: {
        kind,
        listKind: `${kind}List`,
        plural,
        singular,
        ...(shortNames.length > 0 && { shortNames }),
        categories: ['seatrial'],
      },
      versions: [
        {
          name: version,
          served: true,
          storage: true,
          additionalPrinterColumns: of.columns,
          ...(of.status && { subresources: { status: {} } }),
          schema: {
            openAPIV3Schema: {
              type: 'object',
              description,
              required: ['spec'],
              properties: {
                apiVersion: { type: 'string' },
                kind: { type: 'string' },
                metadata: { type: 'object' },
                spec: structuralSchema(of.spec, of.opaque),
                ...(of.status && { status: structuralSchema(of.status, of.opaque) }),
              },
              ...(rules && { 'x-kubernetes-validations': rules }),
            },
          },
        },
      ],
    },
  };
}
