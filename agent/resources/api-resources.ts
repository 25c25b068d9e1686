import { CustomObjectsApi, type KubeConfig } from '@kubernetes/client-node';
import { z } from 'zod';
import { asProbeError, statusOf } from '../../suites/probes/kubernetes/api-error.ts';
import { within } from '../../suites/probes/kubernetes/request-options.ts';
import { type Baseline, baseline } from './baseline.ts';
import type { CustomResource, CustomResources, Invalid, Replaced } from './custom-resources.ts';
import { group, version } from './group.ts';
import { type Trial, trial } from './trial.ts';
import { type TrialRun, trialRun } from './trial-run.ts';

const requestSeconds = 10;

/** Our kinds through the API server. */
export interface Resources {
  readonly trials: CustomResources<Trial>;
  readonly runs: CustomResources<TrialRun>;
  readonly baselines: CustomResources<Baseline>;
}

export function apiResources(config: KubeConfig): Resources {
  const api = config.makeApiClient(CustomObjectsApi);
  return {
    trials: new ApiResources(api, 'trials', trial),
    runs: new ApiResources(api, 'trialruns', trialRun),
    baselines: new ApiResources(api, 'baselines', baseline),
  };
}

type Replacement = Parameters<CustomObjectsApi['replaceNamespacedCustomObject']>[0];

class ApiResources<T extends CustomResource> implements CustomResources<T> {
  readonly #api: CustomObjectsApi;
  readonly #plural: string;
  readonly #schema: z.ZodType<T>;

  constructor(api: CustomObjectsApi, plural: string, schema: z.ZodType<T>) {
    this.#api = api;
    this.#plural = plural;
    this.#schema = schema;
  }

  #at(namespace: string): { group: string; version: string; namespace: string; plural: string } {
    return { group, version, namespace, plural: this.#plural };
  }

  async get(namespace: string, name: string): Promise<T | Invalid | null> {
    try {
      const found: Invalid['stored'] = await this.#api.getNamespacedCustomObject(
        { ...this.#at(namespace), name },
        within(requestSeconds),
      );
      const parsed = this.#schema.safeParse(found);
      return parsed.success ? parsed.data : { invalid: firstIssue(parsed.error), stored: found };
    } catch (error) {
      if (statusOf(error) === 404) return null;
      throw asProbeError(`get ${this.#plural}/${name} in ${namespace}`, error);
    }
  }

  async list(namespace: string, labelSelector?: string): Promise<T[]> {
    const request = { ...this.#at(namespace), ...(labelSelector !== undefined && { labelSelector }) };
    try {
      const { items } = await this.#api.listNamespacedCustomObject(request, within(requestSeconds));
      return (items as unknown[]).flatMap((item) => this.#schema.safeParse(item).data ?? []);
    } catch (error) {
      throw asProbeError(`list ${this.#plural} in ${namespace}`, error);
    }
  }

  async create(body: T): Promise<'created' | 'exists'> {
    const { namespace, name } = body.metadata;
    try {
      await this.#api.createNamespacedCustomObject({ ...this.#at(namespace), body }, within(requestSeconds));
      return 'created';
    } catch (error) {
      if (statusOf(error) === 409) return 'exists';
      throw asProbeError(`create ${this.#plural}/${name} in ${namespace}`, error);
    }
  }

  replace(body: T): Promise<Replaced<T>> {
    return this.#replaced(body, (request) =>
      this.#api.replaceNamespacedCustomObject(request, within(requestSeconds)),
    );
  }

  replaceStatus(body: T): Promise<Replaced<T>> {
    return this.#replaced(body, (request) =>
      this.#api.replaceNamespacedCustomObjectStatus(request, within(requestSeconds)),
    );
  }

  async tell(stored: Invalid['stored'], status: object): Promise<void> {
    const { namespace, name } = stored.metadata;
    try {
      const request = { ...this.#at(namespace), name, body: { ...stored, status } };
      await this.#api.replaceNamespacedCustomObjectStatus(request, within(requestSeconds));
    } catch (error) {
      if ([404, 409].includes(statusOf(error) ?? 0)) return;
      throw asProbeError(`write ${this.#plural}/${name} in ${namespace}`, error);
    }
  }

  async #replaced(body: T, send: (request: Replacement) => Promise<unknown>): Promise<Replaced<T>> {
    const { namespace, name } = body.metadata;
    try {
      return this.#schema.parse(await send({ ...this.#at(namespace), name, body }));
    } catch (error) {
      const status = statusOf(error);
      if (status === 409) return 'conflict';
      if (status === 404) return 'gone';
      if (error instanceof z.ZodError) throw error;
      throw asProbeError(`write ${this.#plural}/${name} in ${namespace}`, error);
    }
  }

  async delete(namespace: string, name: string): Promise<void> {
    try {
      await this.#api.deleteNamespacedCustomObject({ ...this.#at(namespace), name }, within(requestSeconds));
    } catch (error) {
      if (statusOf(error) !== 404)
        throw asProbeError(`delete ${this.#plural}/${name} in ${namespace}`, error);
    }
  }
}

/** The first thing wrong with an object, as a sentence. */
export function firstIssue(error: z.ZodError): string {
  const issue = error.issues[0]!;
  return `${issue.path.join('.') || 'the object'}: ${issue.message}`;
}
