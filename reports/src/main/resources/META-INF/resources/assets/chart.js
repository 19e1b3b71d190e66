// Draws the history of one series over the picture the server drew: mean, interval, forks, epochs. All data come from a JSON address.
"use strict";

const figure = document.getElementById("chart");
const canvas = document.createElement("canvas");
// Places of what has words among the courses.
const MEAN = 3;
const BESIDE = 4;

function colour(name) {
  const probe = document.createElement("span");
  probe.className = "probe c-" + name;
  document.body.append(probe);
  const value = getComputedStyle(probe).color;
  probe.remove();
  return value;
}

function faded(rgb, alpha) {
  return rgb.replace(/^rgba?\(([^)]*)\)$/, (_, inner) => "rgba(" + inner.split(",").slice(0, 3).join(",") + "," + alpha + ")");
}

function digits(value) {
  return Math.abs(value) >= 1e5 || (value !== 0 && Math.abs(value) < 1e-3) ? value.toExponential(2) : Number(value.toPrecision(3)).toString();
}

// Neighbouring ticks never read the same, however narrow the range.
function tick(value, index, ticks) {
  const step = ticks.length > 1 ? Math.abs(ticks[1].value - ticks[0].value) : 0;
  const places = Math.ceil(-Math.log10(step) + 0.5);
  return step > 0 && places > 1 && places < 12 ? value.toFixed(places) : digits(value);
}

function palette() {
  const line = colour("line");
  return { line, band: faded(line, 0.2), fork: faded(colour("fork"), 0.75), grid: colour("grid"), epoch: colour("epoch"), beside: colour("beside"), bad: colour("bad"), ink: colour("ink"), page: colour("page") };
}

function pointStyle(points, colours) {
  const tone = { red: colours.bad, suspect: colours.epoch };
  return {
    backgroundColor: points.map((p) => tone[p.verdict] ?? colours.line),
    radius: points.map((p) => (tone[p.verdict] ? 5 : figure.clientWidth < 9 * points.length ? 0 : 2.5)),
    style: points.map((p) => (p.verdict === "red" ? "rectRot" : p.verdict === "suspect" ? "triangle" : "circle")),
  };
}

function datasets(data, colours) {
  const at = (pick) => data.points.map((p) => ({ x: p.at, y: pick(p) }));
  const style = pointStyle(data.points, colours);
  const forks = data.points.flatMap((p) => p.forks.map((y) => ({ x: p.at, y })));
  const edge = { pointRadius: 0, pointHitRadius: 0, borderWidth: 0, backgroundColor: colours.band };
  return [
    { ...edge, label: "interval, low", data: at((p) => p.low), fill: false },
    { ...edge, label: "interval, high", data: at((p) => p.high), fill: "-1" },
    { label: "fork", data: forks, showLine: false, pointRadius: 2, pointHitRadius: 0, pointBackgroundColor: "transparent", pointBorderColor: colours.fork },
    {
      label: "mean of forks",
      data: at((p) => p.value),
      borderColor: colours.line,
      borderWidth: 1.75,
      pointBackgroundColor: style.backgroundColor,
      pointBorderColor: style.backgroundColor,
      pointRadius: style.radius,
      pointStyle: style.style,
      pointHoverRadius: 6,
      pointHitRadius: 12,
    },
    ...second(data, colours),
  ];
}

// The course of a second branch: dashes and squares, so that it does not need its colour.
function second(data, colours) {
  if (!data.beside) {
    return [];
  }
  return [{
    label: data.beside.branch,
    data: data.beside.points.map((p) => ({ x: p.at, y: p.value })),
    borderColor: colours.beside,
    borderDash: [6, 4],
    borderWidth: 1.75,
    pointStyle: "rect",
    pointRadius: figure.clientWidth < 9 * data.days.length ? 2 : 3.5,
    pointBackgroundColor: colours.page,
    pointBorderColor: colours.beside,
    pointHoverRadius: 6,
    pointHitRadius: 12,
  }];
}

// A dashed line with its reason where the machine, the JVM or the benchmark changed: values left and right of it are not compared.
function epochs(data, colours) {
  return {
    id: "epochs",
    afterDatasetsDraw(chart) {
      const { ctx, chartArea, scales } = chart;
      ctx.save();
      ctx.strokeStyle = colours.epoch;
      ctx.fillStyle = colours.epoch;
      ctx.setLineDash([5, 4]);
      ctx.font = "12px system-ui, sans-serif";
      data.points.forEach((p) => {
        if (!p.epoch) {
          return;
        }
        const left = scales.x.getPixelForValue(p.at - 0.5);
        ctx.beginPath();
        ctx.moveTo(left, chartArea.top);
        ctx.lineTo(left, chartArea.bottom);
        ctx.stroke();
        const end = left > (chartArea.left + chartArea.right) / 2;
        ctx.textAlign = end ? "right" : "left";
        ctx.fillText("new epoch", left + (end ? -4 : 4), chartArea.top + 12);
      });
      ctx.restore();
    },
  };
}

// A line where the level changed, over a band for the runs between which it lies.
function changes(data, colours) {
  return {
    id: "changes",
    beforeDatasetsDraw(chart) {
      const { ctx, chartArea, scales } = chart;
      ctx.save();
      for (const change of data.changes ?? []) {
        const colour = change.worse ? colours.bad : colours.line;
        const at = (x) => Math.min(Math.max(scales.x.getPixelForValue(x - 0.5), chartArea.left), chartArea.right);
        ctx.fillStyle = faded(colour, 0.12);
        ctx.fillRect(at(change.low) - 1, chartArea.top, at(change.high) - at(change.low) + 2, chartArea.bottom - chartArea.top);
        ctx.fillStyle = colour;
        ctx.fillRect(at(change.index) - 1, chartArea.top, 2, chartArea.bottom - chartArea.top);
        const end = at(change.index) > (chartArea.left + chartArea.right) / 2;
        ctx.font = "12px system-ui, sans-serif";
        ctx.textAlign = end ? "right" : "left";
        ctx.fillText(change.text, at(change.index) + (end ? -5 : 5), chartArea.top + 26);
      }
      ctx.restore();
    },
  };
}

// The axis follows what was measured; an interval of two forks may reach far beyond it and then runs off the edge.
function range(data, logarithmic) {
  const values = data.points.flatMap((p) => [p.value, ...p.forks]).concat((data.beside?.points ?? []).map((p) => p.value)).filter((y) => y !== null);
  const to = logarithmic ? Math.log : (y) => y;
  const from = logarithmic ? Math.exp : (y) => y;
  const low = to(Math.min(...values));
  const high = to(Math.max(...values));
  const margin = Math.max(0.75 * (high - low), logarithmic ? 0.02 : 0.02 * Math.abs(high)) || 1;
  const positive = !logarithmic && low >= 0;
  return values.length === 0 ? {} : { min: from(positive ? Math.max(0, low - margin) : low - margin), max: from(high + margin) };
}

function titles(data) {
  const of = (item) => (item.datasetIndex === BESIDE ? data.beside.points : data.points)[item.dataIndex];
  return {
    title: (items) => (items.length ? of(items[0]).when : ""),
    label: (item) => {
      const p = of(item);
      const lines = [(item.datasetIndex === BESIDE ? "on " + data.beside.branch + ": " : "") + digits(p.value) + " " + data.unit];
      if (p.low !== null && p.high !== null) {
        lines.push("interval " + digits(p.low) + " – " + digits(p.high));
      }
      if (p.forks.length > 0) {
        lines.push(p.forks.length + (p.forks.length === 1 ? " fork" : " forks"));
      }
      lines.push((p.commit ? "commit " + p.commit + " · " : "") + p.word);
      return p.subject ? lines.concat(p.subject.slice(0, 60)) : lines;
    },
  };
}

function options(data, colours, logarithmic) {
  const axis = { grid: { color: colours.grid }, border: { color: colours.grid }, ticks: { color: colours.ink } };
  return {
    animation: false,
    responsive: true,
    maintainAspectRatio: false,
    parsing: false,
    normalized: true,
    spanGaps: false,
    interaction: { mode: "nearest", axis: "x", intersect: false },
    scales: {
      x: { ...axis, type: "linear", min: -0.5, max: data.days.length - 0.5, grid: { display: false },
        ticks: { ...axis.ticks, precision: 0, maxRotation: 0, autoSkipPadding: 16, callback: (x) => data.days[x] ?? "" } },
      y: { ...axis, type: logarithmic ? "logarithmic" : "linear", ...range(data, logarithmic), title: { display: true, text: data.unit, color: colours.ink },
        ticks: { ...axis.ticks, includeBounds: false, callback: logarithmic ? (y) => digits(y) : tick } },
    },
    plugins: {
      legend: { display: false },
      tooltip: { filter: (item) => item.datasetIndex >= MEAN, displayColors: false, callbacks: titles(data), padding: 10 },
    },
  };
}

let chart = null;

function draw(data, logarithmic) {
  const colours = palette();
  chart?.destroy();
  chart = new Chart(canvas, { type: "line", data: { datasets: datasets(data, colours) }, options: options(data, colours, logarithmic), plugins: [epochs(data, colours), changes(data, colours)] });
  figure.classList.add("drawn");
  figure.dataset.scale = logarithmic ? "logarithmic" : "linear";
}

async function read(forks) {
  const address = new URL(figure.dataset.points, location.href);
  if (forks) {
    address.searchParams.set("forks", forks);
  }
  const answer = await fetch(address, { headers: { Accept: "application/json" } });
  if (!answer.ok) {
    throw new Error("status=" + answer.status);
  }
  return answer.json();
}

// The forks of a long history are read when somebody asks for them, once. The last click counts, however long the answer takes.
function onDemand(few) {
  const button = document.querySelector("button[data-forks]");
  const key = document.querySelector("[data-sampled]");
  let wanted = false;
  let every = null;
  let shown = few;
  button?.addEventListener("click", async () => {
    const all = (wanted = !wanted);
    button.setAttribute("aria-pressed", String(all));
    figure.setAttribute("aria-busy", String(all));
    try {
      const data = all ? await (every ??= read("all")) : few;
      if (wanted === all) {
        shown = data;
        key.hidden = all;
        draw(shown, figure.dataset.scale === "logarithmic");
        tell("");
      }
    } catch (problem) {
      every = null;
      if (wanted) {
        wanted = false;
        button.setAttribute("aria-pressed", "false");
        tell("The forks of all runs could not be read (" + problem.message + ").");
      }
    }
    figure.setAttribute("aria-busy", "false");
  });
  return () => shown;
}

function tell(problem) {
  document.getElementById("chart-problem").textContent = problem;
}

async function start() {
  const data = await read("");
  const shown = onDemand(data);
  const positive = data.points.concat(data.beside?.points ?? []).every((p) => p.value === null || p.value > 0);
  const buttons = [...document.querySelectorAll("button[data-scale]")];
  const show = (scale) => {
    for (const b of buttons) {
      b.setAttribute("aria-pressed", String(b.dataset.scale === scale));
    }
    draw(shown(), scale === "logarithmic");
  };
  for (const b of buttons) {
    b.disabled = b.dataset.scale === "logarithmic" && !positive;
    b.addEventListener("click", () => show(b.dataset.scale));
  }
  canvas.setAttribute("role", "img");
  canvas.setAttribute("aria-label", figure.dataset.label + "; the table below has all values");
  figure.append(canvas);
  show("linear");
  document.addEventListener("themechange", () => show(figure.dataset.scale));
}

if (figure && typeof Chart !== "undefined") {
  start().catch((problem) => {
    // The server's picture and the table stay; the reason is for whoever looks.
    tell("The chart could not be drawn (" + problem.message + "); the table below has all values.");
  });
}
