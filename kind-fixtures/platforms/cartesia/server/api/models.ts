/**
 * Which worker model serves a `model_id`. The seed names workers by code names (rosy-dragon is sonic-3); that
 * dated snapshots such as `sonic-3-2026-01-12` are served by the same worker is an assumption.
 */
export class Models {
  readonly #byId: ReadonlyMap<string, string>;

  /** Code name of the worker's model -> the public ids it serves. */
  constructor(models: Readonly<Record<string, readonly string[]>>) {
    this.#byId = new Map(
      Object.entries(models).flatMap(([worker, ids]) =>
        [worker, ...ids].map((id): [string, string] => [id, worker]),
      ),
    );
  }

  workerModel(modelId: string): string | undefined {
    return this.#byId.get(modelId) ?? this.#byId.get(modelId.replace(/-\d{4}-\d{2}-\d{2}$/, ''));
  }
}
