// Makes calls with Segment's own client for Node.js, as a shop's server would, and prints what it delivered and what went
// wrong. A call is the method's name and its argument: {"track": {"event": …}}.
// node segment_calls.mjs FOLDER_OF_THE_CLIENTS URL WRITE_KEY < calls.json
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';

const [folder, host, writeKey] = process.argv.slice(2);
const { Analytics } = createRequire(join(folder, 'package.json'))('@segment/analytics-node');
const calls = JSON.parse(readFileSync(0, 'utf8'));

const analytics = new Analytics({ writeKey, host, path: '/v1/batch', flushAt: Math.max(calls.length, 1), maxRetries: 3 });
const requests = [];
const errors = [];
analytics.on('http_request', (request) => requests.push(request));
analytics.on('error', (error) => errors.push({ code: error.code, reason: String(error.reason?.message ?? error.reason) }));

let delivered = 0;
for (const call of calls) {
  for (const [method, told] of Object.entries(call)) {
    if (told.timestamp) told.timestamp = new Date(told.timestamp);
    analytics[method](told, (error) => (delivered += error ? 0 : 1));
  }
}
await analytics.closeAndFlush();
console.log(JSON.stringify({ delivered, errors, requests: requests.length, body: requests[0]?.body }));
