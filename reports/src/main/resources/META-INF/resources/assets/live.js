// Keeps the card of the runs that go on as they are. The server drew it as it was when the page was made, and that stands without this script.
"use strict";

const card = document.getElementById("live");
const list = document.getElementById("live-runs");
const blank = document.getElementById("live-blank").content.firstElementChild;
const note = document.getElementById("live-note");
const over = document.getElementById("live-over");
const speech = document.getElementById("live-speech");
let source = null;
let timer = 0;
let spoken = -Infinity;

const count = (number) => number.toLocaleString("en");
const minute = (iso) => iso.slice(0, 16).replace("T", " ") + " UTC";

function badge(run) {
  if (run.state === "silent") {
    return ["warn", "▲", "silent since " + minute(run.heard)];
  }
  return run.state === "ended" ? ["calm", "■", "all measured, results on their way"] : ["good", "▶", "measuring"];
}

function title(run) {
  const parts = [run.kind, run.profile && "profile " + run.profile, run.branch, run.commit?.slice(0, 10), run.machine];
  return parts.filter(Boolean).join(" · ") || run.run;
}

// Everything that a run says is text, and is written as text.
function fill(article, run) {
  const show = (name) => article.querySelector(`[data-show=${name}]`);
  const [tone, symbol, word] = badge(run);
  const bar = article.querySelector("progress");
  bar.max = Math.max(1, run.total);
  bar.value = run.done;
  show("title").textContent = title(run);
  show("badge").className = "badge " + tone;
  show("badge").firstElementChild.textContent = symbol;
  show("badge").lastElementChild.textContent = word;
  show("reach").textContent = count(run.done) + " of " + count(run.total) + (run.total === 1 ? " unit" : " units");
  show("failed").textContent = count(run.failed);
  show("failed").classList.toggle("bad", run.failed > 0);
  show("ends").textContent = run.state === "running" && run.expectedEnd ? minute(run.expectedEnd) : "not known";
  show("unit").textContent = run.unit || "nothing";
}

function update(runs) {
  const known = new Map([...list.children].map((article) => [article.dataset.key, article]));
  for (const run of runs) {
    const key = run.project + "/" + run.run;
    const article = known.get(key) ?? list.appendChild(blank.cloneNode(true));
    article.dataset.key = key;
    known.delete(key);
    fill(article, run);
  }
  for (const article of known.values()) {
    article.remove();
    over.hidden = false;
  }
  card.hidden = runs.length === 0 && over.hidden;
  note.textContent = "live";
  speak(runs.map(sentence).join(" "));
}

// Steps of five in a hundred, so that not every unit is worth a sentence.
function sentence(run) {
  const share = Math.floor((20 * run.done) / Math.max(1, run.total)) * 5;
  const at = run.state === "running" ? share + " percent ended" : badge(run)[2];
  return title(run) + ": " + at + (run.failed ? ", " + count(run.failed) + " failed." : ".");
}

// A screen reader hears the newest sentence, with a pause behind each.
function speak(text) {
  clearTimeout(timer);
  const wait = spoken + Number(card.dataset.quiet) - performance.now();
  timer = setTimeout(() => {
    if (speech.textContent !== text) {
      speech.textContent = text;
      spoken = performance.now();
    }
  }, Math.max(0, wait));
}

// A browser opens few connections to one server: pages that nobody looks at hold none.
function listen() {
  if (source || document.hidden) {
    return;
  }
  source = new EventSource(card.dataset.stream);
  source.addEventListener("progress", (event) => update(JSON.parse(event.data).items));
  source.addEventListener("error", () => {
    note.textContent = "not live just now";
    if (source?.readyState === EventSource.CLOSED) {
      leave();
      setTimeout(listen, 60000);
    }
  });
}

function leave() {
  source?.close();
  source = null;
}

document.addEventListener("visibilitychange", () => (document.hidden ? leave() : listen()));
addEventListener("pagehide", leave);
addEventListener("pageshow", listen);
listen();
