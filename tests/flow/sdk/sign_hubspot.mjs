// Signs webhooks as HubSpot does, with the class that its own client has for checking them.
// node sign_hubspot.mjs FOLDER_OF_THE_CLIENTS < requests.json
// Each request is {version, secret, method, url, body, timestamp}; the answer is the list of their signatures.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';

const [folder] = process.argv.slice(2);
const { Signature } = createRequire(join(folder, 'package.json'))('@hubspot/api-client');

const signatures = JSON.parse(readFileSync(0, 'utf8')).map(({ version, secret, method, url, body, timestamp }) =>
  Signature.getSignature(method, version, { clientSecret: secret, requestBody: body, url, timestamp }),
);
console.log(JSON.stringify(signatures));
