"use strict";
// A form with data-passkey asks the device for a passkey and sends its answer; what cannot be done is said in the form.
(() => {
  const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (c) => c.charCodeAt(0));
  const text = (buffer) => btoa(String.fromCharCode(...new Uint8Array(buffer)))
    .replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
  const named = (keys) => (keys || []).map((key) => ({ ...key, id: bytes(key.id) }));

  const ask = {
    create: (options) => navigator.credentials.create({ publicKey: {
      ...options,
      challenge: bytes(options.challenge),
      user: { ...options.user, id: bytes(options.user.id) },
      excludeCredentials: named(options.excludeCredentials),
    } }),
    get: (options) => navigator.credentials.get({ publicKey: {
      ...options, challenge: bytes(options.challenge), allowCredentials: named(options.allowCredentials),
    } }),
  };
  const answer = {
    create: (response) => ({
      attestationObject: text(response.attestationObject),
      transports: response.getTransports ? response.getTransports() : [],
    }),
    get: (response) => ({
      authenticatorData: text(response.authenticatorData),
      signature: text(response.signature),
      userHandle: response.userHandle ? text(response.userHandle) : null,
    }),
  };

  const run = async (form) => {
    const kind = form.dataset.passkey;
    try {
      const key = await ask[kind](JSON.parse(form.dataset.options));
      const response = { clientDataJSON: text(key.response.clientDataJSON), ...answer[kind](key.response) };
      const sent = { id: key.id, rawId: text(key.rawId), type: key.type, response, extensions: "{}" };
      form.elements.credential.value = JSON.stringify(sent);
      form.submit();
    } catch {
      form.querySelector("[role=status]").hidden = true;
      form.querySelector("[role=alert]").hidden = false;
    }
  };
  document.querySelectorAll("form[data-passkey]").forEach(run);
})();
