/* <div id="rk-session">: warns two minutes before the session ends and lets it run on by a click; where the state's
   single sign-on keeps it, it is renewed quietly while the page is open. What was typed stays in the page either way. */
import { announce } from "./words.js";

const place = document.getElementById("rk-session");
const WARNED_BEFORE_MS = 2 * 60 * 1000;
const AGAIN_MS = 20 * 1000;
let until = Date.parse(place.dataset.until);
let quiet = place.dataset.quiet === "true";
let timer;
let box;

function show(text, tone, action) {
  box?.remove();
  box = announce(text, tone, action);
  box.classList.add("rk-session");
  place.append(box);
}

function button(text, onPress) {
  const element = document.createElement("button");
  element.type = "button";
  element.className = "ds-button";
  element.textContent = text;
  element.addEventListener("click", onPress);
  return element;
}

function signInAgain() {
  const link = document.createElement("a");
  link.className = "ds-button";
  link.href = `${place.dataset.signIn}?next=${encodeURIComponent(location.pathname + location.search)}`;
  link.target = "_blank";
  link.rel = "opener";
  link.textContent = place.dataset.again;
  return link;
}

function ended() {
  show(place.dataset.ended, "danger", signInAgain());
}

async function renew() {
  const token = place.querySelector("[name=csrfmiddlewaretoken]").value;
  let answer;
  try {
    answer = await fetch(place.dataset.renew, { method: "POST", headers: { "X-CSRFToken": token } });
  } catch {
    answer = { status: 503 };
  }
  if (answer.status === 200) {
    const told = await answer.json();
    [until, quiet] = [Date.parse(told.until), told.quiet];
    box?.remove();
    plan();
  } else if (answer.status === 503 && Date.now() < until) {
    timer = setTimeout(renew, AGAIN_MS);
  } else {
    ended();
  }
}

function warn() {
  if (quiet) return renew();
  const minutes = Math.max(1, Math.round((until - Date.now()) / 60000));
  show(place.dataset.warning.replace("{minutes}", minutes), "warning", button(place.dataset.goOn, renew));
  timer = setTimeout(check, Math.max(0, until - Date.now()));
  return undefined;
}

/* Another tab may have renewed the session in the meantime: the server is asked before anything is said. */
async function check() {
  const answer = await fetch(place.dataset.renew, { method: "GET" }).catch(() => null);
  if (answer?.status !== 200) return ended();
  until = Date.parse((await answer.json()).until);
  box?.remove();
  return plan();
}

function plan() {
  clearTimeout(timer);
  timer = setTimeout(warn, Math.max(0, until - Date.now() - WARNED_BEFORE_MS));
}

plan();
document.addEventListener("visibilitychange", () => {
  if (!document.hidden && Date.now() > until) check();
});
