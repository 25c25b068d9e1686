import type { IncomingMessage } from 'node:http';
import { readBody } from '../http.ts';

const MAX_FORM_BYTES = 16 * 1024 * 1024;

/** The multipart form of a request, bounded to 16 MiB; undefined where it is none. */
export async function readForm(request: IncomingMessage): Promise<FormData | undefined> {
  const body = await readBody(request, MAX_FORM_BYTES);
  const type = request.headers['content-type'] ?? '';
  try {
    return await new Response(new Uint8Array(body), { headers: { 'content-type': type } }).formData();
  } catch {
    return undefined;
  }
}
