"""The codes of meaning: W3xx to W6xx, what the rows of a roster say together."""

from pushpull_sched.workbook.code import Code, error, note, warning

_ROW_CODES: tuple[Code, ...] = (
    error(
        "W301",
        "A cell refers to an id or name that does not exist.",
        "Correct the spelling, or add the row that is meant.",
    ),
    error(
        "W302",
        "An id or name could mean several rows.",
        "Write what is meant in full.",
    ),
    error(
        "W303",
        "Two rows of one class or provider disagree.",
        "Make the cells the same, or leave the later one blank.",
    ),
    error(
        "W304",
        "A class has neither a period nor days, start and end.",
        "Fill in the cell, or name a period.",
    ),
    error(
        "W305",
        "A period stands twice on a day.",
        "Keep one of the two rows for this day.",
    ),
    error(
        "W306",
        "A class names days that its period does not have.",
        "Correct the days, or add a row to Periods.",
    ),
    error(
        "W307",
        "With the period's times, a class would end before it starts.",
        "Correct the start or the end of the class.",
    ),
    error("W308", "A provider has no role.", "Fill in the role."),
    error(
        "W309",
        "A subject stands in two rows of Subjects.",
        "Keep one of the two rows.",
    ),
    error(
        "W310",
        "Only providers and rooms can be made available.",
        "Write unavailable, or delete the row.",
    ),
    error("W311", "A grade in who cannot be read.", "Write it like grade 3."),
    error(
        "W312",
        "Weeks do not fit the template that Settings gives.",
        "Correct the cell, or set weeks in Settings to auto.",
    ),
    error(
        "W313",
        "There are pull-out services but no rooms.",
        "Add the rooms in which pull-out sessions can be held.",
    ),
    error(
        "W314",
        "The service_id made for a row stands in another row too.",
        "Give both rows a service_id of their own.",
    ),
    warning("W316", "An enrollment stands twice.", "Delete one of the two rows."),
    error(
        "W317",
        "A lunch window ends before it starts.",
        "Correct lunch_start or lunch_end.",
    ),
    warning(
        "W320",
        "Two meetings of a student are at the same time.",
        "Correct a time, or enroll the students in one of the classes.",
    ),
    warning(
        "W321",
        "No class has the homeroom of a student.",
        "Check the spelling of the homeroom.",
    ),
    warning(
        "W322",
        "A student attends no class.",
        "Fill in homeroom or grade in Classes, or add rows to Enrollments.",
    ),
    warning(
        "W323",
        "A provider has no available hours.",
        "Check the rows of this provider in Availability.",
    ),
    warning(
        "W324",
        "A room is kept for a name that is no service and no role.",
        "Check the spelling.",
    ),
    note("W326", "A row of Subjects is not used: no class has the subject."),
    warning("W327", "as_of is a day outside the term.", "Correct the date."),
    note("W328", "The room of a class was found by its name in Rooms."),
)

_SERVICE_CODES: tuple[Code, ...] = (
    error("W401", "A service has no student.", "Fill in the student_id."),
    error(
        "W402",
        "A service names neither a role nor a provider.",
        "Fill in the role that may give it, or a provider.",
    ),
    error(
        "W403",
        "A service states no minutes.",
        "Fill in minutes and per, or frequency.",
    ),
    error(
        "W404",
        "A service states its amount twice.",
        "Clear frequency, or minutes, per, sessions and sessions_per.",
    ),
    error(
        "W405",
        "Minutes beside sessions are ambiguous without per.",
        "Write session in per for the length of one session, or week for the total.",
    ),
    error(
        "W406",
        "Minutes per session need a number of sessions.",
        "Fill in sessions.",
    ),
    error(
        "W408",
        "week_pattern and frequency give different patterns.",
        "Clear week_pattern, or correct the text in frequency.",
    ),
    error(
        "W409",
        "co-teach is only for push-in.",
        "Change the setting to push-in, or the delivery to support.",
    ),
    error(
        "W410",
        "co-teach cannot be given in n of m weeks.",
        "Use support, or every week.",
    ),
    error(
        "W411",
        "A push-in service names no subject.",
        "Fill in the class subject to push into.",
    ),
    error(
        "W412",
        "No class has the subject of a push-in service.",
        "Check the spelling, or add the class.",
    ),
    warning(
        "W417",
        "sessions_per stands without sessions.",
        "Fill in sessions, or clear sessions_per.",
    ),
    warning(
        "W418",
        "Two rows of a service follow one another, and no day decides between them.",
        "Write as_of in Settings: the day for which the schedule is made.",
    ),
    warning(
        "W420",
        "A service fits no template and is not scheduled.",
        "Place it by hand.",
    ),
    warning(
        "W421",
        "The template cuts an amount into very short sessions.",
        "Use a longer template, or fill in session_minutes.",
    ),
    warning(
        "W422",
        "An amount per week counts per rotation.",
        "Write the amount for a pass through the days.",
    ),
    warning(
        "W423",
        "Minutes of co-teaching exceed the meetings of the class.",
        "Check the minutes; the sum of the meetings is taken.",
    ),
    warning(
        "W424",
        "A student attends no class to push into.",
        "Check the subject, the homeroom and the enrollments of the student.",
    ),
    warning("W425", "No class has a subject that is named.", "Check the spelling."),
    note("W426", "A service is not active and not scheduled."),
    warning(
        "W428",
        "The named provider has none of the roles named.",
        "Check provider and role.",
    ),
)

_LINK_CODES: tuple[Code, ...] = (
    error(
        "W501",
        "An id is both a student's and a service's.",
        "Rename the service, so that it is clear which is meant.",
    ),
    error(
        "W502",
        "A relation needs two entries.",
        "List two or more, separated by commas.",
    ),
    error("W503", "A relation needs a provider.", "Fill in the provider."),
    error(
        "W504",
        "A relation names a service that does not exist.",
        "Check the spelling.",
    ),
    warning(
        "W505",
        "A relation between students names a provider.",
        "Clear the cell, or use with-provider.",
    ),
    warning(
        "W506",
        "A provider relation concerns no service of an entry.",
        "Check provider and who.",
    ),
    warning(
        "W507",
        "Two relations contradict each other.",
        "Delete one of the two rows.",
    ),
    warning(
        "W508",
        "A relation concerns no common service of an entry.",
        "Check who and service.",
    ),
    error("W510", "A pin is not on the grid.", "Correct the time, or the grid."),
    error(
        "W511",
        "A pin is in a week that the template does not have.",
        "Correct the week, or set weeks in Settings.",
    ),
    error(
        "W512",
        "A pin breaks a rule by itself.",
        "Change the pin, or what stands in its way.",
    ),
    warning(
        "W513",
        "A pin counts for nothing.",
        "Delete the pin, or correct its service.",
    ),
)

_ARITHMETIC_CODES: tuple[Code, ...] = (
    warning(
        "W601",
        "No provider has the role of a service.",
        "Add the role to a provider, or correct it.",
    ),
    warning(
        "W602",
        "The days of a service cannot hold its sessions.",
        "Allow more days, or more sessions on a day.",
    ),
    warning(
        "W604",
        "Sessions of the allowed lengths do not make up the minutes.",
        "Allow longer sessions, or correct the minutes.",
    ),
    warning(
        "W605",
        "A session does not fit between earliest and latest.",
        "Widen the times.",
    ),
    warning(
        "W608",
        "No class meeting can hold a push-in session.",
        "Allow shorter sessions, or check the times of the class.",
    ),
    warning(
        "W609",
        "No room can be used for a pull-out service.",
        "Check services and building in Rooms, and rooms in Providers.",
    ),
    warning(
        "W606",
        "Providers owe more minutes than they have.",
        "Add time or a provider, or allow groups; otherwise minutes will be missing.",
    ),
    warning(
        "W607",
        "A student owes more pull-out minutes than the week has.",
        "Allow push-in, or free class time; otherwise minutes will be missing.",
    ),
    warning(
        "W610",
        "Counting proves that a service cannot have a single session.",
        "Change what stands in its way; pushpull-sched explain says what would help.",
    ),
    warning(
        "W611",
        "Counting proves that a service cannot be served in full.",
        "Allow more days or times; pushpull-sched explain says what would help.",
    ),
    warning(
        "W612",
        "Counting proves that a student's services do not fit beside one another.",
        "Free more of the student's time, or allow other days.",
    ),
    warning(
        "W613",
        "Counting proves that providers have too little time at some time of the week.",
        "Add hours then, let more students share a session, or allow other times.",
    ),
    warning(
        "W614",
        "Counting proves that rooms hold too few sessions.",
        "Add a room, open one longer, or allow push-in.",
    ),
)

MEANING_CODES: tuple[Code, ...] = (
    *_ROW_CODES,
    *_SERVICE_CODES,
    *_LINK_CODES,
    *_ARITHMETIC_CODES,
)
