// The review page: the current fact, what belongs together left and right, and the keys. What is decided is the server's.
let current = ""; // the key of the fact that has the focus, and had it before the page was swapped
let next = ""; // the key of the fact to go on with once the decision under way is saved
let busy = false;
let waiting = []; // what was asked for meanwhile

const all = (selector, within = document) => [...within.querySelectorAll(selector)];
const facts = () => all(".rv-fact");
const factOf = (key) => facts().find((fact) => fact.dataset.fact === key);
const editor = () => document.getElementById("editor");

function light(fact, name) {
  all(`.${name}`).forEach((element) => element.classList.remove(name));
  if (!fact) return [];
  fact.classList.add(name);
  const marks = all(`#printed [data-places~="${fact.id}"]`);
  marks.forEach((mark) => mark.classList.add(name));
  return marks;
}

function makeCurrent(fact) {
  current = fact.dataset.fact;
  facts().forEach((one) => { one.tabIndex = one === fact ? 0 : -1; });
  const [mark] = light(fact, "rv-current");
  const pane = document.querySelector(".rv-text");
  if (mark && !pane.contains(document.activeElement)) {
    const top = mark.getBoundingClientRect().top - pane.getBoundingClientRect().top;
    if (top < 0 || top > pane.clientHeight - 60) pane.scrollTop += top - pane.clientHeight / 3;
  }
}

function goTo(fact) {
  if (!fact) return;
  makeCurrent(fact);
  fact.focus();
}

function step(by) {
  const list = facts();
  const at = list.findIndex((fact) => fact.dataset.fact === current);
  goTo(list[Math.min(Math.max(at + by, 0), list.length - 1)]);
}

function keyBehind(list, fact) {
  const at = list.indexOf(fact);
  return (list[at + 1] || fact).dataset.fact;
}

function act(name) {
  const fact = factOf(current);
  const within = name === "accept_sure" ? fact?.closest(".rv-event") : ["accept", "drop", "edit"].includes(name) ? fact : document;
  const button = within?.querySelector(`[data-act="${name}"]`);
  if (!button || button.disabled) return;
  if (name === "accept" || name === "drop") next = keyBehind(facts(), fact);
  if (name === "accept_sure") {
    const own = all(".rv-fact", within);
    next = keyBehind(facts(), own[own.length - 1]);
  }
  button.click();
}

function choose(number) {
  all("[data-choice]", factOf(current) || document.createElement("p"))[number - 1]?.click();
}

function search() {
  const choices = factOf(current)?.querySelector(".rv-choices");
  if (!choices) return;
  choices.open = true;
  choices.querySelector("input").focus();
}

function open(id) {
  const dialog = document.getElementById(id);
  if (dialog && !dialog.open) dialog.showModal();
}

const KEYS = {
  j: () => step(1),
  k: () => step(-1),
  a: () => act("accept"),
  A: () => act("accept_sure"),
  e: () => act("edit"),
  x: () => act("drop"),
  u: () => act("undo"),
  r: () => open("confirm"),
  n: () => act("next"),
  l: () => search(),
  i: () => document.querySelector("#adder button")?.focus(),
  "?": () => open("keys"),
};

function press(key) {
  if (KEYS[key]) KEYS[key]();
  else choose(Number(key));
}

function close() {
  editor()?.replaceChildren();
  goTo(factOf(current));
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || document.querySelector("dialog[open]")) return;
  if (event.key === "Escape" && (editor()?.firstElementChild || event.target.closest(".rv-search"))) close();
  if (event.target.closest("input, textarea, select") || !(KEYS[event.key] || /^[1-9]$/.test(event.key))) return;
  event.preventDefault();
  if (busy) waiting.push(() => press(event.key));
  else press(event.key);
});

document.addEventListener("click", (event) => {
  const button = event.target.closest("button");
  if (button?.dataset.opens && document.getElementById(button.dataset.opens)) {
    event.preventDefault();
    open(button.dataset.opens);
  } else if (button?.dataset.closes) {
    close();
  } else if (busy && button?.form?.id === "decide") { // the page is about to be swapped: found again afterwards
    event.preventDefault();
    event.stopImmediatePropagation();
    const { name, value } = button;
    waiting.push(() => all(`[form="decide"][name="${name}"]`).find((one) => one.value === value)?.click());
  }
  const link = event.target.closest('#review a[href^="#f"]');
  if (link) {
    event.preventDefault();
    link.closest("dialog")?.close();
    goTo(document.getElementById(link.hash.slice(1)));
  }
}, true);

document.addEventListener("focusin", (event) => {
  const mark = event.target.closest("#printed mark");
  const fact = mark ? document.getElementById(mark.dataset.places.split(" ")[0]) : event.target.closest(".rv-fact");
  if (fact) makeCurrent(fact);
});

document.addEventListener("mouseover", (event) => {
  const mark = event.target.closest("#printed mark");
  light(mark ? document.getElementById(mark.dataset.places.split(" ")[0]) : event.target.closest(".rv-fact"), "rv-hover");
});

function begin() {
  const first = document.querySelector(".rv-needs") || facts()[0];
  if (first) makeCurrent(first);
}

function tell(words) {
  const failed = document.getElementById("failed");
  failed.textContent = words;
  failed.hidden = !words;
}

function settled() {
  busy = false;
  next = "";
  waiting.shift()?.();
}

document.addEventListener("htmx:beforeRequest", () => { busy = true; });
document.addEventListener("htmx:afterRequest", (event) => {
  if (event.detail.successful) tell("");
  if (!event.detail.successful || event.detail.xhr.status === 204) settled();
});
// Whoever is signed out is led to the sign-in page: that is no answer to be shown in place of the review.
const isSignedOut = (xhr) => new URL(xhr.responseURL || location.href).pathname.endsWith("/login/");
document.addEventListener("htmx:beforeSwap", (event) => {
  if (isSignedOut(event.detail.xhr)) {
    event.detail.shouldSwap = false;
    event.detail.isError = true;
  }
});
document.addEventListener("htmx:responseError", (event) => {
  const { xhr } = event.detail;
  const why = xhr.status === 403 || isSignedOut(xhr) ? "登录已失效或没有权限,请刷新页面" : "服务器出错,请刷新页面后再试";
  tell(`没有保存:${why}。此前保存的决定都还在。`);
});
document.addEventListener("htmx:sendError", () => tell("没有保存:连接不上服务器,请稍后再试。此前保存的决定都还在。"));
document.addEventListener("htmx:afterSettle", (event) => {
  if (event.detail.target?.id === "editor" || event.detail.elt?.id === "editor") {
    editor().scrollIntoView({ block: "nearest" });
    (editor().querySelector(".hx-field-error")?.parentElement || editor()).querySelector("input:not([type=hidden]), select, textarea")?.focus();
    settled();
  } else if (event.detail.elt?.id === "review") {
    const review = document.getElementById("review");
    const fact = factOf(review.dataset.focus) || factOf(next) || factOf(current) || facts()[0];
    if (fact) goTo(fact);
    if (!fact || !("ours" in review.dataset)) review.querySelector('[data-act="next"]')?.focus();
    settled();
  } else {
    settled();
  }
});

begin();
