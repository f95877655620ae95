// A map of shapes that the page has drawn, and of points that come as numbers.
//
// While one moves, only the layer is shifted; shapes and points are drawn anew when the movement
// rests or runs out of what is drawn around the visible part.

const BEYOND = 0.3;
const AROUND = 0.72;
const CLOSEST = 200;
const POINTS_GROW_FROM = 5;
const REST = 140;
const STEP = 80;
const KEYS = {
  "+": () => zoom(1.5), "=": () => zoom(1.5), "-": () => zoom(1 / 1.5), _: () => zoom(1 / 1.5), 0: whole,
  ArrowLeft: () => shift(STEP, 0), ArrowRight: () => shift(-STEP, 0),
  ArrowUp: () => shift(0, STEP), ArrowDown: () => shift(0, -STEP),
};

const map = document.querySelector("[data-map]");
const stage = map.querySelector(".map-stage");
const layer = map.querySelector(".map-layer");
const drawings = [...layer.querySelectorAll("svg")];
const canvas = layer.querySelector("canvas");
const said = map.querySelector("[data-said]");
const [WIDTH, HEIGHT] = drawings[0].getAttribute("viewBox").split(" ").slice(2).map(Number);
const numbers = new Intl.NumberFormat(document.documentElement.lang);
const fill = (text, values) => text.replace(/\{(\w+)\}/g, (_, name) => values[name]);

let points = null;
let chosen = new Uint32Array(0);
let counts = new Uint32Array(0);
let image = null;
let width = 0;
let height = 0;
let resting = 0;
let told = null;
const view = { x: WIDTH / 2, y: HEIGHT / 2, k: 0 };
const drawn = { ...view };

const smallest = () => Math.min(width / WIDTH, height / HEIGHT);
const between = (low, value, high) => Math.max(low, Math.min(high, value));

function whole() {
  Object.assign(view, { x: WIDTH / 2, y: HEIGHT / 2, k: smallest() });
  draw();
}

// One begins with the city itself; what lies around it is there for who moves or goes farther away.
function begin() {
  const boxes = [...layer.querySelectorAll(".own path")].map((path) => path.getBBox());
  const [left, top] = ["x", "y"].map((side) => Math.min(...boxes.map((box) => box[side])));
  const right = Math.max(...boxes.map((box) => box.x + box.width));
  const bottom = Math.max(...boxes.map((box) => box.y + box.height));
  const k = AROUND * Math.min(width / (right - left), height / (bottom - top));
  Object.assign(view, { x: (left + right) / 2, y: (top + bottom) / 2, k: Math.max(smallest(), k) });
  draw();
}

function shift(x, y) {
  view.x = between(0, view.x - x / view.k, WIDTH);
  view.y = between(0, view.y - y / view.k, HEIGHT);
  move();
}

// What lies under (x, y), counted from the middle of the stage, stays there.
function zoom(factor, x = 0, y = 0) {
  const k = between(smallest(), view.k * factor, smallest() * CLOSEST);
  view.x = between(0, view.x + x / view.k - x / k, WIDTH);
  view.y = between(0, view.y + y / view.k - y / k, HEIGHT);
  view.k = k;
  move();
}

function move() {
  const x = (drawn.x - view.x) * view.k;
  const y = (drawn.y - view.y) * view.k;
  const scale = view.k / drawn.k;
  clearTimeout(resting);
  if (Math.abs(x) > BEYOND * width * scale || Math.abs(y) > BEYOND * height * scale || scale < 0.7 || scale > 2) {
    draw();
    return;
  }
  layer.style.transform = `translate(${x}px, ${y}px) scale(${scale})`;
  resting = setTimeout(draw, REST);
}

function draw() {
  clearTimeout(resting);
  Object.assign(drawn, view);
  const box = [view.x - width / 2 / view.k, view.y - height / 2 / view.k, width / view.k, height / view.k];
  for (const drawing of drawings) drawing.setAttribute("viewBox", box.map((side) => side.toFixed(2)).join(" "));
  stage.style.setProperty("--unit", 1 / view.k);
  stage.classList.toggle("close", view.k > smallest() * POINTS_GROW_FROM);
  layer.style.transform = "";
  if (points) drawPoints();
}

// The colors are those of the key, whatever theme or forced colors the reader has.
function colors() {
  return ["chance", "fragile", "confirmed"].map((verdict) => {
    const color = getComputedStyle(map.querySelector(`.map-mark.${verdict}`)).color;
    const [red, green, blue] = color.match(/[\d.]+/g).map(Number);
    return ((verdict === "chance" ? 170 : 255) << 24) | (blue << 16) | (green << 8) | red;
  });
}

// Dots for what is not confirmed, hollow diamonds for what hangs on one firm, discs for what is confirmed.
function stamps(ratio, row) {
  const close = between(1, (view.k / smallest() / POINTS_GROW_FROM) ** 0.45, 4) * ratio;
  const radii = [0.5 * close, 2.2 * close, 1.5 * close];
  const inside = [
    (x, y, r) => Math.max(Math.abs(x), Math.abs(y)) <= r,
    (x, y, r) => Math.abs(Math.abs(x) + Math.abs(y) - r) < Math.max(0.8, 0.35 * r),
    (x, y, r) => x * x + y * y <= r * r + 0.3,
  ];
  return radii.map((radius, verdict) => {
    const reach = Math.ceil(radius);
    const offsets = [];
    for (let y = -reach; y <= reach; y++)
      for (let x = -reach; x <= reach; x++) if (inside[verdict](x, y, radius)) offsets.push(y * row + x);
    return Int32Array.from(offsets);
  });
}

function drawPoints() {
  const ratio = Math.min(devicePixelRatio, 2);
  const [across, down] = [width, height].map((side) => Math.round(side * (1 + 2 * BEYOND) * ratio));
  if (canvas.width !== across || canvas.height !== down || !image) {
    Object.assign(canvas, { width: across, height: down });
    image = new ImageData(across, down);
  }
  const pixels = new Uint32Array(image.data.buffer).fill(0);
  const [k, left, top] = [view.k * ratio, view.x, view.y];
  const marks = stamps(ratio, across);
  const paints = colors();
  const edge = 16;
  const { x, y, verdict } = points;
  for (let place = 0; place < chosen.length; place++) {
    const i = chosen[place];
    const column = ((x[i] - left) * k + across / 2) | 0;
    const line = ((y[i] - top) * k + down / 2) | 0;
    if (column < edge || line < edge || column >= across - edge || line >= down - edge) continue;
    const at = line * across + column;
    const mark = marks[verdict[i]];
    const paint = paints[verdict[i]];
    for (let n = 0; n < mark.length; n++) pixels[at + mark[n]] = paint;
  }
  canvas.getContext("2d").putImageData(image, 0, 0);
}

// What is confirmed comes last, so that it lies on top.
function choose() {
  const group = map.querySelector("[name=group]").value;
  const only = map.querySelector("[name=confirmed]").checked;
  const wanted = group === "" ? -1 : Number(group);
  const piles = [[], [], []];
  counts = new Uint32Array(map.querySelectorAll("[data-place]").length + 1);
  for (let i = 0; i < points.group.length; i++) {
    if ((wanted >= 0 && points.group[i] !== wanted) || (only && points.verdict[i] === 0)) continue;
    piles[points.verdict[i]].push(i);
    counts[points.place[i]]++;
  }
  chosen = Uint32Array.from(piles.flat());
  tell();
}

// Says what is shown, in the whole or in one place.
function tell(place = null) {
  told = place;
  if (!points) {
    if (place) said.textContent = place.dataset.name;
    return;
  }
  if (!place) {
    said.textContent = fill(said.dataset.all, { count: numbers.format(chosen.length) });
    return;
  }
  let count = counts[Number(place.dataset.place)];
  if (place.dataset.complex) {
    const complex = Number(place.dataset.complex);
    count = chosen.reduce((sum, i) => sum + (points.complex[i] === complex), 0);
  }
  said.textContent = fill(said.dataset.one, { place: place.dataset.name, count: numbers.format(count) });
}

async function fetchPoints() {
  said.textContent = said.dataset.loading;
  const answer = await fetch(map.dataset.points, { credentials: "same-origin" }).catch(() => null);
  if (answer?.status !== 200) {
    said.textContent = said.dataset.failed;
    return;
  }
  const buffer = await answer.arrayBuffer();
  const count = buffer.byteLength / 12;
  const [x, y, group, complex, place, verdict] = [0, 1, 2, 3, 4, 5].map((k) => new Uint16Array(buffer, 2 * count * k, count));
  points = { x, y, group, complex, place, verdict };
  map.querySelectorAll("[data-filter]").forEach((part) => { part.hidden = false; });
  choose();
  draw();
  map.dataset.ready = "";
}

const held = new Map();
let dragged = false;

function pinched() {
  const [one, other] = [...held.values()];
  const frame = stage.getBoundingClientRect();
  return {
    far: Math.hypot(one.x - other.x, one.y - other.y),
    x: (one.x + other.x) / 2 - frame.left - width / 2,
    y: (one.y + other.y) / 2 - frame.top - height / 2,
  };
}

stage.addEventListener("pointerdown", (event) => {
  if (event.button !== 0) return;
  dragged = held.size > 0;
  held.set(event.pointerId, { x: event.clientX, y: event.clientY, from: [event.clientX, event.clientY] });
});
stage.addEventListener("pointermove", (event) => {
  const last = held.get(event.pointerId);
  if (!last) return;
  const before = held.size === 2 ? pinched() : null;
  const [x, y] = [event.clientX - last.x, event.clientY - last.y];
  const far = Math.hypot(event.clientX - last.from[0], event.clientY - last.from[1]);
  if (!dragged && far < 4) return;
  if (!dragged) stage.setPointerCapture(event.pointerId);
  dragged = true;
  Object.assign(last, { x: event.clientX, y: event.clientY });
  if (!before) {
    shift(x, y);
    return;
  }
  const now = pinched();
  zoom(now.far / before.far, now.x, now.y);
  shift(now.x - before.x, now.y - before.y);
});
for (const end of ["pointerup", "pointercancel"]) addEventListener(end, (event) => held.delete(event.pointerId));
stage.addEventListener("dragstart", (event) => event.preventDefault());
stage.addEventListener("click", (event) => {
  if (!dragged) return;
  event.preventDefault();
  event.stopPropagation();
}, true);
stage.addEventListener("wheel", (event) => {
  // A page that scrolls must not be caught by a map in its way.
  if (!event.ctrlKey && !stage.matches(":focus-within")) return;
  event.preventDefault();
  const frame = stage.getBoundingClientRect();
  zoom(2 ** (-event.deltaY / 300), event.clientX - frame.left - width / 2, event.clientY - frame.top - height / 2);
}, { passive: false });
stage.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || !KEYS[event.key]) return;
  event.preventDefault();
  event.stopPropagation();
  KEYS[event.key]();
});
// A place that scrolls under a pointer at rest was not asked for: only a movement or the keyboard asks.
for (const kind of ["pointermove", "focusin"])
  stage.addEventListener(kind, (event) => {
    const place = event.target.closest("[data-place]");
    if (place !== told) tell(place);
  });
stage.addEventListener("pointerleave", () => tell());
map.addEventListener("click", (event) => {
  const button = event.target.closest("[data-zoom]");
  if (button) KEYS[button.dataset.zoom]();
});
map.addEventListener("change", () => {
  if (!points) return;
  choose();
  draw();
});

new ResizeObserver(() => {
  const share = view.k / smallest();
  [width, height] = [stage.clientWidth, stage.clientHeight];
  if (!view.k) {
    begin();
    return;
  }
  view.k = smallest() * share;
  draw();
}).observe(stage);
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", draw);
matchMedia("(forced-colors: active)").addEventListener("change", draw);
new MutationObserver(draw).observe(document.documentElement, { attributeFilter: ["data-theme"] });
map.querySelector("[data-tools]").hidden = false;
if (map.dataset.points) fetchPoints();
