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
 * Forms that hold a valid e-mail address are captured when they are sent; this file knows a field by its type, autocomplete or exact name,
 * and takes no form with a password. f.js, loaded when a page has an address field or somebody fills one, knows words of seven languages,
 * who signs up and who logs in, forms without a form element and corrections. Captured are e-mail, names, company, job title, a ticked box
 * called consent, and any field with data-pipeline-field="key". Never password, file or (unless so marked) hidden fields, nor card and
 * account numbers. data-pipeline-ignore on the form or around it leaves it alone. A form that posts to our own /forms/… gets hidden inputs
 * instead of being sent twice.
 */
(function (window, document) {
  // One keyword for all declarations, because two are less compressible than one.
  let { stringify } = JSON;
  let MAX_AGE = 395 * 864e5;
  let MAX_EVENTS = 50;
  let MAX_STORED = 32768;
  let MAX_EVENT = 8e3;
  let MAX_BATCH = 2e4;

  let DOWNLOAD = /\.(pdf|zip|7z|gz|csv|txt|exe|dmg|mp[34]|(doc|xls|ppt)x?)$/i;
  let EMAIL = /^\S+@\S+\.[^\s@.]{2,}$/;

  let script = document.currentScript;
  let setting = name => ({ ...window.pipelineSettings, ...script && script.dataset })[name];
  let gpc = navigator.globalPrivacyControl;

  let memory = {};
  let sending = {};
  let base;
  let timer;
  let asking;
  let failures = 0;

  let address;
  let referrer;
  let page;
  let seconds;
  let shownAt;
  let depth;
  let reported;
  let lastFill;
  let ownForm;
  let ownFill;

  let guard = action => function () {
    try {
      return action.apply(this, arguments);
    } catch {
      // The page must not notice us.
    }
  };
  let on = (target, type, action) => target.addEventListener(type, guard(action), true);

  let random = () => {
    let bytes = new Uint8Array(16).map(() => Math.random() * 256);
    guard(() => crypto.getRandomValues(bytes))();
    return Array.from(bytes, byte => (byte + 256).toString(16).slice(1)).join('');
  };

  // Memory stands in for one key when the browser refuses to store it.
  let read = key => memory[key] || guard(() => localStorage.getItem('pipeline.' + key))();
  let write = (key, value, unstored) => guard(() => {
    memory[key] = value;
    if (!value || unstored) return localStorage.removeItem('pipeline.' + key);
    localStorage.setItem('pipeline.' + key, value);
    memory[key] = 0;
  })();
  let parse = key => guard(JSON.parse)(read(key));

  let consent = () => parse('consent') || 0;
  let refused = () => {
    let state = consent().state;
    return gpc || (state ? state != 'granted' : setting('consent') == 'required');
  };

  let visitor = () => {
    let [id, since] = (read('visitor') || '').split('.');
    if (!(Date.now() - since < MAX_AGE)) {
      // The grant was for the visitor that has just ended.
      if (id) write('consent');
      write('visitor', (id = random()) + '.' + Date.now());
    }
    return id;
  };

  let events = () => [].concat(parse('events')).filter(event => event && event.id);
  let save = list => {
    while (list.length > MAX_EVENTS || stringify(list).length > MAX_STORED) list.shift();
    write('events', list.length && stringify(list), refused());
  };

  // A string body is text/plain, which needs no preflight; keepalive lets it outlive the page.
  let post = async (path, body, anonymous) =>
    fetch(base + path, { method: 'POST', body: stringify(body), keepalive: true, credentials: anonymous ? 'omit' : 'include' });

  let later = () => {
    clearTimeout(timer);
    timer = setTimeout(flush, Math.min(15e4, 500 * 2 ** failures++) * (1 + Math.random()));
  };

  let soon = () => timer = timer || setTimeout(flush, 500);

  // An event leaves the store only when the collector says that it has it. What is sent while the page goes away is never confirmed
  // here, so the next page sends it again under the same id, and the collector keeps one.
  let flush = guard(() => {
    timer = clearTimeout(timer);

    // Consent goes first: events must not arrive before the decision they rest on.
    let choice = consent();
    if (choice.unsent) {
      if (asking) return;
      asking = 1;
      post('/consent', { visitor: choice.visitor || (refused() ? undefined : visitor()), state: choice.state })
        .then(answer => answer.status < 500, () => 0)
        .then(done => {
          asking = 0;
          if (!done) return later();
          if (consent().state == choice.state) write('consent', stringify({ state: choice.state }));
          flush();
        });
      return;
    }

    let size = 0;
    let batch = events().filter(event => !sending[event.id] && (size += stringify(event).length) < MAX_BATCH);
    if (!batch.length) return;
    batch.map(event => sending[entitle(event).id] = 1);

    let anonymous = refused();
    post('/e', { v: 1, auto: navigator.webdriver || undefined, sent: Date.now(), visitor: anonymous ? undefined : visitor(), consent: consent().state, events: batch }, anonymous)
      .then(answer => answer.ok && answer.json())
      .then(answer => answer.retry === false)
      .catch(() => 0)
      .then(done => {
        if (done) {
          failures = 0;
          save(events().filter(event => !batch.some(sent => sent.id == event.id)));
        }
        batch.map(event => delete sending[event.id]);
        if (done) soon();
        else later();
      });
  });

  // Many sites set the title after the address: it is read when the page view is sent, and when the page is left before that.
  let entitle = event => {
    if (event.id == page) event.title = document.title.slice(0, 300);
    return event;
  };

  let track = (type, more) => {
    let anonymous = refused();
    if (anonymous && type != 'page_view' && type != 'form') return;
    let event = { id: random(), type, created: Date.now(), url: address.slice(0, 4e3), page: anonymous ? undefined : page, ...more };
    if (stringify(event).length > MAX_EVENT) return;
    save(events().concat(event));
    // One request for all that happens within half a second; while the collector is down the timer decides. A page view waits the whole of it
    // for its title.
    if (!failures) {
      if (type == 'page_view') timer = clearTimeout(timer);
      soon();
    }
    return event.id;
  };

  let resume = () => shownAt = document.hidden ? 0 : performance.now();
  let measure = () => {
    depth = Math.max(depth, Math.min(100, Math.round((scrollY + innerHeight) / document.documentElement.scrollHeight * 100)) || 0);
  };

  let engaged = () => {
    if (shownAt) {
      seconds += (performance.now() - shownAt) / 1e3;
      shownAt = 0;
    }
    let progress = { seconds: Math.round(seconds * 10) / 10, scroll: depth };
    if (seconds && reported != (reported = stringify(progress))) track('engagement', progress);
  };

  // A hash route becomes a path. Campaigns may stand in the fragment; nothing else of it is anybody's business.
  let here = () => (setting('hash') != null ? location.href.replace(/\/?(\?[^#]*)?#!?\/(.*)/, '/$2$1').replace(/(\?.*)\?/, '$1&') : location.href)
    .replace(/#(?!.*utm_).*/, '');

  let view = again => {
    let next = here();
    if (next == address && !again) return;
    if (page) engaged();
    if (!again) referrer = address || document.referrer;
    address = next;
    page = random();
    seconds = depth = 0;
    lastFill = reported = '';
    resume();
    track('page_view', entitle({ id: page, page: undefined, ref: referrer.slice(0, 2e3) }));
  };

  let hide = () => {
    measure();
    engaged();
    flush();
  };

  // Exact names, as they are in lower case and without anything but letters.
  let KEYS = {
    name: 'name', firstname: 'first_name', givenname: 'first_name', lastname: 'last_name', familyname: 'last_name', email: 'email', emailaddress: 'email',
    company: 'company', organization: 'company', jobtitle: 'job_title', organizationtitle: 'job_title'
  };

  // A friend's address is not the visitor's, and who logs in, searches or unsubscribes is no lead. f.js knows more words, and who signs up
  // with a password: here it is better to miss one.
  let OTHERS = /(\b|_)(log.?in|sign.?in|search|unsub)|friend|recipi|freund|destinata/i;

  // What f.js takes over and uses.
  let more = {
    capture(form, elements) {
      let fields = {};
      let ranks = {};
      for (let field of elements) {
        if (field.type == 'password') return;
        let value = (field.value || '').trim();
        let keys = field.type == 'email' ? ['email'] : ['autocomplete', 'name', 'id'].map(name => KEYS[(field.getAttribute(name) || '').toLowerCase().replace(/.* |[^a-z]/g, '')]);
        let rank = keys.findIndex(key => key);
        let key = keys[rank];
        if (key && value && !OTHERS.test([form.id, form.className, field.name, field.id]) && /text$|email/.test(field.type) && !(ranks[key] <= rank) && (EMAIL.test(value) || !/(\p{Nd}[ ./-]*){12}/u.test(value))) {
          fields[key] = value.slice(0, 500);
          ranks[key] = rank;
        }
      }
      // Attributes, because inputs called "id" or "name" hide the form's own properties.
      if (EMAIL.test(fields.email)) {
        more.send({ form: form.getAttribute('id') || form.getAttribute('name') || 'form', fields });
      }
    },

    // The same again is the same fill: a second click, or the site's own code after the event.
    send: (fill, besides) => lastFill != (lastFill = stringify(fill)) && track('form', { ...fill, ...besides })
  };

  let submitted = guard(({ target: form, submitter }) => {
    let action = submitter && submitter.getAttribute('formaction') || form.getAttribute('action') || '';

    if (form.closest('[data-pipeline-ignore]')) return;
    if (!new URL(action, document.baseURI).href.startsWith(base + '/forms/')) return more.capture(form, [...form.elements], submitter);
    // The same again is the same fill; anything else, as another address on a tablet, is one of its own.
    if (ownForm != (ownForm = action + [...form.elements].map(field => field.value + field.checked))) ownFill = random();
    let known = !refused();
    let inputs = { _id: ownFill, _visitor: known && visitor(), _consent: consent().state, _page: known && page, _url: address, _ref: referrer, _age: performance.now() / 1e3 };
    on(form, 'formdata', ({ formData }) => {
      for (let name in inputs) formData.set(name, inputs[name] || '');
    });
  });

  let load = guard(() => {
    if (more.base) return;
    document.head.append(Object.assign(document.createElement('script'), { src: base + '/f.js', nonce: script && script.nonce }));
    Object.assign(more, { base, guard, submitted });
  });

  let look = guard(() => document.querySelector('[type=email],[name*=mail i]') && (window.requestIdleCallback || setTimeout)(load));

  let clicked = event => {
    let link = event.composedPath()[0].closest('a[href]');
    if (!link) return;
    let { protocol, host, pathname, href } = link;
    let isWeb = /^http/.test(protocol);
    if (isWeb ? host != location.host || link.hasAttribute('download') || DOWNLOAD.test(pathname) : /^(mailto|tel)/.test(protocol)) {
      track('click', { props: { href: href.split(isWeb ? '#' : '?')[0] } });
    }
  };

  let forget = () => {
    write('visitor');
    write('events');
  };

  let commands = {
    event: (name, props) => track('custom', { name, props }),
    form: (form, fields) => more.send({ form, fields }),
    identify: email => track('identify', { fields: { email } }),
    consent(state) {
      if (consent().state == state || gpc && state == 'granted') return;
      let before = refused();
      // A refusal names the visitor one last time, so that the collector can act on it.
      let known = read('visitor');
      write('consent', stringify({ state, unsent: 1, visitor: state != 'granted' && known ? visitor() : undefined }));
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
  let call = guard((name, ...rest) => commands[name](...rest));

  let start = guard(() => {
    // An element of the page may be called pipeline.
    let before = typeof window.pipeline == 'function' && window.pipeline;
    if (before.on) return;

    script = script || document.querySelector('script[src*="/s.js"]');
    base = new URL(setting('endpoint') || new URL('/', script && script.src || location), document.baseURI).href.replace(/\/$/, '');
    let run = isConsent => Array.from(before.q || [], args => args[0] == 'consent' == isConsent && call(...args));
    window.pipeline = call;
    call.on = more;

    run(1);
    if (refused()) forget();
    view();
    run(0);

    let leave = guard(() => {
      measure();
      save(events().map(entitle));
    });
    for (let name of ['pushState', 'replaceState']) {
      let original = history[name];
      history[name] = function () {
        // The old page is still laid out now.
        leave();
        let result = original.apply(this, arguments);
        // After the task, so that redirects count once and the title is the new page's.
        setTimeout(guard(() => {
          let next = here();
          // Sites tidy the query with replaceState; only another path is another page.
          if (name[0] == 'r' && next.split('?')[0] == address.split('?')[0]) address = next;
          view();
        }));
        return result;
      };
    }
    on(window, 'popstate', () => {
      leave();
      setTimeout(guard(view));
    });
    on(window, 'pageshow', event => event.persisted && view(1));
    on(document, 'visibilitychange', () => document.hidden ? hide() : resume());
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

  document.prerendering ? on(document, 'prerenderingchange', start) : start();
})(window, document);
