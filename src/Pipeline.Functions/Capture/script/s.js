/*
 * The tracker script. On the site:
 *
 *   <script>if (typeof window.pipeline != 'function') window.pipeline = function () { (pipeline.q = pipeline.q || []).push(arguments) }</script>
 *   <script async src="https://data.example.org/s.js"></script>
 *
 * Attributes of the tag, or members of window.pipelineSettings for tag managers that strip attributes:
 * data-endpoint (address of the collector; default: where the script came from),
 * data-consent="required" (nothing is stored and nobody is recognised before pipeline('consent', 'granted')),
 * data-hash (what follows #/ or #!/ is a page of its own).
 *
 * Calls, also before the script has loaded:
 *
 *   pipeline('event', name, props)      a custom event
 *   pipeline('form', name, fields)      a form that the script cannot see, as one in a frame of another site
 *   pipeline('identify', email)         this browser belongs to that person
 *   pipeline('consent', 'granted')      or 'refused': also deletes what the browser stores
 *
 * Forms that hold a valid e-mail address are captured when they are sent; this file knows a field by its type, autocomplete or exact name.
 * f.js, loaded when a page has an address field or somebody fills one, knows words of seven languages, forms without a form element and
 * corrections. Captured are e-mail, names, company, job title, a ticked box called consent, and any field with data-pipeline-field="key".
 * Never password, file or (unless so marked) hidden fields, nor card and account numbers. data-pipeline-ignore on the form or around it
 * leaves it alone. A form that posts to our own /forms/… gets hidden inputs instead of being sent twice.
 */
(function (window, document) {
  const MAX_AGE = 395 * 864e5;
  const MAX_EVENTS = 50;
  const MAX_STORED = 32768;
  const MAX_EVENT = 8192;
  const MAX_BATCH = 2e4;

  const location = window.location;
  const DOWNLOAD = /\.(pdf|zip|7z|gz|docx?|xlsx?|pptx?|csv|txt|exe|dmg|mp[34])$/i;
  const EMAIL = /^\S+@\S+\.[^\s@.]{2,}$/;

  let script = document.currentScript;
  const setting = name => ({ ...window.pipelineSettings, ...script && script.dataset })[name];
  const gpc = navigator.globalPrivacyControl;

  const memory = {};
  const sending = {};
  let base;
  let timer;
  let failures = 0;

  let address;
  let referrer;
  let page;
  let seconds;
  let shownAt;
  let depth;
  let reported;
  let lastFill;
  let ownForm = {};

  const guard = action => function () {
    try {
      return action.apply(this, arguments);
    } catch {
      // The page must not notice us.
    }
  };
  const on = (target, type, action) => target.addEventListener(type, guard(action), true);

  const random = () => {
    const bytes = new Uint8Array(16).map(() => Math.random() * 256);
    guard(() => crypto.getRandomValues(bytes))();
    return Array.from(bytes, byte => (byte + 256).toString(16).slice(1)).join('');
  };

  // Memory stands in for one key when the browser refuses to store it.
  const read = key => {
    if (key in memory) return memory[key];
    try {
      return localStorage.getItem('pipeline.' + key);
    } catch { }
  };
  const write = (key, value, unstored) => {
    delete memory[key];
    try {
      if (value && !unstored) return localStorage.setItem('pipeline.' + key, value);
      localStorage.removeItem('pipeline.' + key);
    } catch { }
    if (value) memory[key] = value;
  };
  const parse = key => {
    try {
      return JSON.parse(read(key));
    } catch { }
  };

  const consent = () => parse('consent') || {};
  const refused = () => {
    const state = consent().state;
    return gpc || (state ? state != 'granted' : setting('consent') == 'required');
  };

  const visitor = () => {
    let [id, since] = (read('visitor') || '').split('.');
    if (id && !(Date.now() - since < MAX_AGE)) {
      id = 0;
      // The grant was for the visitor that has just ended.
      write('consent');
    }
    if (!id) write('visitor', (id = random()) + '.' + Date.now());
    return id;
  };

  const events = () => [].concat(parse('events')).filter(event => event && event.id);
  const save = list => {
    while (list.length > MAX_EVENTS || JSON.stringify(list).length > MAX_STORED) list.shift();
    write('events', list.length && JSON.stringify(list), refused());
  };

  // A string body is text/plain, which needs no preflight; keepalive lets it outlive the page.
  const post = async (path, body, anonymous) =>
    fetch(base + path, { method: 'POST', body: JSON.stringify(body), keepalive: true, credentials: anonymous ? 'omit' : 'include' });

  const later = () => {
    clearTimeout(timer);
    timer = setTimeout(flush, Math.min(3e5, 1e3 * 2 ** failures++) * (.5 + Math.random() / 2));
  };

  const soon = () => timer = timer || setTimeout(flush, 500);

  // An event leaves the store only when the collector says that it has it. What is sent while the page goes away is never confirmed
  // here, so the next page sends it again under the same id, and the collector keeps one.
  const flush = guard(() => {
    timer = clearTimeout(timer);

    // Consent goes first: events must not arrive before the decision they rest on.
    const choice = consent();
    if (choice.unsent) {
      if (sending.consent) return;
      sending.consent = 1;
      post('/consent', { visitor: choice.visitor || (refused() ? undefined : visitor()), state: choice.state })
        .then(answer => answer.status < 500, () => 0)
        .then(done => {
          sending.consent = 0;
          if (!done) return later();
          if (consent().state == choice.state) write('consent', JSON.stringify({ state: choice.state }));
          flush();
        });
      return;
    }

    let size = 0;
    const batch = events().filter(event => !sending[event.id] && (size += JSON.stringify(event).length) < MAX_BATCH);
    if (!batch.length) return;
    batch.forEach(event => sending[entitle(event).id] = 1);

    const anonymous = refused();
    post('/e', { v: 1, auto: navigator.webdriver || undefined, sent: Date.now(), visitor: anonymous ? undefined : visitor(), consent: consent().state, events: batch }, anonymous)
      .then(answer => answer.ok && answer.json())
      .then(answer => answer.retry === false)
      .catch(() => 0)
      .then(done => {
        if (done) {
          failures = 0;
          save(events().filter(event => !batch.some(sent => sent.id == event.id)));
        }
        batch.forEach(event => delete sending[event.id]);
        if (done) soon();
        else later();
      });
  });

  // Many sites set the title after the address: it is read when the page view is sent, and when the page is left before that.
  const entitle = event => {
    if (event.id == page) event.title = document.title.slice(0, 300);
    return event;
  };

  const track = (type, more) => {
    const anonymous = refused();
    if (anonymous && type != 'page_view' && type != 'form') return;
    const event = { id: random(), type, created: Date.now(), url: address.slice(0, 4096), page: anonymous ? undefined : page, ...more };
    if (JSON.stringify(event).length > MAX_EVENT) return;
    save([...events(), event]);
    // One request for all that happens within half a second; while the collector is down the timer decides. A page view waits the whole of it
    // for its title.
    if (!failures) {
      if (type == 'page_view') timer = clearTimeout(timer);
      soon();
    }
    return event.id;
  };

  const visible = () => !document.hidden;
  const resume = () => shownAt = visible() ? performance.now() : 0;
  const measure = () => {
    const { scrollHeight } = document.documentElement;
    depth = Math.max(depth, Math.min(100, Math.round((window.scrollY + innerHeight) / scrollHeight * 100)) || 0);
  };

  const engaged = () => {
    if (shownAt) {
      seconds += (performance.now() - shownAt) / 1e3;
      shownAt = 0;
    }
    const progress = { seconds: Math.round(seconds * 10) / 10, scroll: depth };
    if (seconds && reported != (reported = JSON.stringify(progress))) track('engagement', progress);
  };

  // A hash route becomes a path. Campaigns may stand in the fragment; nothing else of it is anybody's business.
  const here = () => (setting('hash') != null ? location.href.replace(/\/?(\?[^#]*)?#!?\/(.*)/, '/$2$1').replace(/(\?.*)\?/, '$1&') : location.href)
    .replace(/#(?!.*utm_).*/, '');

  const view = again => {
    const next = here();
    if (next == address && !again) return;
    if (page) engaged();
    if (!again) referrer = address || document.referrer;
    address = next;
    page = random();
    seconds = depth = 0;
    lastFill = reported = '';
    resume();
    track('page_view', entitle({ id: page, page: undefined, ref: referrer.slice(0, 2048) }));
  };

  const hide = () => {
    measure();
    engaged();
    flush();
  };

  // Exact names, as they are in lower case and without anything but letters.
  const KEYS = {
    email: 'email', emailaddress: 'email', givenname: 'first_name', firstname: 'first_name', familyname: 'last_name', lastname: 'last_name',
    organization: 'company', company: 'company', organizationtitle: 'job_title', jobtitle: 'job_title', name: 'name'
  };

  // What f.js takes over and uses.
  const more = {
    capture(form, elements) {
      const fields = {};
      const ranks = {};
      for (const field of elements) {
        const value = (field.value || '').trim();
        const keys = field.type == 'email' ? ['email'] : ['autocomplete', 'name', 'id'].map(name => KEYS[(field.getAttribute(name) || '').toLowerCase().replace(/.* |[^a-z]/g, '')]);
        const rank = keys.findIndex(key => key);
        const key = keys[rank];
        if (key && value && /^(text|email)$/.test(field.type) && !(ranks[key] <= rank) && (EMAIL.test(value) || !/(\p{Nd}[ ./-]*){12}/u.test(value))) {
          fields[key] = value.slice(0, 500);
          ranks[key] = rank;
        }
      }
      // Attributes, because inputs called "id" or "action" hide the form's own properties.
      if (EMAIL.test(fields.email) && !form.closest('[data-pipeline-ignore]')) {
        more.send({ form: form.getAttribute('id') || form.getAttribute('name') || 'form', fields });
      }
    },

    // The same again is the same fill: a second click, or the site's own code after the event.
    send: (fill, besides) => lastFill != (lastFill = JSON.stringify(fill)) && track('form', { ...fill, ...besides })
  };

  const submitted = guard(({ target: form, submitter }) => {
    const action = submitter && submitter.getAttribute('formaction') || form.getAttribute('action') || '';

    if (!new URL(action, document.baseURI).href.startsWith(base + '/forms/')) {
      return more.capture(form, Array.from(form.elements), submitter);
    }
    if (form.closest('[data-pipeline-ignore]')) return;
    // A second click within seconds is the same fill.
    if (ownForm.form != form || Date.now() - ownForm.at > 1e4) ownForm = { form, at: Date.now(), id: random() };
    const known = !refused();
    const inputs = { _id: ownForm.id, _visitor: known && visitor(), _consent: consent().state, _page: known && page, _url: address, _ref: referrer, _age: performance.now() / 1e3 };
    on(form, 'formdata', ({ formData }) => {
      for (const name in inputs) formData.set(name, inputs[name] || '');
    });
  });

  const load = guard(() => {
    if (more.base) return;
    document.head.append(Object.assign(document.createElement('script'), { src: base + '/f.js', nonce: script && script.nonce }));
    Object.assign(more, { base, guard, submitted });
  });

  const look = guard(() => document.querySelector('[type=email],[name*=mail i]') && (window.requestIdleCallback || setTimeout)(load));

  const clicked = event => {
    const link = event.composedPath()[0].closest('a[href]');
    if (!link) return;
    const { protocol, host, pathname, href } = link;
    const isWeb = /^http/.test(protocol);
    if (isWeb ? host != location.host || link.hasAttribute('download') || DOWNLOAD.test(pathname) : /^(mailto|tel)/.test(protocol)) {
      track('click', { props: { href: href.split(isWeb ? '#' : '?')[0] } });
    }
  };

  const forget = () => {
    write('visitor');
    write('events');
  };

  const commands = {
    event: (name, props) => track('custom', { name, props }),
    form: (form, fields) => more.send({ form, fields }),
    identify: email => track('identify', { fields: { email } }),
    consent(state) {
      if (consent().state == state || gpc && state == 'granted') return;
      const before = refused();
      // A refusal names the visitor one last time, so that the collector can act on it.
      const known = read('visitor');
      write('consent', JSON.stringify({ state, unsent: 1, visitor: state != 'granted' && known ? visitor() : undefined }));
      // The anonymous count of this page belongs to nobody, so the visit begins with a page view of its own.
      if (page && before && !refused()) {
        write('events');
        page = 0;
        view(1);
      }
      if (refused()) forget();
      flush();
    }
  };
  const call = guard((name, ...rest) => commands[name](...rest));

  const start = guard(() => {
    const storedCalls = window.pipeline;
    // An element of the page may be called pipeline.
    if (typeof storedCalls == 'function' && storedCalls.on) return;

    script = script || document.querySelector('script[src*="/s.js"]');
    base = new URL(setting('endpoint') || new URL('/', script && script.src || location), document.baseURI).href.replace(/\/$/, '');
    const calls = Array.from(typeof storedCalls == 'function' && storedCalls.q || []);
    window.pipeline = call;
    call.on = more;

    calls.filter(args => args[0] == 'consent').forEach(args => call(...args));
    if (refused()) forget();
    view();
    calls.filter(args => args[0] != 'consent').forEach(args => call(...args));

    const leave = guard(() => {
      measure();
      save(events().map(entitle));
    });
    for (const name of ['pushState', 'replaceState']) {
      const original = history[name];
      history[name] = function () {
        // The old page is still laid out now.
        leave();
        const result = original.apply(this, arguments);
        // After the task, so that redirects count once and the title is the new page's.
        setTimeout(guard(() => {
          const next = here();
          // Sites tidy the query with replaceState; only another path is another page.
          if (name[0] == 'r' && next.split('?')[0] == address.split('?')[0]) address = next;
          view();
        }));
        return result;
      };
    }
    on(window, 'popstate', () => {
      leave();
      setTimeout(guard(() => view()));
    });
    on(window, 'pageshow', event => event.persisted && view(1));
    on(document, 'visibilitychange', () => visible() ? resume() : hide());
    on(window, 'pagehide', hide);
    on(window, 'scroll', measure);
    on(window, 'online', flush);
    on(window, 'submit', submitted);
    on(document, 'focusin', event => 'form' in event.composedPath()[0] && load());
    on(window, 'load', look);
    look();
    on(document, 'click', clicked);
    on(document, 'auxclick', clicked);
  });

  guard(() => document.prerendering ? on(document, 'prerenderingchange', start) : start())();
})(window, document);
