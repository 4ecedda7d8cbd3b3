// Search on the front page, and sorting of the matrix. All pages can be read without it.
"use strict";
(() => {
  const at = (id) => document.getElementById(id);

  // -- search

  const MOST = 50; // claims that are shown

  function fold(text, folds) {
    let folded = "";
    for (const char of text.normalize("NFKC").toLowerCase()) {
      if (Object.hasOwn(folds, char)) folded += folds[char];
      else if (/[a-z0-9]/.test(char)) folded += char;
      else if (/[\p{L}\p{N}\p{M}]/u.test(char)) folded += char.normalize("NFD").replace(/[\u0300-\u036f]/g, "");
      else folded += " ";
    }
    return folded.split(" ").filter(Boolean);
  }

  function search() {
    const data = globalThis.claimtrackSearch;
    const form = at("search");
    if (!data || !form) return;
    const words = data.claims.map((claim) => ` ${claim.words}`);
    form.hidden = false;
    form.addEventListener("submit", (event) => event.preventDefault());

    function matches() {
      const asked = fold(at("q").value, data.folds).map((word) => ` ${word}`);
      const [disputed, topic, party] = [at("only-disputed").checked, at("topic").value, at("party").value];
      if (!asked.length && !disputed && !topic && !party) return null;
      const found = [];
      data.claims.forEach((claim, number) => {
        if (disputed && claim.status !== "disputed") return;
        if (topic && !claim.topics.includes(topic)) return;
        if (party && !claim.parties.includes(party)) return;
        let rank = 0;
        for (const word of asked) {
          const place = words[number].indexOf(word);
          if (place < 0) return;
          rank += place; // the words of the title come first
        }
        found.push([rank, claim]);
      });
      if (asked.length) found.sort((one, other) => one[0] - other[0]);
      return found.map((each) => each[1]);
    }

    function show() {
      const found = matches();
      at("found").hidden = found === null;
      if (found === null) return;
      const more = found.length > MOST ? `, the first ${MOST} are shown` : "";
      at("found-count").textContent = `${found.length} claim${found.length === 1 ? "" : "s"}${more}`;
      at("found-list").replaceChildren(...found.slice(0, MOST).map(row));
    }

    function row(claim) {
      const item = document.createElement("li");
      const link = document.createElement("a");
      link.href = claim.href;
      link.textContent = claim.title;
      link.dir = "auto";
      const said = document.createElement("p");
      const status = document.createElement("span");
      status.className = `status ${claim.status}`;
      status.textContent = claim.word;
      said.append(status, ` ${claim.why}`);
      said.dir = "auto";
      item.append(link, said);
      return item;
    }

    form.addEventListener("input", show);
    if (at("q").value) show(); // the browser went back
  }

  // -- sorting

  const ORDER = ["asserts", "qualifies", "denies", ""];

  function sorting() {
    const table = at("matrix");
    if (!table) return;
    const body = table.tBodies[0];
    const rows = [...body.rows];
    const collator = new Intl.Collator(undefined, { numeric: true });
    [...table.tHead.rows[0].cells].forEach((head, column) => {
      const keys = new Map(rows.map((row) => {
        const cell = row.cells[column];
        return [row, column ? ORDER.indexOf(cell.className) : cell.textContent.trim()];
      }));
      const button = document.createElement("button");
      button.type = "button";
      button.title = "Sort by this column";
      button.append(...(head.querySelector("a") ?? head).childNodes);
      head.replaceChildren(button);
      button.addEventListener("click", () => {
        const ascending = head.getAttribute("aria-sort") !== "ascending";
        const sign = ascending ? 1 : -1;
        const compare = column ? (a, b) => a - b : collator.compare;
        const sorted = [...rows].sort((one, other) => sign * compare(keys.get(one), keys.get(other)));
        for (const other of table.tHead.rows[0].cells) other.removeAttribute("aria-sort");
        head.setAttribute("aria-sort", ascending ? "ascending" : "descending");
        body.replaceChildren(...sorted);
      });
    });
  }

  search();
  sorting();
})();
