// Tells the hub that serves this file of page views and conversions. Keeps one cookie, _hub_id.
((w, d, l) => {
  const me = d.currentScript, user = {}, queue = w.hub?.q || [], push = history.pushState
  let url = (me?.src || '').replace(/[^/]*$/, '') + 'v1/web', auto = me?.dataset.page !== 'off', told, after

  const hex = bytes => Array.from(new Uint8Array(bytes), b => (b + 256).toString(16).slice(1)).join('')
  const random = () => hex(crypto.getRandomValues(new Uint8Array(16)))
  const cookie = name => {
    try { return `; ${d.cookie}`.split(`; ${name}=`)[1]?.split(';')[0] } catch {}
  }
  const id = cookie('_hub_id') || random()
  try {
    d.cookie = `_hub_id=${id};path=/;max-age=63072000;samesite=lax` + (l.protocol === 'https:' ? ';secure' : '')
  } catch {}

  const track = (event, data, more) => {
    const body = { event, event_id: random(), id, sent: Date.now(), url: l.href, referrer: told || d.referrer, fbp: cookie('_fbp'), fbc: cookie('_fbc'), data }
    const send = () => {
      const text = JSON.stringify({ ...body, user, ...more })
      if (!navigator.sendBeacon?.(url, text))
        fetch(url, { method: 'POST', body: text, mode: 'no-cors', keepalive: true }).catch(() => {})
    }
    after ? after.then(send) : send()
  }

  // Addresses leave the page as SHA-256 where the browser can make it; else the hub does.
  const kept = { email: /^[!-~]+@[!-~]+$/, phone: /^\d{7,15}$/ }
  const hashed = async (key, value) => {
    value = `${value}`.trim()
    if (key === 'email') value = value.toLowerCase()
    if (key === 'phone') value = value.replace(/\(0\)|[ +().\/-]/g, '').replace(/^0+/, '')
    if (!crypto.subtle || !kept[key]?.test(value)) return value
    return hex(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(value)))
  }
  // What follows waits for the hashes, so that it is told of this person.
  const identify = who => {
    const before = after
    after = (async () => {
      await before
      for (const key in who) if (who[key]) user[key] = await hashed(key, who[key])
    })()
    track('identify')
  }

  const page = (data, more) => {
    track('PageView', data, more)
    told = l.href
  }
  const place = () => l.href.split('#')[0]
  const visit = () => auto && place() !== told?.split('#')[0] && page()
  const init = (o = {}) => {
    auto = o.page ?? auto
    url = o.url || url
  }
  const verbs = { init, page, track, identify }
  const run = (verb, ...rest) => verbs[verb]?.(...rest)
  w.hub = run
  for (const call of queue) if (call[0] === 'init') run(...call)
  // A page shown again by a reload or the back button is no new visit.
  if (/^[rb]/.test(performance.getEntriesByType('navigation')[0]?.type)) told = l.href
  visit()
  for (const call of queue) if (call[0] !== 'init') run(...call)
  history.pushState = (...to) => {
    push.apply(history, to)
    visit()
  }
  w.addEventListener('popstate', () => told = l.href)
})(window, document, location)
