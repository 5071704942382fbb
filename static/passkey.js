// Passkeys at the staff's door (safety.md S49). Loaded only on the pages that have a button for one. Without this file,
// or where the browser knows no passkeys, the button stays hidden and the codes of an app are the way.
(function () {
  "use strict";
  var known = window.PublicKeyCredential && navigator.credentials && window.fetch && window.URLSearchParams;
  if (!known) return;

  function bytes(text) {
    var padded = text.replace(/-/g, "+").replace(/_/g, "/") + "===".slice((text.length + 3) % 4);
    return Uint8Array.from(atob(padded), function (sign) { return sign.charCodeAt(0); });
  }

  function text(buffer) {
    var signs = Array.from(new Uint8Array(buffer), function (byte) { return String.fromCharCode(byte); });
    return btoa(signs.join("")).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
  }

  function described(list) {
    return (list || []).map(function (one) { return { id: bytes(one.id), type: one.type }; });
  }

  // Asks the browser, and gives back what the server reads (WebAuthn level 3, section 5.1).
  function asked(options) {
    options.challenge = bytes(options.challenge);
    if (options.user) {
      options.user.id = bytes(options.user.id);
      options.excludeCredentials = described(options.excludeCredentials);
      return navigator.credentials.create({ publicKey: options });
    }
    options.allowCredentials = described(options.allowCredentials);
    return navigator.credentials.get({ publicKey: options });
  }

  function written(credential) {
    var answer = credential.response;
    var parts = { clientDataJSON: text(answer.clientDataJSON) };
    if (answer.attestationObject) {
      parts.attestationObject = text(answer.attestationObject);
    } else {
      parts.authenticatorData = text(answer.authenticatorData);
      parts.signature = text(answer.signature);
    }
    return JSON.stringify({ id: credential.id, rawId: text(credential.rawId), type: credential.type, response: parts });
  }

  function sent(form, address) {
    return fetch(address, {
      method: "POST",
      credentials: "same-origin",
      redirect: "manual",
      body: new URLSearchParams(new FormData(form))
    }).then(function (answer) {
      if (answer.type !== "opaqueredirect") return answer.json();
      location.reload(); // the sign-in is over, or has to be proven anew: the server leads on
      return new Promise(function () {});
    }).then(function (told) {
      if (told.problem) throw { said: told.problem };
      return told;
    });
  }

  function start(form) {
    var button = form.querySelector("button");
    var problem = form.querySelector(".passkey__problem");
    button.disabled = true;
    problem.textContent = "";
    sent(form, form.getAttribute("data-options")).then(asked).then(function (credential) {
      form.elements.credential.value = written(credential);
      return sent(form, form.action);
    }).then(function (told) {
      location.replace(told.to);
    }).catch(function (error) {
      problem.textContent = (error && error.said) || form.getAttribute("data-failed");
      form.elements.credential.value = "";
      button.disabled = false;
    });
  }

  document.querySelectorAll("form.passkey").forEach(function (form) {
    form.hidden = false;
    form.nextElementSibling.hidden = true;
    form.addEventListener("submit", function (event) {
      event.preventDefault();
      start(form);
    });
  });
})();
