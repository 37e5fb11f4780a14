// Delivers events to a hub with Meta's own client, as a shop's server would, and prints what the client made of the answer.
// node deliver.mjs FOLDER_OF_THE_CLIENT URL [TOKEN] < events.json
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';

const [folder, url, token = 'TOKEN_OF_THE_TEST'] = process.argv.slice(2);
const sdk = createRequire(join(folder, 'package.json'))('facebook-nodejs-business-sdk');
const { Content, CustomData, EventRequest, FacebookAdsApi, ServerEvent, UserData } = sdk;

Object.defineProperty(FacebookAdsApi, 'GRAPH', { get: () => url, configurable: true });
FacebookAdsApi.init(token);

function eventOf(told) {
  const user = new UserData().setEmails([told.email]).setClientUserAgent('Mozilla/5.0').setClientIpAddress('203.0.113.9');
  if (told.fbc) user.setFbc(told.fbc);
  const custom = new CustomData()
    .setValue(told.value)
    .setCurrency(told.currency)
    .setOrderId(told.order_id)
    .setContents([new Content().setId('p-1').setQuantity(1)])
    .setCustomProperties({ campaign_id: told.campaign_id });
  return new ServerEvent()
    .setEventName(told.event_name)
    .setEventTime(told.event_time)
    .setEventId(told.event_id)
    .setEventSourceUrl('https://shop.example/thanks')
    .setActionSource('website')
    .setUserData(user)
    .setCustomData(custom);
}

const events = JSON.parse(readFileSync(0, 'utf8')).map(eventOf);
try {
  const answer = await new EventRequest(token, '1234567890').setEvents(events).execute();
  console.log(JSON.stringify({ received: answer.events_received, messages: answer.messages, trace: answer.fbtrace_id }));
} catch (refusal) {
  console.log(JSON.stringify({ status: refusal.status, message: refusal.message, error: refusal.response }));
}
