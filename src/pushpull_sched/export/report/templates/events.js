const data = JSON.parse(document.getElementById("data").textContent);
const byId = (id) => document.getElementById(id);
const [axisStart, axisEnd] = data.axis;
const everyWeek = 2 ** data.weeks - 1;
const settings = ["push-in", "pull-out", "consult"];
const kinds = {
  providers: "provider", students: "student", rooms: "room", classes: "class", teachers: "teacher",
};
data.teachers = teachersOf(data.classes);

// ---- small helpers -------------------------------------------------------

function make(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [key, value] of Object.entries(attributes)) {
    if (key === "on") for (const [event, run] of Object.entries(value)) node.addEventListener(event, run);
    else if (value !== null && value !== false) node.setAttribute(key, value === true ? "" : value);
  }
  node.append(...children.filter((child) => child !== null && child !== ""));
  return node;
}
// Names are set apart, so that an Arabic one does not turn the words around it.
const name = (text) => make("bdi", {}, text);
const joined = (parts, between = ", ") =>
  parts.flatMap((part, at) => (at ? [between, part] : [part]));
const clock = (minute) =>
  `${((Math.floor(minute / 60) + 11) % 12) + 1}:${String(minute % 60).padStart(2, "0")}`;
const span = (start, end) => `${clock(start)}–${clock(end)}`;
const weeksIn = (mask) =>
  Array.from({ length: data.weeks }, (_, at) => at + 1).filter((week) => mask & (1 << (week - 1)));
const weeksText = (mask) => {
  const weeks = weeksIn(mask);
  if (mask === everyWeek) return data.weeks === 1 ? "The week" : "Every week";
  return `${weeks.length === 1 ? "Week" : "Weeks"} ${weeks.join(", ")}`;
};
const counted = (number, thing) => `${number.toLocaleString("en-US")} ${thing}${number === 1 ? "" : "s"}`;
const plain = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
const classTitle = (at) => data.classes[at].name;

function teachersOf(classes) {
  const found = new Map();
  classes.forEach((met, at) => {
    if (!met.teacher) return;
    if (!found.has(met.teacher)) found.set(met.teacher, []);
    found.get(met.teacher).push(at);
  });
  return [...found].map(([teacher, own]) => ({
    id: teacher, name: teacher, classes: own,
    about: [...new Set(own.map((at) => data.classes[at].about).filter(Boolean))].slice(0, 3).join("; "),
  }));
}

// ---- what happens in a week ----------------------------------------------
// An event: mask, day, start, end, css, color (service position or null),
// title, lines (a function that makes them anew for each drawing), session.

const sessions = data.sessions.map(([mask, day, start, end, setting, provider, room, met, served]) => ({
  mask, day, start, end, setting: settings[setting], provider, room, met, served,
  services: [...new Set(served.map(([service]) => data.services[service]))],
  students: served.map(([, student]) => student).filter((student) => student >= 0),
}));

function meetingAt(session) {
  return data.classes[session.met].meetings.find(([mask, day, start, end]) =>
    mask & session.mask && day === session.day && start <= session.start && session.end <= end);
}
function placeOf(session) {
  if (session.room >= 0) return [name(data.places[session.room])];
  if (session.met < 0) return [];
  const meeting = meetingAt(session);
  const parts = [name(classTitle(session.met))];
  if (data.classes[session.met].teacher) parts.push(name(data.classes[session.met].teacher));
  if (meeting && meeting[4] >= 0) parts.push(name(data.places[meeting[4]]));
  return joined(parts);
}
const studentsOf = (session) => {
  const several = session.services.length > 1;
  return joined(session.served.filter(([, student]) => student >= 0).map(([service, student]) => {
    const label = name(data.students[student].name);
    return several ? make("span", {}, label, `: ${data.services[service]}`) : label;
  }));
};
const titleOf = (session) => session.services.join(" + ");
const sessionEvent = (session, lines, css = session.setting) => ({
  mask: session.mask, day: session.day, start: session.start, end: session.end,
  css: `session ${css}`, color: session.served[0][0], title: titleOf(session), lines, session,
});
const classEvents = (at, whole = true) =>
  data.classes[at].meetings.map(([mask, day, start, end, place, pull]) => ({
    mask, day, start, end, css: "class", color: null, title: classTitle(at),
    lines: () => [joined([
      ...(whole && data.classes[at].teacher ? [name(data.classes[at].teacher)] : []),
      ...(place >= 0 ? [name(data.places[place])] : []),
      ...(pull === "never" ? ["no pull-out"] : []),
    ])],
    met: at,
  }));
const overlap = (one, other) =>
  one.mask & other.mask && one.day === other.day && one.start < other.end && other.start < one.end;

const builders = {
  providers(at) {
    const own = sessions.filter((session) => session.provider === at);
    const pauses = data.providers[at].pauses.map(([mask, day, start, end, title]) => ({
      mask, day, start, end, css: "pause", color: null, title, lines: () => [],
    }));
    return {
      open: data.providers[at].hours, own,
      events: [...own.map((session) => sessionEvent(session, () => [
        studentsOf(session), placeOf(session), [session.setting]])), ...pauses],
    };
  },
  students(at) {
    const own = sessions.filter((session) => session.students.includes(at) && session.setting !== "consult");
    const student = data.students[at];
    const classes = student.classes.flatMap((met) => classEvents(met));
    return {
      open: null, own,
      events: [...classes, ...own.map((session) => sessionEvent(session, () => [
        [name(data.providers[session.provider].name)], placeOf(session), [session.setting]])),
        ...student.away.map(([mask, day, start, end]) => ({
          mask, day, start, end, css: "unavailable", color: null, title: "not available", lines: () => [] }))],
    };
  },
  rooms(at) {
    const own = sessions.filter((session) => session.room === at || (session.met >= 0 && (meetingAt(session) || [])[4] === at));
    const classes = data.classes.flatMap((met, position) =>
      met.meetings.some((meeting) => meeting[4] === at)
        ? classEvents(position).filter((event, index) => met.meetings[index][4] === at) : []);
    const open = data.rooms[at].hours;
    return {
      open: open.length ? open : null, own,
      events: [...classes, ...own.map((session) => sessionEvent(session, () => [
        [name(data.providers[session.provider].name)], studentsOf(session), [session.setting]]))],
    };
  },
  classes(at) { return forClasses([at]); },
  teachers(at) { return forClasses(data.teachers[at].classes); },
};

// Who comes in and who leaves, for a class or for all classes of a teacher.
function forClasses(classes) {
  const events = classes.flatMap((at) => classEvents(at, false));
  const inside = sessions.filter((session) => classes.includes(session.met));
  const leaving = [];
  for (const session of sessions) {
    if (session.setting !== "pull-out") continue;
    const students = session.students.filter((student) =>
      events.some((event) => data.students[student].classes.includes(event.met) && overlap(event, session)));
    if (students.length) {
      const touched = events.filter((event) => overlap(event, session));
      leaving.push({
        ...sessionEvent(session, () => [[name(titleOf(session)), " with ", name(data.providers[session.provider].name)]], "leave"),
        mask: touched.reduce((mask, event) => mask | event.mask, 0) & session.mask,
        head: () => ["out: ", ...joined(students.map((student) => name(data.students[student].name)))],
      });
    }
  }
  const coming = inside.map((session) => ({
    ...sessionEvent(session, () => [[name(titleOf(session)), ": ", ...studentsOf(session)]]),
    head: () => ["in: ", name(data.providers[session.provider].name)],
  }));
  const times = (list) => list.reduce((sum, event) => sum + weeksIn(event.mask).length, 0);
  return {
    open: null, own: inside, events: [...events, ...coming, ...leaving],
    load: `someone comes in ${counted(times(coming), "time")}, students leave ${counted(times(leaving), "time")}`,
  };
}
