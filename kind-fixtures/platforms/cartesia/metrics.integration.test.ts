import { GenericContainer, Network, type StartedTestContainer, Wait } from 'testcontainers';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { ensureDocker } from '../../docker/engine.ts';
import { loadImages } from '../../docker/load-images.ts';
import { prometheusConfigFile, prometheusImage, prometheusPort } from '../../docker/prometheus-image.ts';
import { settleReaper } from '../../docker/reaper.ts';
import { imageName } from '../../images/image.ts';
import { programImageName } from '../../images/program-images.ts';
import { attempt } from '../../toolchain/fixture-error.ts';
import { cartesiaImages } from './images.ts';
import { releaseTags } from './releases.ts';

const API_PORT = 5000;
const ADMIN_PORT = 8080;
const config = {
  global: { scrape_interval: '1s', scrape_timeout: '1s' },
  scrape_configs: ['api', 'worker'].map((job) => ({
    job_name: job,
    static_configs: [{ targets: [`${job}:${ADMIN_PORT}`] }],
  })),
};

const stack = new AsyncDisposableStack();
let cannot: string | undefined;
let worker: StartedTestContainer;
let api: string;
let prometheus: string;

beforeAll(async () => {
  const docker = await ensureDocker();
  if (!docker.ok) {
    cannot = docker.reason;
    return;
  }
  stack.use(docker);
  await settleReaper(docker);
  const server = await attempt(() => prometheusImage());
  if (!server.ok) {
    cannot = server.reason;
    return;
  }
  stack.use(await loadImages([...(await cartesiaImages()).images, server.value]));
  const network = stack.use(await new Network().start());
  const container = (image: string, alias: string) =>
    new GenericContainer(image).withNetwork(network).withNetworkAliases(alias);
  const role = (image: string, name: string) =>
    container(imageName(image, releaseTags.first), name)
      .withCommand([name])
      .withEnvironment({ NATS_URL: 'nats://nats:4222', POD_NAME: name, WORKER_LOAD_MS: '0' });

  stack.use(
    await container(programImageName('nats-server'), 'nats')
      .withWaitStrategy(Wait.forLogMessage('Server is ready'))
      .start(),
  );
  worker = stack.use(
    await role('cartesia-sonic-rosy-dragon', 'worker')
      .withWaitStrategy(Wait.forLogMessage('"event":"started"'))
      .start(),
  );
  const startedApi = stack.use(
    await role('cartesia-api', 'api')
      .withEnvironment({ API_MODELS: '{"rosy-dragon":["sonic-3"]}' })
      .withExposedPorts(API_PORT)
      .withWaitStrategy(Wait.forHttp('/status', API_PORT))
      .start(),
  );
  const started = stack.use(
    await container(server.value.name, 'prometheus')
      .withCopyContentToContainer([{ content: JSON.stringify(config), target: prometheusConfigFile }])
      .withExposedPorts(prometheusPort)
      .withWaitStrategy(Wait.forHttp('/-/ready', prometheusPort))
      .start(),
  );
  const url = (of: StartedTestContainer, port: number) => `http://${of.getHost()}:${of.getMappedPort(port)}`;
  api = url(startedApi, API_PORT);
  prometheus = url(started, prometheusPort);
});
afterAll(() => stack.disposeAsync());
beforeEach((context) => context.skip(cannot !== undefined, cannot));

/** The answer to an instant query: values by `job`. */
async function query(expression: string): Promise<Record<string, number>> {
  const response = await fetch(`${prometheus}/api/v1/query?query=${encodeURIComponent(expression)}`);
  const { status, data } = (await response.json()) as {
    status: string;
    data: { result: { metric: { job: string }; value: [number, string] }[] };
  };
  expect(status).toBe('success');
  return Object.fromEntries(data.result.map(({ metric, value }) => [metric.job, Number(value[1])]));
}

/** What is asked for after these scrapes is younger than the call. */
async function scrapes(count: number): Promise<void> {
  const done = async () => (await query('count_over_time(up[10m])')).api ?? 0;
  const wanted = (await done()) + count;
  await expect.poll(done, { timeout: 15_000 }).toBeGreaterThanOrEqual(wanted);
}

async function speak(): Promise<number> {
  const response = await fetch(`${api}/tts/bytes`, {
    method: 'POST',
    headers: { 'x-api-key': 'key', 'cartesia-version': '2026-08-14' },
    body: JSON.stringify({
      ...{ model_id: 'sonic-3', voice: 'bf0a246a-8642-498a-9950-80c35e9276b5', transcript: 'All is well.' },
      output_format: { container: 'raw', encoding: 'pcm_s16le', sample_rate: 8000 },
    }),
  });
  await response.arrayBuffer();
  return response.status;
}

it('is seen by Prometheus with every component and its capacity', async () => {
  await expect.poll(() => query('up'), { timeout: 15_000 }).toEqual({ api: 1, worker: 1 });
  expect(await query('inferno_worker_capacity')).toEqual({ worker: 16 });
});

it('counts our requests, and none without them', async () => {
  const served = () => query('sum by (job) (standin_api_requests_total)');
  await scrapes(2);
  const before = await served();
  expect(await query('inferno_worker_ttfa')).toEqual({});
  await scrapes(3);
  expect(await served()).toEqual(before);
  expect(await Promise.all([speak(), speak(), speak()])).toEqual([200, 200, 200]);
  await scrapes(2);
  expect(await served()).toEqual({ api: before.api! + 3 });
  expect((await query('inferno_worker_ttfa')).worker).toBeGreaterThan(0);
});

it('is seen to lack a component that has stopped, whose metrics answer with nothing', async () => {
  await worker.stop();
  await expect.poll(() => query('up'), { timeout: 15_000 }).toEqual({ api: 1, worker: 0 });
  expect(await query('inferno_worker_capacity')).toEqual({});
});
