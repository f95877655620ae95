"use strict";
(() => {
  const card = document.getElementById("figure-card");
  const part = (selector) => card.querySelector(selector);
  let records;

  const recordOf = (id) => {
    records ??= JSON.parse(document.getElementById("figure-records").textContent);
    const values = records.figures[id];
    if (!values) return null;
    const record = Object.fromEntries(records.columns.map((name, i) => [name, values[i]]));
    return { ...record, id, made: records.groups[record.group] };
  };

  const row = (name, texts) => {
    const line = document.createElement("div");
    const term = document.createElement("dt");
    term.textContent = name;
    line.append(term);
    for (const text of texts.filter(Boolean)) {
      const fact = document.createElement("dd");
      fact.textContent = text;
      fact.className = text.length > 40 && !text.includes(" ") ? "long" : "";
      line.append(fact);
    }
    return line;
  };

  const citation = (record) =>
    records.words.citation.replace(/\{(\w+)\}/g, (_, name) =>
      name === "version" ? record.made.version : name === "title" ? document.title : record[name]);

  const fill = (record) => {
    const { words } = records;
    const known = ["interval", "definition", "area", "period", "basis", "stage", "status"];
    const texts = { ...record, definition: [record.definition, records.meanings[record.definition]] };
    const facts = known.filter((name) => record[name]).map((name) => row(words[name], [texts[name]].flat()));
    facts.push(...record.made.facts.map(([name, texts]) => row(name, texts)));
    part(".card-id").textContent = record.id;
    part("#card-label").textContent = record.label;
    part(".card-value").textContent = record.value;
    part(".card-facts").replaceChildren(...facts);
    part(".card-command").textContent = `sandan replay ${record.id}`;
    part(".card-citation").textContent = citation(record);
    part(".card-link").href = `#${record.id}`;
    part(".card-said").textContent = "";
  };

  document.addEventListener("click", (event) => {
    const link = event.target.closest("a.n");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    const record = recordOf(link.hash.slice(1));
    if (!record) return;
    event.preventDefault();
    fill(record);
    card.showModal();
    card.scrollTop = 0;
  });

  card.addEventListener("click", (event) => {
    if (event.target === card || event.target === part(".card-link")) card.close();
  });

  part(".card-copy").addEventListener("click", async () => {
    const text = part(".card-citation");
    try {
      await navigator.clipboard.writeText(text.textContent);
      part(".card-said").textContent = records.words.card_copied;
    } catch {
      getSelection().selectAllChildren(text);
      part(".card-said").textContent = records.words.card_copy_failed;
    }
  });

  // A table says that it scrolls only where it does; folded ones are measured when they open.
  const measure = new ResizeObserver((changed) => changed.forEach(({ target }) => {
    target.previousElementSibling.hidden = target.scrollWidth <= target.clientWidth;
  }));
  document.querySelectorAll(".scroll").forEach((one) => measure.observe(one));

  // On paper nothing can be unfolded later.
  const folded = [...document.querySelectorAll("details")];
  addEventListener("beforeprint", () => folded.forEach((one) => { one.open = true; }));
  addEventListener("afterprint", () => folded.forEach((one) => { one.open = false; }));

  const places = new Map([...document.querySelectorAll(".contents a")].map((link) => [link.hash.slice(1), link]));
  const mark = (place) => places.forEach((link, id) =>
    id === place ? link.setAttribute("aria-current", "true") : link.removeAttribute("aria-current"));
  const watcher = new IntersectionObserver(
    (seen) => seen.filter((one) => one.isIntersecting).forEach((one) => mark(one.target.id)),
    { rootMargin: "-20% 0px -75% 0px" },
  );
  document.querySelectorAll("main > section").forEach((section) => watcher.observe(section));
})();
