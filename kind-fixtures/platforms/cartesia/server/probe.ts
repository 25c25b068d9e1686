/**
 * The workers' startup probe: succeeds when `/metrics` shows `inferno_worker_capacity` above 0. A program of
 * its own, as a shell and curl are not in the image and an HTTP probe cannot read a body.
 */
const url = `http://127.0.0.1:${process.env.ADMIN_PORT ?? 8080}/metrics`;
const text = await fetch(url, { signal: AbortSignal.timeout(900) }).then(
  (response) => response.text(),
  () => '',
);
const capacity = Number(/^inferno_worker_capacity\S* (\S+)$/m.exec(text)?.[1] ?? 0);
process.exit(capacity > 0 ? 0 : 1);
