// ---- choosing and finding ---------------------------------------------------

const who = byId("who"), find = byId("find"), stage = byId("timetable");
const radios = [...document.querySelectorAll("input[name=kind]")];
let current = { kind: "providers", at: 0 };

const optionText = (kind, entity) => {
  const id = entity.id !== entity.name && kind !== "teachers" ? ` [${entity.id}]` : "";
  return `${entity.name}${id}${kind === "classes" && entity.about ? `, ${entity.about}` : ""}`;
};
function show(kind, at, focus = false) {
  if (!data[kind] || !data[kind][at]) return;
  if (kind !== current.kind || !who.options.length) {
    who.replaceChildren(...data[kind].map((entity, position) => make("option", { value: position }, optionText(kind, entity))));
  }
  current = { kind, at };
  radios.forEach((radio) => { radio.checked = radio.value === kind; });
  who.value = String(at);
  byId("previous").disabled = at === 0;
  byId("next").disabled = at === data[kind].length - 1;
  stage.replaceChildren(drawSheet(kind, at));
  if (focus) {
    byId("timetables").scrollIntoView();
    stage.querySelector("h3").focus({ preventScroll: true });
  }
}
const go = (kind, at) => { location.hash = `${kind}/${at}`; };
function fromHash() {
  const [kind, at] = location.hash.slice(1).split("/");
  if (kind in kinds && data[kind][Number(at)]) show(kind, Number(at), true);
}
radios.forEach((radio) => {
  radio.disabled = !data[radio.value].length;
  radio.addEventListener("change", () => show(radio.value, 0));
});
who.addEventListener("change", () => show(current.kind, Number(who.value)));
byId("previous").addEventListener("click", () => show(current.kind, current.at - 1));
byId("next").addEventListener("click", () => show(current.kind, current.at + 1));
window.addEventListener("hashchange", fromHash);

const most = 12;
const everything = Object.keys(kinds).flatMap((kind) => data[kind].map((entity, at) => ({
  kind, at, text: plain(`${entity.name} ${entity.id} ${entity.about} ${entity.teacher || ""}`), starts: plain(entity.name) })));
let hits = [];
function search() {
  const words = plain(find.value).split(/\s+/).filter(Boolean);
  hits = words.length ? everything.filter(({ text }) => words.every((word) => text.includes(word))) : [];
  hits.sort((one, other) => Number(other.starts.startsWith(words[0])) - Number(one.starts.startsWith(words[0])));
  byId("found-count").textContent = words.length
    ? `${hits.length ? counted(hits.length, "timetable") : "Nothing"} found${hits.length > most ? `, the first ${most} shown` : ""}${hits.length ? "; Enter opens the first" : ""}` : "";
  byId("found").replaceChildren(...hits.slice(0, most).map(({ kind, at }) => make("li", {}, make("button", {
    type: "button", on: { click: () => { clear(); show(kind, at, true); } } },
    name(optionText(kind, data[kind][at])), make("span", { class: "quiet" }, ` ${kinds[kind]}`)))));
}
function clear() { find.value = ""; search(); }
find.addEventListener("input", search);
find.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && hits.length) { const [{ kind, at }] = hits; clear(); show(kind, at, true); }
  if (event.key === "Escape") clear();
});

// Links to a person go to the timetable itself.
document.querySelectorAll("a[data-open]").forEach((anchor) => { anchor.href = `#${anchor.dataset.open}`; });
document.addEventListener("click", (event) => {
  const anchor = event.target.closest("a[href^='#']");
  if (anchor && anchor.getAttribute("href") === location.hash) fromHash();
});

// ---- printing ---------------------------------------------------------------

function printOnly(before) {
  document.body.classList.add("only");
  if (before) before();
  window.print();
}
window.addEventListener("afterprint", () => {
  document.body.classList.remove("only");
  if (stage.children.length > 1) show(current.kind, current.at);
});
byId("print-one").addEventListener("click", () => printOnly());
byId("print-all").addEventListener("click", () => printOnly(() =>
  stage.replaceChildren(...data[current.kind].map((_, at) => drawSheet(current.kind, at)))));

// ---- compliance ---------------------------------------------------------------

const table = byId("services");
if (table) {
  const rows = [...table.tBodies[0].rows].map((row) => ({ row, text: plain(row.textContent) }));
  const selects = [...document.querySelectorAll("#filters select")];
  const valuesOf = (row, column) => row.dataset[column].split("\n").filter(Boolean);
  for (const select of selects) {
    const values = new Set(rows.flatMap(({ row }) => valuesOf(row, select.dataset.column)));
    select.append(...[...values].sort().map((value) => make("option", { value }, value)));
  }
  const filter = () => {
    const words = plain(byId("filter-text").value).split(/\s+/).filter(Boolean);
    let number = 0;
    for (const { row, text } of rows) {
      row.hidden = !(words.every((word) => text.includes(word)) &&
        selects.every((select) => !select.value || valuesOf(row, select.dataset.column).includes(select.value)));
      number += row.hidden ? 0 : 1;
    }
    byId("filter-count").textContent = `${number} of ${counted(rows.length, "service")} shown`;
  };
  selects.forEach((select) => select.addEventListener("change", filter));
  byId("filter-text").addEventListener("input", filter);
  byId("filter-clear").addEventListener("click", () => {
    byId("filter-text").value = "";
    selects.forEach((select) => { select.value = ""; });
    filter();
  });
  byId("filters").hidden = false;
  filter();
}

// ---- dark and light -------------------------------------------------------------

const theme = byId("theme"), root = document.documentElement;
const dark = () => (root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches);
const nameTheme = () => { theme.textContent = dark() ? "Light page" : "Dark page"; };
theme.addEventListener("click", () => { root.dataset.theme = dark() ? "light" : "dark"; nameTheme(); });
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", nameTheme);
nameTheme();
theme.hidden = false;

byId("controls").hidden = false;
const first = Object.keys(kinds).find((kind) => data[kind].length);
if (first) show(first, 0);
fromHash();
