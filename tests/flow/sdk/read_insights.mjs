// Reads daily insights with Meta's own client, page by page, then as a prepared report.
// node read_insights.mjs FOLDER_OF_THE_CLIENTS ADDRESS TOKEN ACCOUNT
import { createRequire } from 'node:module';
import { join } from 'node:path';

const [folder, address, token, account] = process.argv.slice(2);
const { AdAccount, FacebookAdsApi } = createRequire(join(folder, 'package.json'))('facebook-nodejs-business-sdk');
Object.defineProperty(FacebookAdsApi, 'GRAPH', { get: () => address, configurable: true });
const api = FacebookAdsApi.init(token, 'en_US', false);

const fields = ['campaign_id', 'spend', 'impressions'];
const asked = { level: 'campaign', time_range: { since: '2026-02-01', until: '2026-02-28' }, time_increment: 1, limit: 20 };
const shown = (row) => [row.date_start, row.campaign_id, row.spend];

const said = {};
let page = await new AdAccount(`act_${account}`, {}, undefined, api).getInsights(fields, asked);
said.first = page.length;
said.rows = Array.from(page, shown);
while (page.hasNext()) said.rows.push(...Array.from((page = await page.next()), shown));
const run = await new AdAccount(`act_${account}`, {}, undefined, api).getInsightsAsync(fields, asked);
said.states = [];
do {
  const { async_status: state } = await api.call('GET', [run.id], { fields: 'async_status,async_percent_completion' });
  said.states.push(state);
} while (said.states.at(-1) !== 'Job Completed');
said.report = (await run.getInsights([], { limit: 500 })).length;
FacebookAdsApi.init('old', 'en_US', false);
try {
  await new AdAccount(`act_${account}`).getInsights(fields, asked);
} catch (error) {
  said.refused = [error.status, error.response.code];
}
console.log(JSON.stringify(said));
