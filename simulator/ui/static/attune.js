// The page: asks the server for whole pages, shows them, and goes from one to the next.
// Gradio carries the questions and answers (see ui/wire.py); nothing of Gradio's own is visible.
"use strict";
(() => {
  const opening = document.currentScript.dataset.opening;
  const waiting = {};   // by line: the number of the question under way
  const looking = {};   // by line: the timer that looks for its answer
  let root, panel, number = 0, shown = null, poll = 0;

  // Whether portraits are shown: one setting of this browser, read before anything is drawn.
  const portraits = () => document.documentElement.dataset.portraits !== "off";
  try { document.documentElement.dataset.portraits = localStorage.getItem("attune:portraits") || "on"; } catch { /* forbidden */ }

  function switched(event) {
    if (!event.target.matches("[data-switch=portraits]")) return;
    const chosen = event.target.checked ? "on" : "off";
    document.documentElement.dataset.portraits = chosen;
    for (const box of root.querySelectorAll("[data-switch=portraits]")) box.checked = event.target.checked;
    try { localStorage.setItem("attune:portraits", chosen); } catch { /* it holds until the page is left */ }
  }

  const address = () => {
    const query = new URLSearchParams(location.search);
    return { encounter: query.get("e") || "", patient: query.get("p") || "" };
  };

  function build() {
    root = document.createElement("div");
    root.id = "attune";
    panel = document.createElement("main");
    const wait = document.createElement("p");
    wait.className = "opening";
    wait.setAttribute("role", "status");
    wait.textContent = opening;
    panel.append(wait);
    root.append(panel);
    document.body.prepend(root);
    document.querySelector("gradio-app")?.setAttribute("aria-hidden", "true");   // it holds nothing to be read
    root.addEventListener("click", clicked);
    root.addEventListener("submit", submitted);
    root.addEventListener("change", switched);
    window.addEventListener("popstate", () => ask({ do: "open", ...address() }));
  }

  // ---- the line to the server ----------------------------------------------------------------------------

  // A question is written into a hidden box of Gradio's, and a hidden button sends it; the answer appears in another
  // hidden box. Answers are looked for, not announced: Gradio's own hooks would need eval, which our policy forbids.
  const field = (line, part) => document.getElementById(`attune-${line}-${part}`)?.querySelector("textarea, input");
  const pause = (ms) => new Promise((done) => setTimeout(done, ms));

  async function send(line, ticket) {
    const mine = (number += 1);
    waiting[line] = mine;
    while (!document.getElementById(`attune-${line}`) || !field(line, "ticket")) await pause(30);
    if (waiting[line] !== mine) return;
    const box = field(line, "ticket");
    Object.getOwnPropertyDescriptor(Object.getPrototypeOf(box), "value").set.call(
      box, JSON.stringify({ ...ticket, number: mine }));
    box.dispatchEvent(new Event("input", { bubbles: true }));
    await pause(0);   // Gradio takes the box's value in before the click
    const button = document.getElementById(`attune-${line}`);
    (button.matches("button") ? button : button.querySelector("button")).click();
    look(line);
  }

  function look(line) {
    clearInterval(looking[line]);
    let last = field(line, "answer").value;
    looking[line] = setInterval(() => {
      const text = field(line, "answer")?.value;
      if (!text || text === last) return;
      last = text;
      const answer = JSON.parse(text);
      if (answer.n !== waiting[line]) return;   // an older question's answer comes late
      if (line === "ask" || answer.over) clearInterval(looking[line]);
      if (line === "ask") show(answer);
      else window.attune.talk.heard(answer);
    }, 30);
  }

  let lastAsk = 0;
  function ask(ticket, { quiet = false } = {}) {
    clearTimeout(poll);
    clearTimeout(lastAsk);
    if (!quiet) root.setAttribute("aria-busy", "true");
    // Opening changes nothing, so it may be asked again where no answer came (Gradio may not have been ready).
    if (ticket.do === "open") lastAsk = setTimeout(() => ask(ticket, { quiet }), 6000);
    send("ask", ticket);
  }

  function show(page) {
    root.removeAttribute("aria-busy");
    clearTimeout(poll);
    clearTimeout(lastAsk);
    if (page.again) poll = setTimeout(() => ask({ do: "open", ...address() }, { quiet: true }), page.again);
    const same = shown && shown.kind === page.kind && shown.url === page.url;
    if (same && shown.stamp === page.stamp && page.kind !== "talk") return;
    if (window.attune.talk) window.attune.talk.leave();
    panel.innerHTML = page.html;   // made from our own escaping templates; talk never comes this way
    for (const box of panel.querySelectorAll("[data-switch=portraits]")) box.checked = portraits();
    document.title = page.title;
    root.dataset.kind = page.kind;
    if (page.url && page.url !== location.pathname + location.search) {
      // Beginning replaces the door note, so that "back" leads to the patients and not to a second beginning.
      const method = shown && shown.kind === "door" && page.kind === "talk" ? "replaceState" : "pushState";
      history[shown ? method : "replaceState"](null, "", page.url);
    }
    for (const time of panel.querySelectorAll("time[datetime]")) {
      time.textContent = new Date(time.dateTime).toLocaleString([], { dateStyle: "medium", timeStyle: "short" });
    }
    if (page.kind === "talk") window.attune.talk.enter(panel, page);
    if (!same) {
      window.scrollTo(0, page.kind === "talk" ? document.body.scrollHeight : 0);
      if (shown && page.kind !== "talk") panel.querySelector("h1")?.focus({ preventScroll: true });
    }
    shown = { kind: page.kind, url: page.url, stamp: page.stamp };
  }

  function clicked(event) {
    const link = event.target.closest("a[data-go]");
    if (link && !event.ctrlKey && !event.metaKey && !event.shiftKey && event.button === 0) {
      const url = new URL(link.href);
      if (url.pathname !== location.pathname) return;
      event.preventDefault();
      history.pushState(null, "", url);
      ask({ do: "open", ...address() });
      return;
    }
    const opener = event.target.closest("[data-open]");
    if (opener) document.getElementById(opener.dataset.open).showModal();
    const doer = event.target.closest("button[data-do]");
    if (doer) {
      doer.disabled = true;
      ask({ do: doer.dataset.do, encounter: doer.dataset.encounter || address().encounter });
      if (doer.closest("dialog")) doer.closest("dialog").close();
      setTimeout(() => { doer.disabled = false; }, 3000);
    }
  }

  function submitted(event) {
    const form = event.target.closest("form[data-do]");
    if (!form) return;
    event.preventDefault();
    const button = form.querySelector("[type=submit]");
    if (button.disabled) return;
    button.disabled = true;
    setTimeout(() => { button.disabled = false; }, 5000);
    ask({ do: form.dataset.do, patient: form.dataset.patient, voice: new FormData(form).get("voice") || "" });
  }

  window.attune = { send, talk: window.attune?.talk || null };   // the two scripts come in either order
  build();
  ask({ do: "open", ...address() });
})();
