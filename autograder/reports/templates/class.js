"use strict";
// Sorts tables by their heads and filters students. It sends nothing and keeps nothing.
(() => {
  const all = (selector, within = document) => [...within.querySelectorAll(selector)];
  const names = new Intl.Collator("en", { numeric: true });

  // A cell without a number or text is last, whichever way a table is sorted.
  const value = (row, column, isNumeric) => {
    const text = row.cells[column].textContent.trim();
    if (!isNumeric) return text || null;
    if (text === "✓") return Infinity;
    const number = /-?\d+(\.\d+)?/.exec(text);
    return number ? Number(number[0]) : null;
  };

  const sort = (head) => {
    const table = head.closest("table");
    const isNumeric = head.classList.contains("num");
    const way = head.ariaSort === "ascending" ? -1 : 1;
    const rows = [...table.tBodies[0].rows].map((row) => [value(row, head.cellIndex, isNumeric), row]);
    rows.sort(([a], [b]) => {
      if (a === null || b === null) return (a === null) - (b === null);
      if (a === b) return 0;
      return way * (isNumeric ? (a < b ? -1 : 1) : names.compare(a, b));
    });
    table.tBodies[0].replaceChildren(...rows.map(([, row]) => row));
    all("th[aria-sort]", table).forEach((other) => other.removeAttribute("aria-sort"));
    head.ariaSort = way === 1 ? "ascending" : "descending";
  };

  for (const head of all("table.sortable > thead th")) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "sort";
    button.append(...head.childNodes);
    head.append(button);
    button.addEventListener("click", () => sort(head));
  }

  const filters = document.getElementById("filters");
  const [search, chapter, status, mistake] = all("input, select", filters);
  const scores = document.getElementById("score-table");
  const heads = all("thead th", scores);
  const columns = heads.filter((head) => head.dataset.chapter).map((head) => head.cellIndex);
  const rows = [...scores.tBodies[0].rows];

  // A heat map has the rows of the scores whose chapter was handed in, in their order. Their links
  // are added here: 600 students in each of 11 chapters would make the page a tenth longer.
  const twins = new Map();
  for (const table of all("table.heat")) {
    const column = heads.find((head) => head.dataset.chapter === table.dataset.chapter).cellIndex;
    const handedIn = rows.filter((row) => !row.cells[column].classList.contains("missing"));
    [...table.tBodies[0].rows].forEach((row, at) => twins.set(row, handedIn[at]));
    table.closest("details").addEventListener("toggle", () => {
      for (const row of table.tBodies[0].rows) {
        const link = twins.get(row).querySelector("a");
        if (link) row.cells[0].replaceChildren(link.cloneNode(true));
      }
    }, { once: true });
  }

  const isWanted = (row) => {
    const at = heads.find((head) => head.dataset.chapter === chapter.value)?.cellIndex;
    const cells = (at === undefined ? columns : [at]).map((column) => row.cells[column]);
    const has = (name) => (cell) => cell.classList.contains(name);
    const fits = status.value === "nothing" ? columns.every((column) => has("missing")(row.cells[column]))
      : !status.value || cells.some(has(status.value));
    const text = row.cells[0].textContent.toLowerCase();
    return fits && text.includes(search.value.trim().toLowerCase())
      && (!mistake.value || row.dataset.m.split(" ").includes(mistake.value));
  };

  const filter = () => {
    for (const row of rows) row.hidden = !isWanted(row);
    const left = rows.filter((row) => !row.hidden);
    for (const [row, twin] of twins) row.hidden = twin.hidden;
    for (const part of all("section[data-chapter]")) {
      part.hidden = chapter.value !== "" && part.dataset.chapter !== chapter.value;
    }
    for (const column of columns) {
      const isHidden = chapter.value !== "" && heads[column].dataset.chapter !== chapter.value;
      for (const row of scores.rows) row.cells[column].hidden = isHidden;
    }
    document.getElementById("found").textContent = `${left.length} of ${rows.length} students`;
  };

  filters.addEventListener("input", filter);
  document.getElementById("clear").addEventListener("click", () => {
    for (const control of [search, chapter, status, mistake]) control.value = "";
    filter();
    search.focus();
  });
  filters.hidden = false;
  filter();
})();
