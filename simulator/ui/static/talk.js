// The conversation: turns go in as text, never as markup; the reply grows in one small place until it is whole.
"use strict";
(window.attune = window.attune || {}).talk = (() => {
  let at, words, name, most, encounter;     // of the page
  let seq = 0, turns = 0;                    // what the page shows
  let message = null;                       // the words under way and their key: the same words, the same key
  let busy = false, doing = "", taken = false, away = false, patience = 0;
  let drawings = new Map();                 // turn number: what was drawn
  const $ = (id) => document.getElementById(id);
  const wide = () => matchMedia("(min-width: 40.01rem)").matches;
  const draftKey = () => `attune:draft:${encounter}`;

  function enter(panel, page) {
    words = page.words;
    name = words.patient;
    most = Number(words.most);
    encounter = new URLSearchParams(page.url.split("?")[1]).get("e");
    at = panel;
    turns = 0;
    message = null;
    busy = away = false;
    drawings = new Map();
    $("composer").addEventListener("submit", (event) => { event.preventDefault(); say(); });
    $("box").addEventListener("keydown", key);
    $("box").addEventListener("input", typed);
    at.querySelector("[data-talk=quiet]").addEventListener("click", quiet);
    at.querySelector("[data-talk=retry]").addEventListener("click", () => { tell(null); go("retry"); });
    at.querySelector("[data-talk=dismiss]").addEventListener("click", () => { tell(null); $("box").focus(); });
    restore();
    change(page.patch);
    face(page.patch);
    $("log").setAttribute("aria-live", "polite");   // from now on what is added is read out, once
    if (page.patch.live) go("follow");
    if (wide()) $("box").focus({ preventScroll: true });
    requestAnimationFrame(() => bottom(true));
  }

  function leave() {
    clearTimeout(patience);
    at = null;
  }

  // ---- what the learner does -----------------------------------------------------------------------------

  function key(event) {
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
      event.preventDefault();
      say();
    }
  }

  function typed() {
    const box = $("box");
    box.style.height = "auto";
    box.style.height = `${Math.min(box.scrollHeight + 2, innerHeight * 0.35)}px`;
    const n = [...box.value].length;
    const filled = (text) => text.replace("{n}", n.toLocaleString("en"));
    hint(n > most ? filled(words.too_long) : "", n > most - 500 && n <= most ? filled(words.count) : "");
    if (message && message.text !== box.value) message = null;   // other words are another message
    keep();
  }

  // One thing at a time stands beside the buttons: what is wrong, how much is written, or how to send. How much is
  // written changes with each letter and is not read out; what is wrong is.
  function hint(wrong, count = "") {
    at.querySelector(".told").textContent = wrong;
    at.querySelector(".count").textContent = count;
    at.querySelector(".keys").hidden = Boolean(wrong || count);
    $("box-hint").classList.toggle("says", Boolean(wrong || count));
    $("box-hint").classList.toggle("over", $("box").value.length > 0 && Boolean(wrong));
  }

  // Words not yet accepted outlive a reload of this tab, and only of this tab.
  function keep() {
    try {
      const text = $("box").value;
      if (text) sessionStorage.setItem(draftKey(), JSON.stringify({ text, key: message && message.key }));
      else sessionStorage.removeItem(draftKey());
    } catch { /* storage may be forbidden */ }
  }

  function restore() {
    try {
      const draft = JSON.parse(sessionStorage.getItem(draftKey()));
      if (!draft) return;
      $("box").value = draft.text;
      message = draft.key ? { text: draft.text, key: draft.key } : null;
      typed();
    } catch { /* nothing kept */ }
  }

  function say() {
    const text = $("box").value;
    if (busy || !text.trim() || [...text].length > most) {
      if (!text.trim()) hint(words.empty);
      $("box").focus();
      return;
    }
    message = message || { text, key: crypto.randomUUID() };
    keep();
    go("say");
    $("box").focus({ preventScroll: true });   // the button that was clicked is disabled now and would drop it
  }

  function quiet() {
    if (!$("box").value.trim()) hint("");
    go("quiet");
    if (wide()) $("box").focus({ preventScroll: true });   // on a phone the keyboard would cover the reply
  }

  function go(what) {
    if (busy) return;
    hold(true);
    doing = what;
    taken = false;
    const ticket = { do: what, encounter, seq, turns };
    if (what === "say") Object.assign(ticket, { text: message.text, key: message.key });
    if (what === "quiet") ticket.key = crypto.randomUUID();
    if (what !== "follow") tell(null);
    wait();
    window.attune.send("talk", ticket);
  }

  // ---- what the server says ------------------------------------------------------------------------------

  // Each answer holds all that its event has to say so far, so that only the newest one matters.
  function heard(answer) {
    if (!at) return;
    wait();
    if (answer.accepted && !taken) accepted();
    if (answer.turns) change(answer);
    if (answer.portrait) face(answer);
    if (answer.refused) tell(answer.refused);
    if (answer.over) hold(false);
  }

  function accepted() {
    taken = true;
    if (doing === "say") {   // staying quiet leaves a draft alone
      message = null;
      $("box").value = "";
      typed();
    }
  }

  // Nothing came for a while: ask whether the server is there, and listen again or say so.
  function wait() {
    clearTimeout(patience);
    patience = setTimeout(silent, 10000);
  }

  async function silent() {
    if (!at || !busy) return;
    try {
      await fetch("/healthz", { cache: "no-store" });
    } catch {
      tell(words.lost);
      patience = setTimeout(silent, 2000);
      away = true;
      return;
    }
    if (away) { location.reload(); return; }   // it was gone: what it stored is shown, what was not sent is kept
    hold(false);
    if (taken || doing === "follow" || doing === "retry") go("follow");
    else tell(words.gone_quiet);
  }

  function change(patch) {
    seq = patch.seq;
    const log = $("log");
    const stick = nearBottom();
    const wanted = new Map(patch.turns.map((turn) => [String(turn.number), JSON.stringify(turn)]));
    for (const line of [...log.children]) {
      const number = line.dataset.number;
      const stays = Number(number) <= patch.after || wanted.get(number) === drawings.get(number);
      if (!stays) { line.remove(); drawings.delete(number); }
    }
    let added = false;
    for (const turn of patch.turns) {
      if (drawings.has(String(turn.number))) continue;
      log.append(drawn(turn));
      drawings.set(String(turn.number), JSON.stringify(turn));
      added = true;
    }
    turns = log.children.length;
    grow(patch.live);
    if (patch.notice) tell(patch.notice.text, patch.notice.retry);
    if (patch.ended) { location.reload(); return; }   // ended in another window: on to looking back
    if (stick || added) bottom();
  }

  function grow(live) {
    const place = $("growing");
    place.hidden = !live;
    if (!live) { $("status").textContent = ""; return; }
    if (!live.text) $("status").textContent = words.thinking;
    place.querySelector(".seen").textContent = live.seen ? `${live.seen} ` : "";
    place.querySelector(".verbatim").textContent = live.text;
  }

  // The face changes when the reply begins, not while it is awaited; until then the picture is fetched. Its text
  // alternative changes with it and stands in no live region, so that nothing is announced.
  function face({ portrait, live }) {
    if (!portrait || at.querySelector("[data-portrait]")?.getAttribute("src") === portrait.src) return;
    if (live && !live.text && !live.seen) { new Image().src = portrait.src; return; }
    for (const image of at.querySelectorAll("[data-portrait]")) Object.assign(image, portrait);
  }

  function drawn(turn) {
    const line = document.createElement("div");
    line.className = `turn ${turn.side}`;
    line.dataset.number = turn.number;
    const speaker = part("p", "speaker", turn.side === "learner" ? words.you : name);
    if (turn.who) speaker.append(` (${turn.who})`);
    const said = part("p", "words", "");
    said.dir = "auto";
    if (turn.seen) said.append(part("em", "seen", turn.seen), " ");
    if (turn.act === "quiet") said.append(part("em", "seen", words.stayed_quiet));
    if (turn.act === "gesture" && !turn.text) said.append(part("em", "seen", words.gesture));
    if (turn.text) said.append(part("span", "verbatim", turn.text));
    if (turn.flag) said.append(" ", part("span", "flag", words[turn.flag] || turn.flag));
    line.append(speaker, said);
    return line;
  }

  function part(tag, kind, text) {
    const made = document.createElement(tag);
    made.className = kind;
    made.textContent = text;
    return made;
  }

  // ---- the state of the composer -------------------------------------------------------------------------

  // Read-only rather than disabled: a disabled box would drop the keyboard's focus on every turn.
  function hold(on) {
    busy = on;
    const box = $("box");
    box.readOnly = on;
    box.setAttribute("aria-disabled", String(on));
    $("composer").classList.toggle("held", on);
    for (const button of $("composer").querySelectorAll("button")) button.disabled = on;
    if (!on) clearTimeout(patience);
  }

  function tell(text, retry = false) {
    const place = $("notice");
    place.hidden = !text;
    place.querySelector("p").textContent = text || "";
    place.querySelector("[data-talk=retry]").hidden = !retry;
    if (text) bottom();
  }

  const nearBottom = () => innerHeight + scrollY > document.body.scrollHeight - 240;
  function bottom(now) {
    const smooth = !now && !matchMedia("(prefers-reduced-motion: reduce)").matches;
    scrollTo({ top: document.body.scrollHeight, behavior: smooth ? "smooth" : "auto" });
  }

  return { enter, leave, heard };
})();
