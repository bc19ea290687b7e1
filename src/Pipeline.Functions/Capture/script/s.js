/*
 * The tracker script. On the site:
 *
 *   <script async src="https://data.example.org/s.js"></script>
 *
 * Attributes of the tag: data-endpoint (address of the collector; default: where the script came from),
 * data-consent="required" (nothing is stored and nobody is recognised before pipeline('consent', 'granted')).
 *
 * Calls, also before the script has loaded, when the page defines
 *   window.pipeline = window.pipeline || function () { (pipeline.q = pipeline.q || []).push(arguments) }
 *
 *   pipeline('event', name, props)      a custom event
 *   pipeline('identify', email)         this browser belongs to that person
 *   pipeline('consent', 'granted')      or 'refused': also deletes what the browser stores
 *
 * Forms that hold an e-mail field are captured when they are submitted: from text fields that look like e-mail, name, first name,
 * last name, company or job title, a ticked box called consent, and any field with data-pipeline-field="key". Never from password,
 * file or (unless so marked) hidden fields, and never a value with 12 or more digits (card and account numbers). data-pipeline-ignore on the form or
 * around it leaves it alone. A form that posts to our own /forms/… gets hidden inputs instead of being sent twice.
 */
(function (window, document) {
  const MAX_AGE = 395 * 864e5;
  const MAX_EVENTS = 50;
  const MAX_STORED = 32768;
  const MAX_EVENT = 8192;
  const MAX_BATCH = 2e4;

  const location = window.location;
  let script = document.currentScript;
  const setting = name => script && script.getAttribute('data-' + name);
  const gpc = navigator.globalPrivacyControl;

  const memory = {};
  const sending = {};
  let base;
  let timer;
  let failures = 0;
  let hiding;

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
    const bytes = new Uint8Array(16);
    try {
      crypto.getRandomValues(bytes);
    } catch {
      bytes.forEach((_, i) => bytes[i] = Math.random() * 256);
    }
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

  const events = () => {
    const list = parse('events');
    return Array.isArray(list) ? list.filter(event => event && event.id) : [];
  };
  const save = list => {
    while (list.length > MAX_EVENTS || JSON.stringify(list).length > MAX_STORED) list.shift();
    write('events', list.length && JSON.stringify(list), refused());
  };

  const post = async (path, body, anonymous) => {
    body = JSON.stringify(body);
    if (hiding && !('keepalive' in Request.prototype)) {
      navigator.sendBeacon(base + path, body);
      throw 0;
    }
    // A string body is text/plain, which needs no preflight.
    return fetch(base + path, { method: 'POST', body, keepalive: true, credentials: anonymous ? 'omit' : 'include' });
  };

  const later = () => {
    clearTimeout(timer);
    timer = setTimeout(flush, Math.min(3e5, 1e3 * 2 ** failures++) * (.5 + Math.random() / 2));
  };

  // An event leaves the store only when the collector says that it has it. What is sent while the page goes away is never confirmed
  // here, so the next page sends it again under the same id, and the collector keeps one.
  const flush = guard(() => {
    clearTimeout(timer);

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
    batch.forEach(event => sending[event.id] = 1);

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
        if (done) flush();
        else later();
      });
  });

  const track = (type, more) => {
    const anonymous = refused();
    if (anonymous && type != 'page_view' && type != 'form') return;
    const event = { id: random(), type, created: Date.now(), url: address.slice(0, 4096), page: anonymous ? undefined : page, ...more };
    if (JSON.stringify(event).length > MAX_EVENT) return;
    save([...events(), event]);
    // One request for all that happens in one task; while the collector is down the timer decides.
    if (!failures) Promise.resolve().then(flush);
  };

  const visible = () => document.visibilityState != 'hidden';
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

  const view = again => {
    const next = location.href.split('#')[0];
    if (next == address && !again) return;
    if (page) engaged();
    if (!again) referrer = address || document.referrer;
    address = next;
    page = random();
    seconds = depth = 0;
    lastFill = reported = '';
    resume();
    track('page_view', { id: page, page: undefined, ref: referrer.slice(0, 2048), title: document.title.slice(0, 300) });
  };

  const hide = () => {
    measure();
    engaged();
    hiding = 1;
    flush();
    hiding = 0;
  };

  const FIELDS = [
    ['email', /e-?mail/],
    ['first_name', /(first|given|fore)[-_ ]?name|fname|vorname/],
    ['last_name', /(last|family|sur)[-_ ]?name|lname|nachname/],
    ['company', /company|organi[sz]ation$|firma/],
    ['job_title', /job[-_ ]?title|organization-title/],
    ['name', /^((full|your|contact)[-_ ]?)?name$/],
    ['consent', /consent/]
  ];

  const fieldKey = field => {
    const chosen = field.getAttribute('data-pipeline-field');
    if (chosen || field.type == 'hidden') return chosen;
    if (field.type == 'email') return 'email';
    const names = ['autocomplete', 'name', 'id'].map(name => (field.getAttribute(name) || '').toLowerCase());
    const found = FIELDS.find(([key, pattern]) => (key == 'consent') == (field.type == 'checkbox') && names.some(name => pattern.test(name)));
    return found && found[0];
  };

  const fieldsOf = form => {
    const fields = {};
    for (const field of form.elements) {
      const value = (field.value || '').trim();
      const key = !/password|file/.test(field.type) && (!/checkbox|radio/.test(field.type) || field.checked) && value && fieldKey(field);
      if (key && !fields[key] && (value.match(/\p{Nd}/gu) || []).length < 12) fields[key] = value.slice(0, 500);
    }
    return fields;
  };

  const submitted = ({ target: form, submitter }) => {
    // Attributes, because inputs called "id" or "action" hide the form's own properties.
    if (form.closest('[data-pipeline-ignore]')) return;
    const action = submitter && submitter.getAttribute('formaction') || form.getAttribute('action') || '';

    if (new URL(action, document.baseURI).href.startsWith(new URL(base + '/forms/', document.baseURI).href)) {
      // A second click within seconds is the same fill.
      if (ownForm.form != form || Date.now() - ownForm.at > 1e4) ownForm = { form, at: Date.now(), id: random() };
      const known = !refused();
      const inputs = { _id: ownForm.id, _visitor: known && visitor(), _consent: consent().state, _page: known && page, _url: address, _ref: referrer, _age: performance.now() / 1e3 };
      for (const name in inputs) {
        let input = form.querySelector('input[name=' + name + ']');
        if (!input) {
          input = document.createElement('input');
          input.type = 'hidden';
          input.name = name;
          form.append(input);
        }
        input.value = inputs[name] || '';
      }
      return;
    }

    const fill = { form: form.getAttribute('id') || form.getAttribute('name') || 'form', fields: fieldsOf(form) };
    if (/@/.test(fill.fields.email) && lastFill != (lastFill = JSON.stringify(fill))) track('form', fill);
  };

  const clicked = ({ target }) => {
    const link = target.closest('a[href]');
    if (link && /^http/.test(link.protocol) && link.host != location.host) {
      track('click', { props: { href: link.origin + link.pathname + link.search } });
    }
  };

  const forget = () => {
    write('visitor');
    write('events');
  };

  const commands = {
    event: (name, props) => track('custom', { name, props }),
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
    if (storedCalls && storedCalls.on) return;

    script = script || document.querySelector('script[src*="/s.js"]');
    base = (setting('endpoint') || new URL(script && script.src || location).origin).replace(/\/$/, '');
    const calls = Array.from(storedCalls && storedCalls.q || []);
    const consentCall = args => args[0] == 'consent';
    window.pipeline = call;
    call.on = 1;

    calls.filter(consentCall).forEach(args => call(...args));
    if (refused()) forget();
    view();
    calls.filter(args => !consentCall(args)).forEach(args => call(...args));

    for (const name of ['pushState', 'replaceState']) {
      const original = history[name];
      history[name] = function () {
        // The old page is still laid out now.
        guard(measure)();
        const result = original.apply(this, arguments);
        // After the task, so that redirects count once and the title is the new page's.
        setTimeout(guard(() => {
          const next = location.href.split('#')[0];
          // Sites tidy the query with replaceState; only another path is another page.
          if (name[0] == 'r' && next.split('?')[0] == address.split('?')[0]) address = next;
          view();
        }));
        return result;
      };
    }
    on(window, 'popstate', () => setTimeout(guard(() => view())));
    on(window, 'pageshow', event => event.persisted && view(1));
    on(document, 'visibilitychange', () => visible() ? resume() : hide());
    on(window, 'pagehide', hide);
    on(window, 'scroll', measure);
    on(window, 'online', flush);
    on(window, 'submit', submitted);
    on(document, 'click', clicked);
    on(document, 'auxclick', clicked);
  });

  guard(() => document.prerendering ? on(document, 'prerenderingchange', start) : start())();
})(window, document);
