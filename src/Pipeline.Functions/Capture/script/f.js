/*
 * The second file of the tracker script: what of forms does not fit into the first. s.js loads it when the page is idle and has an address
 * field, else when somebody goes into a field. It refines window.pipeline.on, and does nothing without it.
 *
 * - fields by words at word boundaries, in English, French, German, Spanish, Italian, Dutch and Portuguese (the server's FieldNames has
 *   the same words; a test compares them),
 * - forms without a form element, or sent by a click and the site's own request,
 * - a fill that corrects the one before.
 */
(function (window, document) {
  const core = window.pipeline && window.pipeline.on;
  if (!core || !core.send || core.words) return;
  const { base, guard, submitted } = core;
  const on = (target, type, action) => target.addEventListener(type, guard(action), true);

  const EMAIL = /^\S+@\S+\.[^\s@.]{2,}$/;

  const PHRASES = {
    email: 'email,e mail,mail,email address,e mail address,mail address,emailaddress,emailaddr,user email,business email,courriel,adresse email,adresse e mail,adresse mail,'
      + 'adresse electronique,adresse messagerie,mailadresse,emailadresse,correo,correo electronico,direccion correo,direccion email,posta elettronica,'
      + 'indirizzo email,indirizzo mail,mailadres,emailadres,e mailadres,endereco email,endereco eletronico,correio eletronico',
    first_name: 'first name,firstname,fname,first,given name,givenname,forename,vorname,prenom,primer nombre,nombre pila,voornaam,primeiro nome',
    last_name: 'last name,lastname,lname,last,surname,family name,familyname,nachname,familienname,nom famille,apellido,apellidos,primer apellido,'
      + 'cognome,achternaam,familienaam,sobrenome,apelido,ultimo nome',
    name: 'name,full name,fullname,nom,nom complet,nom prenom,prenom nom,vor nachname,vollstandiger name,nombre,nombre completo,nombre apellidos,'
      + 'nome,nome completo,nome cognome,naam,volledige naam',
    company: 'company,company name,companyname,business name,organization,organisation,organization name,organisation name,employer,firma,firmenname,unternehmen,'
      + 'entreprise,societe,nom entreprise,nom societe,raison sociale,empresa,nombre empresa,nome empresa,compania,azienda,nome azienda,societa,'
      + 'ragione sociale,bedrijf,bedrijfsnaam,organisatie',
    job_title: 'job title,jobtitle,job,position,fonction,poste,intitule poste,berufsbezeichnung,funktion,cargo,puesto,qualifica,posizione,ruolo,'
      + 'functie,functietitel'
  };
  const CONSENT = /^(consent|gdpr|rgpd|dsgvo|lgpd|privacy|datenschutz|einwilligung|zustimmung|consentement|confidentialite|consentimiento|privacidad|consenso|toestemming|akkoord|consentimento|privacidade)$/;
  const NOISE = /^(your|my|the|contact|form|forms|field|fields|input|lead|customer|client|billing|work|professional|personal|primary|main|newsletter|mce|hs|wpcf|cf|required|votre|vos|de|du|des|la|le|l|et|d|ihre|ihr|deine|dein|und|su|tu|y|el|del|il|suo|sua|e|di|dell|uw|je|jouw|en|seu|o|a|da|do|of)$/;
  const OTHERS = /^(friends?|recipients?|referrals?|referees?|colleagues?|invitees?|amie?s?|destinataires?|filleuls?|collegues?|freund(e|in)?|empfanger|kolleg(e|in)|amig[oa]s?|destinatari[oa]s?|amic[oi]|collegh?[ai]|vrienden|vriend(in)?|ontvanger)$/;
  const FOREIGN = /(^| )(log ?in|sign ?in|log ?on|search|unsubscri\w*|opt ?out|forg[eo]t\w*|lost ?password|connexion|se connecter|connectez|oublie|recherche\w*|desabonn\w*|desinscri\w*|einloggen|passwort vergessen|suchen?|abmeld\w*|abbestell\w*|iniciar sesion|acceder|contrasena|buscar|busqueda|baja|accedi|cerca|ricerca|disiscri\w*|inloggen|zoek\w*|uitschrijv\w*|afmeld\w*|iniciar sessao|pesquis\w*|descadastr\w*|cancelar (a )?(inscricao|suscripcion|assinatura))( |$)/;
  const SIGN_UP = /(^| )(sign ?up|regist\w*|creat\w*|inscri\w*|anmeld\w*|aanmeld\w*|cadastr\w*|crear|crea)( |$)/;

  const wordsOf = text => (text || '').replace(/([a-z])([A-Z])/g, '$1 $2').normalize('NFD').replace(/\p{M}/gu, '').toLowerCase().match(/[a-z]+/g) || [];
  const keyOf = words => {
    const phrase = words.filter(word => !NOISE.test(word)).join();
    return Object.keys(PHRASES).find(key => (',' + PHRASES[key].replace(/ /g, '+') + ',').includes(',' + phrase.replace(/,/g, '+') + ',')) || words.some(word => CONSENT.test(word)) && 'consent';
  };

  const AUTOCOMPLETE = {
    email: 'email', 'given-name': 'first_name', 'family-name': 'last_name', organization: 'company', 'organization-title': 'job_title', name: 'name'
  };

  // What a field holds, and how sure that is: less is surer. What others are called, as a friend whom the page is sent to, is not the visitor's.
  const rankOf = field => {
    const of = name => field.getAttribute(name) || '';
    const label = field.labels && field.labels[0] && field.labels[0].textContent;
    const texts = [of('name'), of('id'), label, of('aria-label'), of('placeholder')];
    if (texts.some(text => wordsOf(text).some(word => OTHERS.test(word)))) return [];
    const told = field.type == 'email' ? 'email' : AUTOCOMPLETE[of('autocomplete').toLowerCase().split(' ').pop()];
    if (told) return [told, 0];
    const keys = texts.map(text => keyOf(wordsOf((text || '').replace(/.*\[([^\]]*[a-z][^\]]*)\].*/i, '$1'))));
    const rank = keys.findIndex(key => key);
    return [keys[rank], rank + 1];
  };

  const isBox = field => /checkbox|radio/.test(field.type);
  const isFilled = field => isBox(field) ? field.checked : (field.value || '').trim();
  // With novalidate the site's own code decides, and nobody hears how.
  const isMissing = (field, elements) => (field.required || field.getAttribute('aria-required') == 'true') && field.getClientRects().length && !isFilled(field)
    && !(field.type == 'radio' && elements.some(other => other.name == field.name && other.checked));

  // What is filled into a form; nothing if it would not be sent, or is no form that makes a lead.
  const read = (scope, elements, button) => {
    if (scope.closest('[data-pipeline-ignore]') || elements.some(field => isMissing(field, elements))) return;
    const fields = {};
    const ranks = {};
    for (const field of elements) {
      const { type } = field;
      const chosen = field.getAttribute('data-pipeline-field');
      if (!isFilled(field) || /password|file|submit|button|image|reset/.test(type) || !chosen && /hidden|radio/.test(type)) continue;
      const value = field.value.trim();
      const [key, rank] = chosen ? [chosen, -1] : rankOf(field);
      if (!key || ranks[key] <= rank || !chosen && (key == 'consent') != isBox(field) || !EMAIL.test(value) && /(\p{Nd}[ ./-]*){12}/u.test(value)) continue;
      fields[key] = value.slice(0, 500);
      ranks[key] = rank;
    }
    if (!EMAIL.test(fields.email)) return;

    // One password, and nothing else about a person: somebody logs in, unless the form says that it makes an account.
    const passwords = elements.filter(field => field.type == 'password' && field.value);
    const of = name => scope.getAttribute(name) || '';
    const words = wordsOf([of('id'), of('name'), of('class'), of('role'), of('action').replace(/[?#].*|.*\//g, ''), button && (button.textContent || button.value)].join(' ')).join(' ');
    const logsIn = passwords.length == 1 && passwords[0].autocomplete != 'new-password' && !fields.name && !fields.first_name && !fields.last_name && !fields.company;
    if (FOREIGN.test(words) || logsIn && !SIGN_UP.test(words)) return;

    // "Nom" beside "Prénom" is the last name, "Nombre" beside "Apellidos" the first one.
    if (fields.name && !fields.first_name != !fields.last_name) {
      fields[fields.first_name ? 'last_name' : 'first_name'] = fields.name;
      delete fields.name;
    }
    return { form: of('id') || of('name') || 'form', fields };
  };

  // How many letters must be typed, removed or changed.
  const edits = (from, to) => {
    let row = Array.from({ length: to.length + 1 }, (_, i) => i);
    for (let i = 1; i <= from.length; i++) {
      row = row.reduce((next, above, j) => {
        next.push(j ? Math.min(above + 1, next[j - 1] + 1, row[j - 1] + (from[i - 1] != to[j - 1])) : i);
        return next;
      }, []);
    }
    return row[to.length];
  };

  // The fill that another may correct: until the form is reset, hidden or emptied, or the page goes away.
  let last;
  const forget = () => last = 0;
  on(document, 'visibilitychange', forget);
  on(window, 'beforeinput', event => {
    if (!last || last.touched || event.composedPath()[0] != last.field) return;
    last.touched = 1;
    if (last.field.value.trim() != last.email) forget();
  });
  const sizes = window.ResizeObserver && new ResizeObserver(guard(() => last && !last.scope.getClientRects().length && forget()));

  const send = (fill, scope, elements) => {
    const { email } = fill.fields;
    const isAddress = field => (field.value || '').trim() == email;
    const others = JSON.stringify([
      fill.form, location.href,
      elements.filter(field => !isAddress(field) && !/password|hidden|submit|button/.test(field.type)).map(field => isBox(field) ? field.checked : field.value)
    ]);
    const typed = email.toLowerCase();
    const isCorrection = last && last.scope == scope && last.others == others && last.typed != typed && edits(last.typed, typed) <= 2;
    const id = core.send(fill, { corrects: isCorrection ? last.id : undefined });
    if (!id) return;
    last = { id, email, typed, scope, others, field: elements.find(isAddress) };
    scope.addEventListener('reset', forget);
    if (sizes) sizes.observe(scope);
  };

  core.words = 1;
  core.capture = (scope, elements, button) => {
    const fill = read(scope, elements, button);
    if (fill) send(fill, scope, elements);
  };

  // A submit does not leave a shadow tree, and form.submit() tells nobody.
  const watched = new WeakSet([document]);
  const watchTree = root => {
    if (watched.has(root)) return;
    watched.add(root);
    root.addEventListener('submit', submitted, true);
  };
  for (let inner = document.activeElement; inner && inner.shadowRoot; inner = inner.shadowRoot.activeElement) watchTree(inner.shadowRoot);
  for (const type of ['focusin', 'click']) on(window, type, event => watchTree(event.composedPath()[0].getRootNode()));
  const { submit } = HTMLFormElement.prototype;
  HTMLFormElement.prototype.submit = function () {
    submitted({ target: this });
    return submit.apply(this, arguments);
  };

  // Forms that no submit tells of: a click, or Enter, and soon after it a request that carries the address.
  let asked;
  const ask = guard(event => {
    const target = event.composedPath()[0];
    if (event.type == 'keydown' && (event.key != 'Enter' || target.tagName != 'INPUT')) return;
    const button = target.closest && target.closest('button,a,input,[role=button]');
    for (let scope = target; scope && scope.querySelectorAll; scope = scope.parentNode) {
      const isForm = scope.tagName == 'FORM';
      const elements = Array.from(isForm ? scope.elements : scope.querySelectorAll('input,select,textarea')).filter(field => isForm || !field.form);
      if (isForm || elements.some(field => rankOf(field)[0] == 'email')) {
        const named = scope.getAttribute ? scope : document.body;
        const fill = read(named, elements, button);
        asked = fill && { fill, scope: named, elements, at: Date.now() };
        return;
      }
    }
  });
  on(window, 'click', ask);
  on(window, 'keydown', ask);

  const decode = text => {
    try {
      return text + decodeURIComponent(text);
    } catch {
      return text;
    }
  };
  const sent = (url, body) => {
    if (!asked || !body || Date.now() - asked.at > 5e3 || String(url).startsWith(base)) return;
    const { email } = asked.fill.fields;
    const text = typeof body == 'string' ? decode(body) : body.values ? Array.from(body.values()).join() : '';
    if (text.includes(email)) {
      send(asked.fill, asked.scope, asked.elements);
      asked = 0;
    }
  };
  const { fetch } = window;
  window.fetch = function (input, init) {
    guard(() => {
      if (input instanceof Request && !(init && init.body)) {
        if (asked && input.method != 'GET') input.clone().text().then(guard(text => sent(input.url, text)), () => 0);
      } else {
        sent(input, init && init.body);
      }
    })();
    return fetch.apply(this, arguments);
  };
  const requests = XMLHttpRequest.prototype;
  const { open: openRequest, send: sendRequest } = requests;
  const urls = new WeakMap();
  requests.open = function (method, url) {
    urls.set(this, url);
    return openRequest.apply(this, arguments);
  };
  requests.send = function (body) {
    guard(() => sent(urls.get(this), body))();
    return sendRequest.apply(this, arguments);
  };
})(window, document);
