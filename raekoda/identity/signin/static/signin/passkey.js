/* <form data-passkey="get|create">: asks the browser for a passkey and sends what it answers. */
const messages = document.getElementById("passkey-messages")?.dataset ?? {};

function bytes(text) {
  const plain = atob(text.replace(/-/g, "+").replace(/_/g, "/"));
  return Uint8Array.from(plain, (letter) => letter.charCodeAt(0));
}

function text(buffer) {
  const plain = String.fromCharCode(...new Uint8Array(buffer));
  return btoa(plain).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
}

function descriptors(list = []) {
  return list.map((each) => ({ ...each, id: bytes(each.id) }));
}

function create(asked) {
  return navigator.credentials.create({
    publicKey: {
      ...asked,
      challenge: bytes(asked.challenge),
      user: { ...asked.user, id: bytes(asked.user.id) },
      excludeCredentials: descriptors(asked.excludeCredentials),
    },
  });
}

function get(asked) {
  return navigator.credentials.get({
    publicKey: { ...asked, challenge: bytes(asked.challenge), allowCredentials: descriptors(asked.allowCredentials) },
  });
}

function written(credential) {
  const { response } = credential;
  const parts = ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"];
  const given = parts.filter((name) => response[name]).map((name) => [name, text(response[name])]);
  return JSON.stringify({
    id: credential.id,
    rawId: text(credential.rawId),
    type: credential.type,
    response: { ...Object.fromEntries(given), transports: response.getTransports?.() ?? [] },
    clientExtensionResults: credential.getClientExtensionResults(),
  });
}

function showProblem(form, problem) {
  const place = form.querySelector("[data-passkey-problem]");
  place.textContent = problem;
  place.hidden = false;
}

async function start(form) {
  if (!window.PublicKeyCredential) return showProblem(form, messages.unable);
  const asked = JSON.parse(document.getElementById("passkey-question").textContent);
  try {
    const credential = await (form.dataset.passkey === "create" ? create(asked) : get(asked));
    form.elements.passkey.value = written(credential);
    form.requestSubmit();
  } catch {
    showProblem(form, messages.refused);
  }
}

document.querySelectorAll("form[data-passkey]").forEach((form) => {
  form.querySelector("[data-passkey-start]").addEventListener("click", () => start(form));
});
