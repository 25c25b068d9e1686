import { readFile } from 'node:fs/promises';
import { parseAllDocuments } from 'yaml';
import { Kubernetes } from './wire/kubernetes.ts';

interface ScaledObject {
  metadata: { name: string };
}

/** What the vendor's hook Job does with kubectl: applies the ScaledObjects that the chart rendered into a ConfigMap. */
export async function applyScaledObjects(file: string, log: (entry: object) => void): Promise<void> {
  const kubernetes = await Kubernetes.inCluster();
  const documents = parseAllDocuments(await readFile(file, 'utf8'));
  const objects = documents
    .map((document) => document.toJS() as ScaledObject | null)
    .filter((each) => each !== null);
  for (const object of objects) {
    const { name } = object.metadata;
    const path = `/apis/keda.sh/v1alpha1/namespaces/${kubernetes.namespace}/scaledobjects/${name}`;
    const { status, body } = await kubernetes.call(
      'PATCH',
      `${path}?fieldManager=sie-keda-apply&force=true`,
      object,
      'application/apply-patch+yaml',
    );
    if (status >= 300) throw new Error(`ScaledObject ${name} was not applied: ${body.message ?? status}`);
    log({ event: 'applied', scaledObject: name, created: status === 201 });
  }
}
