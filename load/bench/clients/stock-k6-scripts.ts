import type { BenchCase } from '../case.ts';

type Values = {
  readonly url: string;
  readonly options: string;
  readonly bench: BenchCase;
  readonly seconds: number;
};

/** One line on the log for each request: its id, its number, and its time to the first byte. */
export function httpScript({ url, options, bench }: Values): string {
  const chat = bench.protocol === 'openai-chat';
  const path = chat ? '/v1/chat/completions' : '/tts/bytes';
  const body = chat
    ? { model: 'truth', stream: true, messages: [{ role: 'user', content: 'Say ahoy.' }] }
    : { model_id: 'sonic-2', transcript: 'Ahoy.' };
  return `import http from 'k6/http';
import exec from 'k6/execution';
export const options = ${options};
const body = ${JSON.stringify(JSON.stringify(body))};
export default function () {
  const nth = exec.scenario.iterationInTest;
  const rid = 'stock-' + nth;
  const answer = http.post('${url}${path}', body, {
    headers: { 'Content-Type': 'application/json', 'X-Request-Id': rid },
  });
  console.log('request ' + rid + ' ' + nth + ' ' + (answer.status === 200 ? answer.timings.waiting : 0));
}
`;
}

/**
 * In a closed loop each VU keeps its socket; in an open one a socket per iteration is all that there is, because an
 * iteration ends with its sockets.
 */
export function socketScript({ url, options, bench, seconds }: Values): string {
  const closed = 'streams' in bench.load;
  return `import { WebSocket } from 'k6/websockets';
import exec from 'k6/execution';
export const options = ${options};
export default function () {
  const end = ${closed ? `exec.scenario.startTime + ${seconds * 1000}` : '0'};
  const nth = exec.scenario.iterationInTest;
  const socket = new WebSocket('${url.replace('http', 'ws')}/tts/websocket');
  let rid, sent, first, turn = 0;
  const ask = () => {
    rid = 'stock-' + nth + '-' + turn++;
    first = 0;
    sent = Date.now();
    socket.send(JSON.stringify({ model_id: 'sonic-2', transcript: 'Ahoy.', context_id: rid }));
  };
  socket.addEventListener('open', ask);
  socket.addEventListener('message', (event) => {
    const now = Date.now();
    const message = JSON.parse(event.data);
    if (message.type === 'chunk') { if (first === 0) first = now; return; }
    console.log('request ' + rid + ' ' + nth + ' ' + (message.type === 'done' ? Math.max(first - sent, 0.001) : 0));
    if (Date.now() < end) ask(); else socket.close();
  });
}
`;
}
