// Makes the fields of an event with Meta's Parameter Builder, as a shop's server does on a request with a click id.
// node build_params.mjs FOLDER_OF_THE_CLIENTS < {"host", "query", "email", "phone", "external_id", "ip"}
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';

const { ParamBuilder } = createRequire(join(process.argv[2], 'package.json'))('capi-param-builder-nodejs');
const told = JSON.parse(readFileSync(0, 'utf8'));
const builder = new ParamBuilder([told.host]);
builder.processRequest(told.host, told.query, {}, null, null, told.ip);
const hashed = (value, type) => builder.getNormalizedAndHashedPII(value, type);
console.log(
  JSON.stringify({
    em: [hashed(told.email, 'email')],
    ph: [hashed(told.phone, 'phone')],
    external_id: [hashed(told.external_id, 'external_id')],
    fbc: builder.getFbc(),
    fbp: builder.getFbp(),
    client_ip_address: builder.getClientIpAddress(),
  }),
);
